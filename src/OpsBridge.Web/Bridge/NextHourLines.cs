using OpsBridge.Jobs;
using OpsBridge.Jobs.Pings;
using OpsBridge.Rounds;
using OpsBridge.Ui;

namespace OpsBridge.Bridge;

/// <summary>The lines of the next hour, from jobs, reported jobs and rounds, in the words that their own pages use.</summary>
public static class NextHourLines
{
    private static readonly string?[] s_tones = ["critical", "major", "warning"];

    /// <summary>One list: what needs somebody by weight, what is under way, what comes by time, what is held.</summary>
    public static IReadOnlyList<NextHourLine> Of(JobBoardView jobs, IEnumerable<ReportedJobRow> reported, IEnumerable<RoundRow> rounds, ViewerTime time) =>
    [
        .. Jobs(jobs, time).Concat(reported.Select(r => Reported(r, time)).OfType<NextHourLine>()).Concat(rounds.Select(r => Round(r, time)))
            .OrderBy(l => l.Rank).ThenBy(l => l.Rank == NextHourRank.Needs ? Array.IndexOf(s_tones, l.Tone) : 0).ThenBy(l => l.At).ThenBy(l => l.Name, StringComparer.OrdinalIgnoreCase),
    ];

    private static IEnumerable<NextHourLine> Jobs(JobBoardView board, ViewerTime time) =>
    [
        .. board.Asking.Select(j => Run(j, time, "run it?", "warning")),
        .. board.Failed.Select(j => Run(j, time, "failed", "critical")),
        .. board.Missed.Select(j => Run(j, time, "missed", "major")),
        .. board.Late.Select(j => Run(j, time, "late", "major")),
        .. board.Running.Select(j => Run(j, time, "runs", null)),
        .. board.Due.Select(j => Waiting(NextHourRank.Due, j.Job, time.ShowShort(j.Job.NextAt!.Value), j.Job.AssetName, "job")),
        .. board.Held.Select(j => Waiting(NextHourRank.Held, j.Job, "–", JobText.Paused(j.Job, time), j.Job.Held ? "held" : "paused")),
    ];

    private static NextHourLine Waiting(NextHourRank rank, JobRow job, string when, string? detail, string word) =>
        new(rank, NextHourKind.Job, job.Id, job.NextAt ?? DateTimeOffset.MaxValue) { When = when, Name = job.Name, Detail = detail ?? "", Word = word, Href = $"/jobs/{job.Id}" };

    private static NextHourLine Run(BoardJob job, ViewerTime time, string word, string? tone)
    {
        var run = job.Run!;
        var works = run.State == RunState.Running;
        return new NextHourLine(tone is null ? NextHourRank.Now : NextHourRank.Needs, NextHourKind.Job, job.Job.Id, run.NominalAt)
        {
            When = works ? "now" : time.ShowShort(run.NominalAt),
            Name = job.Job.Name,
            Detail = works ? Said(job.Why, RunWords.Progress(run), run.Left(job.Job.Typical, time.Now) is { } left ? $"{RunWords.Span(left)} left" : null) : job.Why ?? RunWords.Says(run),
            Word = word,
            Tone = tone,
            Href = $"/jobs/runs/{run.Id}",
            Percent = works ? run.Percent : null,
        };
    }

    private static NextHourLine? Reported(ReportedJobRow job, ViewerTime time)
    {
        var (rank, at, when, tone, detail) = job.Word switch
        {
            ReportedJobWord.Down => (NextHourRank.Needs, job.StateSince, time.ShowShort(job.StateSince), "critical", job.Words),
            ReportedJobWord.Grace => (NextHourRank.Needs, job.ExpectedAt!.Value, time.ShowShort(job.ExpectedAt!.Value), "warning", job.DueAt is { } due ? $"down from {time.Show(due)}" : ""),
            ReportedJobWord.Started => (NextHourRank.Now, job.StartedAt!.Value, "now", null, $"since {time.Show(job.StartedAt!.Value)}"),
            ReportedJobWord.Paused => (NextHourRank.Held, DateTimeOffset.MaxValue, "–", null, PingWords.Paused(job, time)),
            _ => (NextHourRank.Due, job.ExpectedAt ?? DateTimeOffset.MaxValue, "", (string?)null, job.AssetName ?? ""),
        };
        return rank == NextHourRank.Due && job.ExpectedAt is null ? null : new NextHourLine(rank, NextHourKind.Reported, job.Id, at)
        {
            When = rank == NextHourRank.Due ? time.ShowShort(at) : when,
            Name = job.Title,
            Detail = detail,
            Word = rank == NextHourRank.Due ? "expected" : job.Word == ReportedJobWord.Started ? "runs" : PingWords.Of(job.Word).ToLowerInvariant(),
            Tone = tone,
            Href = $"/jobs/reported/{job.Id}",
        };
    }

    private static NextHourLine Round(RoundRow round, ViewerTime time)
    {
        var carried = round.CarriedAt is not null;
        var needs = carried || round.State == RoundState.Overdue;
        var works = round.State == RoundState.InProgress;
        var steps = round.State == RoundState.Waiting ? RoundWords.Many(round.Steps, "step") : $"{round.Answered} of {RoundWords.Many(round.Steps, "step")}";
        return new NextHourLine(needs ? NextHourRank.Needs : works ? NextHourRank.Now : NextHourRank.Due, NextHourKind.Round, round.Id, round.DueAt)
        {
            When = time.ShowShort(round.DueAt),
            Name = round.Name,
            Detail = Said(round.DeskName, round.OwnerName, steps, carried ? $"not done from {time.Show(round.CarriedUntil!.Value)}" : null),
            Word = carried ? "carried over" : needs ? "overdue" : works ? "in progress" : round.DueAt <= time.Now ? "due now" : "round",
            Tone = needs ? "major" : null,
            Href = $"/rounds/{round.Id}",
            Percent = works && round.Steps > 0 ? 100.0 * round.Answered / round.Steps : null,
        };
    }

    private static string Said(params string?[] parts) => string.Join(" · ", parts.Where(p => !string.IsNullOrEmpty(p)));
}
