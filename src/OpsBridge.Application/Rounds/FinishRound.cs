using OpsBridge.Assets;
using OpsBridge.Identity;

namespace OpsBridge.Rounds;

/// <summary>Finishes a round of which every step is answered.</summary>
public sealed class FinishRound(RoundChange change)
{
    /// <summary>Finishes it.</summary>
    public Task<RoundResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.DoRounds);
        return change.ApplyAsync<RoundResult>(
            id,
            new RoundResult.NotFound(),
            async hand => await TakeRound.RefuseAsync(hand, actor, ct) ?? await FinishAsync(hand, actor, ct),
            ct);
    }

    private static async Task<RoundResult> FinishAsync(RoundInHand hand, Actor actor, CancellationToken ct)
    {
        var readings = await hand.ReadingsAsync(ct);
        var missing = (await hand.DetailsAsync(ct)).Steps.Where(s => !readings.Any(r => r.StepId == s.Id)).Select(s => s.Title).ToList();
        if (missing.Count > 0)
        {
            return new RoundResult.Missing(missing);
        }

        var deviations = readings.Count(r => r.Deviates);
        hand.Round.Finish(deviations, actor, hand.Now);
        await hand.ClearOverdueAsync(ct);
        hand.Tell(actor, "done", deviations == 0 ? $"finished the round {hand.Round.Name}" : $"finished the round {hand.Round.Name} with {deviations} of {hand.Round.Steps} steps not as they should be", new { hand.Round.Steps, deviations });
        return new RoundResult.Done(hand.Round.StateAt(hand.Now));
    }
}

/// <summary>Leaves a round out on purpose, with a reason.</summary>
public sealed class SkipRound(RoundChange change)
{
    /// <summary>Skips it.</summary>
    /// <param name="id">The round.</param>
    /// <param name="why">The reason, 1 to <see cref="Round.MaxWhy"/> characters.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<RoundResult> HandleAsync(Guid id, string? why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.DoRounds);
        return change.ApplyAsync<RoundResult>(
            id,
            new RoundResult.NotFound(),
            async hand =>
            {
                if (!PlainText.IsLine(why, 1, Round.MaxWhy))
                {
                    return new RoundResult.Invalid($"Say why in 1 to {Round.MaxWhy} characters on one line.");
                }

                if (await TakeRound.RefuseAsync(hand, actor, ct) is { } refused)
                {
                    return refused;
                }

                hand.Round.Skip(why!.Trim(), actor, hand.Now);
                await hand.ClearOverdueAsync(ct);
                hand.Tell(actor, "skipped", $"skipped the round {hand.Round.Name}", why: why);
                return new RoundResult.Done(RoundState.Skipped);
            },
            ct);
    }
}
