using System.Globalization;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs;

/// <summary>A day on the clocks of a place as a line from 0 to 100; on days when the clocks change it is 23 or 25 hours long.</summary>
public sealed class DayScale
{
    private readonly TimeZoneInfo _zone;

    /// <summary>The day.</summary>
    public DayScale(DateOnly day, TimeZoneInfo zone)
    {
        (Day, _zone) = (day, zone);
        From = WallClock.Moment(day.ToDateTime(TimeOnly.MinValue), zone).At;
        To = WallClock.Moment(day.AddDays(1).ToDateTime(TimeOnly.MinValue), zone).At;
    }

    /// <summary>The day.</summary>
    public DateOnly Day { get; }

    /// <summary>Its beginning (UTC).</summary>
    public DateTimeOffset From { get; }

    /// <summary>Its end (UTC).</summary>
    public DateTimeOffset To { get; }

    /// <summary>How long the day is, where that is not 24 hours; null where it is.</summary>
    public string? Odd => To - From == TimeSpan.FromHours(24) ? null
        : string.Create(CultureInfo.InvariantCulture, $"{(To - From).TotalHours:0.##} hours: the clocks go {(To - From > TimeSpan.FromHours(24) ? "back" : "forward")} that day");

    /// <summary>Each full hour of the day: where it is, and what the clocks show. A repeated hour is there twice, a skipped one never.</summary>
    public IEnumerable<(double At, string Text, DateTimeOffset Moment)> Hours()
    {
        for (var at = From; at < To; at += TimeSpan.FromHours(1))
        {
            yield return (Place(at), WallClock.Shown(at, _zone).ToString("HH", CultureInfo.InvariantCulture), at);
        }
    }

    /// <summary>0 to 100; moments outside the day are put to its ends.</summary>
    public double Place(DateTimeOffset at) => Math.Clamp(100 * ((at - From) / (To - From)), 0, 100);

    /// <summary>Whether the moment is within the day.</summary>
    public bool Holds(DateTimeOffset at) => at >= From && at < To;
}
