using System.Globalization;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>Jobs, shifts and maintenance as rows of the timeline.</summary>
internal static class JobLanes
{
    private const int Spoken = 6;

    /// <summary>A row for each desk, with its shifts.</summary>
    public static IEnumerable<DayRow> Shifts(RunDayView day, DayScale scale, ViewerTime time) => day.Shifts.GroupBy(s => s.Desk, StringComparer.Ordinal)
        .Select(g => Spans("Shifts", g.Key, [.. g.Select(s => new DaySpan(s.From, s.To, s.Name))], "shift", scale, time));

    /// <summary>A row for each maintenance window.</summary>
    public static IEnumerable<DayRow> Windows(RunDayView day, DayScale scale, ViewerTime time) => day.Windows.GroupBy(w => w.Name, StringComparer.Ordinal)
        .Select(g => Spans("Maintenance", g.Key, [.. g], "window", scale, time) with { Href = "/maintenance" });

    /// <summary>A row for each job.</summary>
    public static IEnumerable<DayRow> Jobs(RunDayView day, DayScale scale, ViewerTime time) => day.Lanes.Select(lane => new DayRow("Jobs", $"job-{lane.JobId}", lane.Name, lane.AssetName, $"/jobs/{lane.JobId}")
    {
        Bars = () => DayBars.Of(lane, scale, time),
        Said = () => Said(lane, time),
        Entries = () => lane.Runs.Select(r => Entry(lane, r, time)).Concat(lane.Planned.Select(p => Entry(lane, p))),
        Muted = lane.IsPaused,
    });

    private static DayRow Spans(string group, string name, IReadOnlyList<DaySpan> spans, string look, DayScale scale, ViewerTime time) => new(group, $"{group}-{name}", name, null, null)
    {
        Bars = () => [.. spans.Select(s => new DayBar(scale.Place(s.From), scale.Place(s.To), look, $"{s.Name}, {time.Show(s.From)} to {time.Show(s.To)}", s.Name))],
        Said = () => string.Join("; ", spans.Select(s => $"{s.Name} {time.Show(s.From)} to {time.Show(s.To)}")),
    };

    private static string Said(DayLane lane, ViewerTime time)
    {
        var runs = lane.Runs.TakeLast(Spoken).Select(r => DayBars.Words(r, lane.Overlaps.GetValueOrDefault(r.Id), time));
        var next = lane.Planned.FirstOrDefault(p => p.ExcludedBy is null);
        return $"{lane.Runs.Count} runs{(lane.Runs.Count > Spoken ? $", the last {Spoken}" : "")}: {string.Join("; ", runs)}. {(next is null ? "Nothing to come." : $"Next {time.Show(next.At)}.")}";
    }

    private static DayEntry Entry(DayLane lane, RunBrief run, ViewerTime time) => new($"{run.Id}", run.NominalAt, RunWords.Tone(run), RunWords.State(run), $"/jobs/runs/{run.Id}")
    {
        Name = lane.Name,
        Sub = lane.AssetName,
        StartedAt = run.StartedAt,
        Took = RunWords.Took(run, time.Now),
        Notes = DayEntry.Join(RunWords.Says(run), lane.Overlaps.TryGetValue(run.Id, out var other) ? $"at the same time as {other}" : null, Maintenance(lane, run.NominalAt)),
    };

    private static DayEntry Entry(DayLane lane, DayFire fire) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{lane.JobId}-{fire.At.Ticks}"), fire.At, "pending", fire.ExcludedBy is null ? "To come" : "Left out", $"/jobs/{lane.JobId}")
        {
            Name = lane.Name,
            Sub = lane.AssetName,
            Notes = DayEntry.Join(Maintenance(lane, fire.At), fire.ExcludedBy, lane.IsPaused ? "paused" : null),
        };

    private static string? Maintenance(DayLane lane, DateTimeOffset at) => lane.Windows.FirstOrDefault(w => w.From <= at && at < w.To) is { } window ? $"in maintenance: {window.Name}" : null;
}
