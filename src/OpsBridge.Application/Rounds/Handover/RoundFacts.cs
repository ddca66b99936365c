using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Rounds.Handover;

/// <summary>
/// What a handover says of rounds: unfinished ones first, those carried over above all; those skipped or not done with the
/// reason; those with deviations; and in one line those that are plainly done.
/// </summary>
internal sealed class RoundFacts : IHandoverFacts
{
    /// <inheritdoc />
    public HandoverSection Section => HandoverSection.Tasks;

    /// <inheritdoc />
    public async Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct)
    {
        var words = await FactWords.OfAsync(db, span.DeskId, ct);
        var rounds = db.Set<Round>().AsNoTracking().Where(r => r.DeskId == span.DeskId);
        var open = await rounds.Where(r => (r.Stage == RoundStage.Planned || r.Stage == RoundStage.Taken) && r.DueAt < span.Until).OrderBy(r => r.DueAt).ToListAsync(ct);
        var ended = await rounds.Where(r => r.FinishedAt >= span.From && r.FinishedAt < span.Until).OrderBy(r => r.DueAt).ToListAsync(ct);
        var plain = ended.Count(r => r.Stage == RoundStage.Done);
        var facts = open.Select(r => Open(r, span, now, words)).Concat(ended.Where(r => r.Stage != RoundStage.Done).Select(r => Ended(r, now, words)))
            .OrderByDescending(f => f.Tone).ThenBy(f => f.Since).ToList();
        if (plain > 0)
        {
            facts.Add(new HandoverFact("rounds/done", $"{FactWords.Many(plain, "round")} done, everything as it should be") { Tone = FactTone.Quiet, Href = "/rounds?show=history" });
        }

        return new HandoverFactList([.. facts.Take(FactBook.Most)], facts.Count);
    }

    private static HandoverFact Open(Round round, HandoverSpan span, DateTimeOffset now, FactWords words)
    {
        var state = round.StateAt(now) switch
        {
            RoundState.Overdue => $"overdue since {words.Clock(round.OverdueAt, now)}",
            RoundState.InProgress => "in progress",
            _ => $"due {words.Clock(round.DueAt, now)}",
        };
        var carried = round.CarriedAt is not null;
        var fate = carried
            ? $"carried over from the shift before; counts as not done from {words.Clock(round.CarriedUntil!.Value, now)}"
            : round.EndsAt <= span.Until ? "will be carried over if it is not done before T" : "goes on after T";
        return new HandoverFact($"round/{round.Id}", $"{round.Name}: {state}")
        {
            Detail = fate,
            Owner = round.OwnerName,
            Since = round.DueAt,
            Tone = carried ? FactTone.Bad : round.StateAt(now) == RoundState.Overdue ? FactTone.Warn : FactTone.Plain,
            Href = $"/rounds/{round.Id}",
            Risk = carried ? "round carried over" : null,
        };
    }

    private static HandoverFact Ended(Round round, DateTimeOffset now, FactWords words) => new($"round/{round.Id}", round.Stage switch
    {
        RoundStage.Skipped => $"{round.Name}: skipped",
        RoundStage.NotDone => $"{round.Name}: carried over and not done",
        _ => $"{round.Name}: done with {FactWords.Many(round.Deviations, "deviation")}",
    })
    {
        Detail = round.Stage switch
        {
            RoundStage.Skipped => $"due {words.Clock(round.DueAt, now)} · “{round.Why}”",
            RoundStage.NotDone => $"due {words.Clock(round.DueAt, now)}",
            _ => $"{FactWords.Many(round.Steps, "step")}, finished {words.Clock(round.FinishedAt!.Value, now)}",
        },
        Owner = round.FinishedBy,
        Since = round.DueAt,
        Tone = round.Stage == RoundStage.NotDone ? FactTone.Bad : round.Stage == RoundStage.Skipped ? FactTone.Warn : FactTone.Plain,
        Href = $"/rounds/{round.Id}",
    };
}
