using System.Globalization;
using OpsBridge.Csv;
using OpsBridge.Kernel;

namespace OpsBridge.Shifts.Roster;

/// <summary>Days and times as rosters write them, on the clocks of a desk.</summary>
internal static class RosterTimes
{
    private static readonly string[] s_days = ["yyyy-MM-dd", "d.M.yyyy"];
    private static readonly string[] s_times = ["H:mm", "HH:mm:ss"];

    private static readonly string[] s_both =
        [.. from day in s_days from time in s_times from gap in new[] { "' '", "'T'" } select day + gap + time];

    private static readonly string[] s_exact = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd HH:mmzzz", "yyyy-MM-dd HH:mm:sszzz"];

    /// <summary>A day; null with the reason when the cell is none.</summary>
    public static (DateOnly? Day, string? Problem) Day(string cell) =>
        DateOnly.TryParseExact(cell, s_days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2200
            ? (day, null)
            : (null, $"“{CsvCells.Excerpt(cell)}” is no day. Write it as 2026-11-24.");

    /// <summary>When a shift begins: "06:00" needs the day, "2026-11-24 06:00" does not, an offset or Z makes it exact.</summary>
    public static (DateTimeOffset? At, string? Problem) Start(string cell, DateOnly? day, TimeZoneInfo zone) =>
        Time(cell) is { } time
            ? day is { } on ? (WallClock.Moment(on.ToDateTime(time), zone).At, null) : (null, "It has a time of day but no day.")
            : Moment(cell, zone);

    /// <summary>When it ends; a time of day that is not after the begin is that of the next day.</summary>
    public static (DateTimeOffset? At, string? Problem) End(string cell, DateTimeOffset start, TimeZoneInfo zone)
    {
        if (Time(cell) is not { } time)
        {
            return Moment(cell, zone);
        }

        var begins = WallClock.Shown(start, zone);
        var day = DateOnly.FromDateTime(begins);
        return (WallClock.Moment((time >= TimeOnly.FromDateTime(begins) ? day : day.AddDays(1)).ToDateTime(time), zone).At, null);
    }

    private static TimeOnly? Time(string cell) =>
        TimeOnly.TryParseExact(cell, s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static (DateTimeOffset? At, string? Problem) Moment(string cell, TimeZoneInfo zone)
    {
        var inZone = cell.EndsWith('Z') ? $"{cell[..^1]}+00:00" : cell;
        DateTimeOffset? at = DateTimeOffset.TryParseExact(inZone, s_exact, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact)
            ? exact.ToUniversalTime()
            : DateTime.TryParseExact(cell, s_both, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year is >= 2000 and < 2200
                ? WallClock.Moment(local, zone).At
                : null;
        return at is { Year: >= 2000 and < 2200 } ? (at, null) : (null, $"“{CsvCells.Excerpt(cell)}” is no time. Write it as 06:00 or as 2026-11-24 06:00.");
    }
}
