using System.Globalization;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs.Running;

/// <summary>What is to be said about a job's deadline.</summary>
/// <param name="WarnedFor">The coming deadline (UTC) that it is expected to miss; null for none.</param>
/// <param name="LateFor">The last deadline (UTC), which it has missed and not made good since; null for none.</param>
/// <param name="Words">One line for the alert; empty when all is well.</param>
internal sealed record DeadlineVerdict(DateTimeOffset? WarnedFor, DateTimeOffset? LateFor, string Words)
{
    private static readonly DeadlineVerdict s_well = new(null, null, "");

    /// <summary>Judges one job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="book">What is known at <paramref name="now"/>.</param>
    /// <param name="now">Now (UTC).</param>
    /// <param name="ahead">How far ahead a warning may come.</param>
    public static DeadlineVerdict Of(Job job, ForecastBook book, DateTimeOffset now, TimeSpan ahead)
    {
        if (DeadlineTimes.Of(job.Details, now) is not { } times)
        {
            return s_well;
        }

        var runs = book.Recent(job.Id);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(job.Details.DeadlineZone!);
        if (Missed(runs, times.Earlier, times.Last, times.Last) || (job.LateFor == times.Last && !runs.Any(r => r.State == RunState.Succeeded && r.EndedAt > times.Last)))
        {
            return new DeadlineVerdict(null, times.Last, $"{job.Name} is late: it should have been done by {Clock(times.Last, zone)}");
        }

        return times.Next - now > ahead ? s_well : Coming(job, book, runs, times, zone);
    }

    private static DeadlineVerdict Coming(Job job, ForecastBook book, IReadOnlyList<JobRun> runs, DeadlineTimes times, TimeZoneInfo zone)
    {
        var expected = book.Expect(job.Id);
        if (expected is not null && expected.Start <= times.Next)
        {
            return expected.End <= times.Next
                ? s_well
                : new DeadlineVerdict(times.Next, null, $"{job.Name} is expected to end at {Clock(expected.End, zone)}, {JobWords.Span(expected.End - times.Next)} after its deadline {Clock(times.Next, zone)}");
        }

        return Missed(runs, times.Last, times.Next, null)
            ? new DeadlineVerdict(times.Next, null, $"{job.Name} will miss its deadline {Clock(times.Next, zone)}: nothing is to run before it")
            : s_well;
    }

    /// <summary>Whether something was due in the span (after its begin, up to its end) and neither it nor a later run has succeeded.</summary>
    private static bool Missed(IReadOnlyList<JobRun> runs, DateTimeOffset after, DateTimeOffset until, DateTimeOffset? open)
    {
        var due = runs.LastOrDefault(r => r.NominalAt > after && r.NominalAt <= until && r.Cause != MissCause.Calendar && r.State != RunState.Cancelled);
        return due is not null
            && (open is not null || due.HasEnded || due.State == RunState.Asking)
            && !runs.Any(r => r.State == RunState.Succeeded && r.NominalAt >= due.NominalAt);
    }

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) => WallClock.Shown(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
