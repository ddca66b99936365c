using OpsBridge.Rounds;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>Rounds as rows of the timeline, one for each checklist: when each is due above, what was done below.</summary>
internal static class RoundLanes
{
    /// <summary>A row for each checklist with a round in the day.</summary>
    public static IEnumerable<DayRow> Of(IReadOnlyList<RoundRow> rounds, DayScale scale, ViewerTime time) => rounds.GroupBy(r => r.ChecklistId)
        .Select(g => (Last: g.Last(), Rounds: g.ToList())).OrderBy(g => g.Rounds[0].DueAt).ThenBy(g => g.Last.Name, StringComparer.OrdinalIgnoreCase)
        .Select(g => new DayRow("Rounds", $"rounds-{g.Last.ChecklistId}", g.Last.Name, g.Last.DeskName, $"/rounds/checklists/{g.Last.ChecklistId}")
        {
            Bars = () => Bars(g.Rounds, scale, time),
            Said = () => Said(g.Rounds, time),
            Entries = () => g.Rounds.Select(r => Entry(r, time)),
        });

    /// <summary>A round in words: "13:00 CET In progress, 2 of 6 steps, bob".</summary>
    public static string Words(RoundRow round, ViewerTime time) => string.Join(", ", new[]
    {
        $"Due {time.Show(round.DueAt)}: {RoundWords.Of(round.State).ToLowerInvariant()}", round.CarriedAt is null ? null : "carried over",
        round.State is RoundState.InProgress or RoundState.Overdue ? $"{round.Answered} of {RoundWords.Many(round.Steps, "step")}" : null,
        round.Deviations > 0 ? RoundWords.Many(round.Deviations, "deviation") : null, round.Why is { } why ? $"“{why}”" : null, round.FinishedBy ?? round.OwnerName,
    }.OfType<string>());

    private static IReadOnlyList<DayBar> Bars(List<RoundRow> rounds, DayScale scale, ViewerTime time) =>
    [
        .. DayBars.Merge(rounds.Where(r => r.OverdueAt > scale.From).Select(r => new DayBar(scale.Place(r.DueAt), scale.Place(r.OverdueAt), "plan", $"Due {time.Show(r.DueAt)}, open from {time.Show(r.OpensAt)}, overdue from {time.Show(r.OverdueAt)}")), "rounds"),
        .. DayBars.Merge(rounds.SelectMany(r => Done(r, scale, time)).OrderBy(b => b.Left), "rounds"),
    ];

    private static IEnumerable<DayBar> Done(RoundRow round, DayScale scale, ViewerTime time)
    {
        var until = round.FinishedAt ?? time.Now;
        if (round.State == RoundState.Overdue || (!round.IsOpen && round.State != RoundState.Skipped && round.FinishedAt > round.OverdueAt))
        {
            yield return new DayBar(scale.Place(round.OverdueAt), scale.Place(until), "overdue", Words(round, time));
        }

        if (round.State is RoundState.Skipped or RoundState.NotDone)
        {
            yield return new DayBar(scale.Place(round.DueAt), scale.Place(round.DueAt), round.State == RoundState.Skipped ? "missed intended" : "missed", Words(round, time));
        }
        else if (round.TakenAt is { } taken)
        {
            var look = round.State switch { RoundState.Done => "succeeded", RoundState.DoneWithDeviations => "deviating", _ => "running" };
            yield return new DayBar(scale.Place(taken), scale.Place(until), look, Words(round, time));
        }
    }

    private static string Said(List<RoundRow> rounds, ViewerTime time)
    {
        var open = rounds.Where(r => r.IsOpen && r.State != RoundState.Waiting).Select(r => Words(r, time));
        var next = rounds.Find(r => r.State == RoundState.Waiting);
        return $"{RoundWords.Many(rounds.Count(r => !r.IsOpen), "round")} ended. {string.Join("; ", open)} {(next is null ? "Nothing to come." : $"Next due {time.Show(next.DueAt)}.")}";
    }

    private static DayEntry Entry(RoundRow round, ViewerTime time) => new($"{round.Id}", round.DueAt, RoundWords.Tone(round.State), RoundWords.Of(round.State), $"/rounds/{round.Id}")
    {
        Name = round.Name,
        Sub = round.DeskName,
        StartedAt = round.TakenAt,
        Took = round.TakenAt is { } taken ? RunWords.Span((round.FinishedAt ?? time.Now) - taken) : "–",
        Notes = DayEntry.Join(
            round.CarriedAt is null ? null : "carried over", round.Deviations > 0 ? RoundWords.Many(round.Deviations, "deviation") : null, round.Why, round.IsOpen ? round.OwnerName : round.FinishedBy),
    };
}
