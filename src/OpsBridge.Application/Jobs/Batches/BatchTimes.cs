using OpsBridge.Kernel;

namespace OpsBridge.Jobs.Batches;

/// <summary>A deadline of a batch and since when runs count for it.</summary>
/// <param name="From">The same time of the day before (UTC): what started before it belongs to another day.</param>
/// <param name="By">The deadline (UTC).</param>
public sealed record BatchDay(DateTimeOffset From, DateTimeOffset By);

/// <summary>The deadlines of a batch around a moment.</summary>
/// <param name="Last">The last that has come.</param>
/// <param name="Next">The next.</param>
internal sealed record BatchTimes(BatchDay Last, BatchDay Next)
{
    /// <summary>Around now, on the clocks of the batch's zone; a time that the clocks jump over counts when they have.</summary>
    public static BatchTimes Of(BatchDetails details, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(details.Zone);
        var today = DateOnly.FromDateTime(WallClock.Shown(now, zone));
        var days = Enumerable.Range(-8, 17).Select(n => today.AddDays(n)).Where(d => details.Days.Contains(d.DayOfWeek)).Select(d => new BatchDay(On(d.AddDays(-1)), On(d))).ToList();
        return new BatchTimes(days.Last(d => d.By <= now), days.First(d => d.By > now));

        DateTimeOffset On(DateOnly day) => WallClock.Moment(day.ToDateTime(details.By), zone).At;
    }
}
