using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Shifts.Handover;

/// <summary>Times and lengths as facts say them: on the clocks of the desk, because a fact is one text for everybody who reads it.</summary>
/// <param name="zone">The desk's zone.</param>
public sealed class FactWords(TimeZoneInfo zone)
{
    /// <summary>The words of a desk.</summary>
    public static async Task<FactWords> OfAsync(OpsDbContext db, Guid desk, CancellationToken ct)
    {
        var name = await db.Set<Desk>().AsNoTracking().Where(d => d.Id == desk).Select(d => d.Zone).SingleOrDefaultAsync(ct);
        return new FactWords(name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc);
    }

    /// <summary>Time of day, with the day when it is another than that of <paramref name="now"/>.</summary>
    public string Clock(DateTimeOffset at, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return Show(local, local.Date == TimeZoneInfo.ConvertTime(now, zone).Date ? "HH:mm" : "d MMM HH:mm");
    }

    /// <summary>Day, year and time of day.</summary>
    public string Full(DateTimeOffset at) => Show(TimeZoneInfo.ConvertTime(at, zone), "d MMM yyyy HH:mm");

    /// <summary>02:30 comes twice in the night in which summer time ends: which of the two is said there, and only there.</summary>
    private string Show(DateTimeOffset local, string format) => local.ToString(zone.IsAmbiguousTime(local) ? $"{format} 'UTC'zzz" : format, CultureInfo.InvariantCulture);

    /// <summary>How long, for example "41 min" or "1 h 46".</summary>
    public static string Lasting(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Hours} h {time.Minutes:00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.Days} d {time.Hours} h"),
    };

    /// <summary>A number with its thing: "1 alert", "12 alerts".</summary>
    public static string Many(long number, string one, string? more = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : more ?? one + "s")}");
}
