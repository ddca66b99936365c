using System.Globalization;
using OpsBridge.Jobs.Pings;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>Reported jobs as rows of the timeline: when they were expected above, what was heard below.</summary>
internal static class ReportedLanes
{
    /// <summary>A row for each.</summary>
    public static IEnumerable<DayRow> Of(IEnumerable<ReportedLane> lanes, DayScale scale, ViewerTime time) =>
        lanes.Select(lane => new DayRow("Reported jobs", $"reported-{lane.JobId}", lane.Title, lane.AssetName, $"/jobs/reported/{lane.JobId}")
        {
            Bars = () => Bars(lane, scale, time),
            Said = () => Said(lane, time),
            Entries = () => Entries(lane, time),
            Muted = lane.IsPaused,
        });

    private static IReadOnlyList<DayBar> Bars(ReportedLane lane, DayScale scale, ViewerTime time) =>
    [
        .. DayBars.Merge(lane.Expected.Select(at => new DayBar(scale.Place(at), scale.Place(at + lane.Grace), lane.IsPaused ? "plan paused" : "plan", $"Expected {time.Show(at)}, at the latest {time.Show(at + lane.Grace)}")), "expected reports"),
        .. lane.Down.Select(d => new DayBar(scale.Place(d.From), scale.Place(d.Until ?? time.Now), "down", Words(d, time))),
        .. Late(lane, time) is { } late ? [new DayBar(scale.Place(late), scale.Place(time.Now), "late", $"Late: expected {time.Show(late)}, at the latest {time.Show(late + lane.Grace)}")] : Array.Empty<DayBar>(),
        .. lane.StartedAt is { } since ? [new DayBar(scale.Place(since), scale.Place(time.Now), "running", $"Runs since {time.Show(since)}")] : Array.Empty<DayBar>(),
        .. DayBars.Merge(lane.Reports.Select(r => new DayBar(scale.Place(Begin(r)), scale.Place(r.Last), r.Failed ? "failed" : "succeeded", Words(r, time))), "reports"),
    ];

    /// <summary>When it was expected, while nothing was heard since and its grace lasts; null when it is not late.</summary>
    private static DateTimeOffset? Late(ReportedLane lane, ViewerTime time) =>
        lane.Expected.LastOrDefault(at => at <= time.Now) is var at && at != default && time.Now < at + lane.Grace && !lane.IsPaused
        && !lane.Reports.Any(r => r.Last >= at) && !lane.Down.Any(d => d.Until is null) ? at : null;

    private static DateTimeOffset Begin(DayReport report) => report.Count == 1 && report.Duration is { } took ? report.First - took : report.First;

    private static string Words(DayReport report, ViewerTime time) => report.Count > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{report.Count} {(report.Failed ? "failures" : "reports")} from {time.Show(report.First)} to {time.Show(report.Last)}")
        : $"{time.Show(report.Last)} {(report.Failed ? "reported a failure" : "reported well")}{(report.Duration is { } took ? $", {RunWords.Span(took)}" : "")}";

    private static string Words(DownSpan down, ViewerTime time) =>
        $"Down from {time.Show(down.From)}{(down.Until is { } until ? $" to {time.Show(until)}" : "")}{(down.Why is { } why ? $": {PingWords.Of(why)}" : "")}";

    private static string Said(ReportedLane lane, ViewerTime time)
    {
        var next = lane.Expected.FirstOrDefault(at => at > time.Now);
        return $"{lane.Reports.Sum(r => r.Count)} reports. {string.Join("; ", lane.Down.Select(d => Words(d, time)))}{(lane.Down.Count > 0 ? "." : "")} {(next == default ? "Nothing to come." : $"Next expected {time.Show(next)}.")}";
    }

    private static IEnumerable<DayEntry> Entries(ReportedLane lane, ViewerTime time)
    {
        DayEntry Line(string kind, DateTimeOffset at, string mark, string word) =>
            new(string.Create(CultureInfo.InvariantCulture, $"{kind}-{lane.JobId}-{at.Ticks}"), at, mark, word, $"/jobs/reported/{lane.JobId}") { Name = lane.Title, Sub = lane.AssetName };

        foreach (var report in lane.Reports)
        {
            yield return Line(report.Failed ? "failed" : "heard", report.First, report.Failed ? "down" : "ok", report.Failed ? "Failure" : "Reported") with
            {
                StartedAt = report.Duration is null ? null : Begin(report),
                Took = report.Duration is { } took ? RunWords.Span(took) : "–",
                Notes = report.Count > 1 ? Words(report, time) : "",
            };
        }

        foreach (var down in lane.Down.Where(d => d.Why is FlipReason.Missing or FlipReason.Overrun))
        {
            yield return Line("down", down.From, "down", "Down") with { Notes = Words(down, time) };
        }

        if (Late(lane, time) is { } late)
        {
            yield return Line("late", late, "warning", "Late") with { Notes = $"down from {time.Show(late + lane.Grace)}" };
        }

        foreach (var at in lane.Expected.Where(at => at > time.Now))
        {
            yield return Line("expected", at, "pending", "Expected") with { Notes = DayEntry.Join($"down from {time.Show(at + lane.Grace)}", lane.IsPaused ? "paused" : null) };
        }
    }
}
