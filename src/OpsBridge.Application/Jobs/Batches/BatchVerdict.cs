using System.Globalization;
using OpsBridge.Jobs.Running;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs.Batches;

/// <summary>What is to be said about a batch.</summary>
/// <param name="WarnedFor">The coming deadline (UTC) that it is expected to miss; null for none.</param>
/// <param name="LateFor">The last deadline (UTC), which it has missed and not made good since; null for none.</param>
/// <param name="Words">One line for the alert; empty when all is well.</param>
/// <param name="Shown">The forecast that pages show: of the deadline that it is late for, else of the next.</param>
internal sealed record BatchVerdict(DateTimeOffset? WarnedFor, DateTimeOffset? LateFor, string Words, BatchForecast Shown)
{
    /// <summary>Runs are read three days back; what is late for longer stays late until the next deadline or its last jobs succeed.</summary>
    private static readonly TimeSpan s_looksBack = TimeSpan.FromDays(2);

    /// <summary>A warning goes when there is so much time again, so that it does not come and go by seconds.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(2);

    /// <summary>Judges one batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="book">What is known of its jobs now.</param>
    /// <param name="ahead">How far ahead a warning may come.</param>
    public static BatchVerdict Of(Batch batch, ForecastBook book, TimeSpan ahead)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(batch.Details.Zone);
        var times = BatchTimes.Of(batch.Details, book.Now);
        var next = BatchWalk.Of(book, batch.Details, times.Next);
        if (times.Last.By > batch.JudgedFrom)
        {
            var last = BatchWalk.Of(book, batch.Details, times.Last);
            if (IsStillLate(batch, book, times.Last, last))
            {
                return new BatchVerdict(null, times.Last.By, $"{batch.Name} is late: it should have been complete by {Clock(times.Last.By, zone)}{Outlook(last, zone)}", last);
            }
        }

        var near = times.Next.By - book.Now <= ahead;
        return near && (next.IsLate || (batch.WarnedFor == times.Next.By && next is { IsIdle: false, IsDone: false } && next.Slack < s_margin))
            ? new BatchVerdict(times.Next.By, null, Coming(batch, next, zone), next)
            : new BatchVerdict(null, null, "", next);
    }

    private static bool IsStillLate(Batch batch, ForecastBook book, BatchDay day, BatchForecast last) => book.Now - day.By <= s_looksBack
        ? last is { IsIdle: false, IsDone: false }
        : batch.LateFor == day.By && !batch.Details.Jobs.All(j => book.Recent(j).Any(r => r.State == RunState.Succeeded && r.EndedAt > day.By));

    private static string Coming(Batch batch, BatchForecast next, TimeZoneInfo zone)
    {
        if (next.Stuck is [var stuck, ..])
        {
            var again = stuck.EndBy - stuck.Takes;
            var then = again > next.Day.By || again is null ? "" : $"; it must run by {Clock(again.Value, zone)}";
            return $"{batch.Name} will miss {Clock(next.Day.By, zone)} unless somebody acts: {stuck.Name} {stuck.Note}{then}";
        }

        return $"{batch.Name} is expected to be complete at {Clock(next.End!.Value, zone)}, {JobWords.Span((next.End.Value - next.Day.By).Duration())} {(next.End > next.Day.By ? "after" : "before")} {Clock(next.Day.By, zone)}";
    }

    private static string Outlook(BatchForecast late, TimeZoneInfo zone) => late.Stuck is [var stuck, ..] ? $"; {stuck.Name} {stuck.Note}"
        : late.End is { } end ? $"; expected at {Clock(end, zone)}" : "";

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) => WallClock.Shown(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
