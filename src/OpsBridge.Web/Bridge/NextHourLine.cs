using OpsBridge.Jobs;
using OpsBridge.Ui;

namespace OpsBridge.Bridge;

/// <summary>One line of the panel of the next hour.</summary>
/// <param name="Key">Identity.</param>
/// <param name="When">"now", or the time.</param>
/// <param name="Name">What.</param>
/// <param name="Detail">Quiet words.</param>
/// <param name="Word">Last word: late, failed, job.</param>
/// <param name="Tone">Colour of that word; null for quiet.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Percent">How far it is; null when that is not known.</param>
public sealed record NextHourLine(string Key, string When, string Name, string Detail, string Word, string? Tone, string Href, double? Percent = null)
{
    /// <summary>The lines of the jobs: what needs somebody, what runs, what is held, what is due.</summary>
    public static IReadOnlyList<NextHourLine> Of(JobBoardView board, ViewerTime time) =>
    [
        .. board.Asking.Select(j => Line(j, time, "run it?", "warning")),
        .. board.Failed.Select(j => Line(j, time, "failed", "critical")),
        .. board.Missed.Select(j => Line(j, time, "missed", "major")),
        .. board.Late.Select(j => Line(j, time, "late", "major")),
        .. board.Running.Select(j => Line(j, time, "runs", null)),
        .. board.Due.Select(j => new NextHourLine($"{j.Job.Id}", time.ShowShort(j.Job.NextAt!.Value), j.Job.Name, j.Job.AssetName ?? "", "job", null, $"/jobs/{j.Job.Id}")),
        .. board.Held.Select(j => new NextHourLine($"{j.Job.Id}", "–", j.Job.Name, JobText.Paused(j.Job, time) ?? "", j.Job.Held ? "held" : "paused", null, $"/jobs/{j.Job.Id}")),
    ];

    private static NextHourLine Line(BoardJob job, ViewerTime time, string word, string? tone)
    {
        var run = job.Run!;
        var detail = run.State == RunState.Running
            ? string.Join(" · ", new[] { job.Why, RunWords.Progress(run), run.Left(job.Job.Typical, time.Now) is { } left ? $"{RunWords.Span(left)} left" : null }.OfType<string>())
            : job.Why ?? RunWords.Says(run);
        return new NextHourLine($"{job.Job.Id}", run.State == RunState.Running ? "now" : time.ShowShort(run.NominalAt), job.Job.Name, detail, word, tone, $"/jobs/runs/{run.Id}", run.State == RunState.Running ? run.Percent : null);
    }
}
