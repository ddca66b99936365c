using OpsBridge.Kernel;

namespace OpsBridge.Jobs.Running;

/// <summary>The deadlines of a job around a moment (UTC), each day's at the same time on the clocks of its zone.</summary>
/// <param name="Earlier">The one before <paramref name="Last"/>.</param>
/// <param name="Last">The last one that has come.</param>
/// <param name="Next">The next one.</param>
internal sealed record DeadlineTimes(DateTimeOffset Earlier, DateTimeOffset Last, DateTimeOffset Next)
{
    /// <summary>Around now; null for a job without a deadline.</summary>
    public static DeadlineTimes? Of(JobDetails details, DateTimeOffset now)
    {
        if (details is not { Deadline: { } time, DeadlineZone: { } name } || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return null;
        }

        var today = DateOnly.FromDateTime(WallClock.Shown(now, zone));
        var last = On(0) <= now ? 0 : -1;
        return new DeadlineTimes(On(last - 1), On(last), On(last + 1));

        DateTimeOffset On(int day) => WallClock.Moment(today.AddDays(day).ToDateTime(time), zone).At;
    }
}
