using System.Globalization;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>Something drawn in a lane of the timeline.</summary>
/// <param name="Left">Where it begins, 0 to 100.</param>
/// <param name="Right">Where it ends.</param>
/// <param name="Class">window, plan, out, or the run's state.</param>
/// <param name="Title">In words.</param>
/// <param name="Text">Written on it; null for nothing.</param>
public sealed record DayBar(double Left, double Right, string Class, string Title, string? Text = null)
{
    /// <summary>Place as inline style.</summary>
    public string Style => string.Create(CultureInfo.InvariantCulture, $"left:{Left:0.###}%;width:{Right - Left:0.###}%");
}

/// <summary>Draws a lane of the timeline: what was planned above, what happened below.</summary>
public static class DayBars
{
    /// <summary>Bars of the same look that are closer than this, in hundredths of the day, become one: nobody could tell them apart.</summary>
    private const double Gap = 0.12;

    /// <summary>Everything in the lane, backmost first.</summary>
    public static IReadOnlyList<DayBar> Of(DayLane lane, DayScale scale, ViewerTime time) =>
    [
        .. lane.Windows.Select(w => new DayBar(scale.Place(w.From), scale.Place(w.To), "window", $"Maintenance: {w.Name}, {time.Show(w.From)} to {time.Show(w.To)}")),
        .. Merge(Plans(lane, scale, time), "planned starts"),
        .. Merge(Runs(lane, scale, time), "runs"),
    ];

    private static IEnumerable<DayBar> Plans(DayLane lane, DayScale scale, ViewerTime time)
    {
        var length = lane.Typical ?? TimeSpan.FromMinutes(1);
        return lane.Runs.Where(r => r.Origin != RunOrigin.Person && scale.Holds(r.NominalAt))
            .Select(r => new DayBar(scale.Place(r.NominalAt), scale.Place(r.NominalAt + length), "plan", $"Planned {time.Show(r.NominalAt)}"))
            .Concat(lane.Planned.Select(p => p.ExcludedBy is { } why
                ? new DayBar(scale.Place(p.At), scale.Place(p.At), "out", $"{time.Show(p.At)} left out: {why}")
                : new DayBar(scale.Place(p.At), scale.Place(p.At + length), lane.IsPaused ? "plan paused" : "plan", $"Planned {time.Show(p.At)}{(lane.IsPaused ? ", but paused" : "")}")))
            .OrderBy(b => b.Left);
    }

    private static IEnumerable<DayBar> Runs(DayLane lane, DayScale scale, ViewerTime time) => lane.Runs.OrderBy(r => r.StartedAt ?? r.NominalAt).Select(r =>
    {
        var from = r.StartedAt ?? r.NominalAt;
        var to = r.StartedAt is null ? from : r.EndedAt ?? time.Now;
        var overlap = lane.Overlaps.GetValueOrDefault(r.Id);
        var look = $"{r.State.ToString().ToLowerInvariant()}{(r.State == RunState.Missed && RunWords.IsIntended(r) ? " intended" : "")}{(overlap is null ? "" : " overlap")}";
        return new DayBar(scale.Place(from), scale.Place(to), look, Words(r, overlap, time));
    });

    /// <summary>A run in words: "02:30 CET Succeeded, 5 min 02 s".</summary>
    public static string Words(RunBrief run, string? overlap, ViewerTime time) =>
        $"{time.Show(run.StartedAt ?? run.NominalAt)} {RunWords.State(run)}{(run.StartedAt is null ? "" : $", {RunWords.Took(run, time.Now)}")}{(RunWords.Cause(run) is { } cause ? $": {cause}" : "")}{(overlap is null ? "" : $", at the same time as {overlap}")}";

    /// <summary>Neighbours of the same look become one bar.</summary>
    internal static List<DayBar> Merge(IEnumerable<DayBar> bars, string what)
    {
        var drawn = new List<(DayBar Bar, int Count)>();
        foreach (var bar in bars)
        {
            if (drawn.Count > 0 && drawn[^1] is var (last, count) && last.Class == bar.Class && bar.Left - last.Right < Gap)
            {
                drawn[^1] = (last with { Right = Math.Max(last.Right, bar.Right) }, count + 1);
            }
            else
            {
                drawn.Add((bar, 1));
            }
        }

        return drawn.ConvertAll(d => d.Count == 1 ? d.Bar : d.Bar with { Title = $"{d.Count} {what} from {d.Bar.Title}" });
    }
}
