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
        return local.ToString(local.Date == TimeZoneInfo.ConvertTime(now, zone).Date ? "HH:mm" : "d MMM HH:mm", CultureInfo.InvariantCulture);
    }

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
