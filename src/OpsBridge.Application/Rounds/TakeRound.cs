using OpsBridge.Identity;

namespace OpsBridge.Rounds;

/// <summary>Answer of what a person does with a whole round.</summary>
public abstract record RoundResult
{
    /// <summary>Done.</summary>
    /// <param name="State">Where the round is now.</param>
    public sealed record Done(RoundState State) : RoundResult;

    /// <summary>No such round.</summary>
    public sealed record NotFound : RoundResult;

    /// <summary>It cannot be done yet.</summary>
    /// <param name="OpensAt">From when (UTC).</param>
    public sealed record NotYet(DateTimeOffset OpensAt) : RoundResult;

    /// <summary>It is over already.</summary>
    /// <param name="State">How it ended.</param>
    /// <param name="By">Who ended it; null for OpsBridge.</param>
    public sealed record Over(RoundState State, string? By) : RoundResult;

    /// <summary>Rounds are done by the watch.</summary>
    /// <param name="Desk">The desk whose watch has to be taken first.</param>
    public sealed record NotOnWatch(string Desk) : RoundResult;

    /// <summary>Steps are not answered yet.</summary>
    /// <param name="Titles">Which.</param>
    public sealed record Missing(IReadOnlyList<string> Titles) : RoundResult;

    /// <summary>The reason is missing or too long.</summary>
    /// <param name="Reason">What is wrong.</param>
    public sealed record Invalid(string Reason) : RoundResult;
}

/// <summary>Somebody on watch takes a round: from then on others see who is at it. Others may still help.</summary>
public sealed class TakeRound(RoundChange change)
{
    /// <summary>Takes it.</summary>
    public Task<RoundResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.DoRounds);
        return change.ApplyAsync<RoundResult>(
            id,
            new RoundResult.NotFound(),
            async hand =>
            {
                if (await RefuseAsync(hand, actor, ct) is { } refused)
                {
                    return refused;
                }

                var before = hand.Round.OwnerName;
                if (hand.Round.Take(actor, hand.Now))
                {
                    hand.Tell(actor, "taken", before is null || before == actor.Name ? $"took the round {hand.Round.Name}" : $"took the round {hand.Round.Name} from {before}");
                }

                return new RoundResult.Done(hand.Round.StateAt(hand.Now));
            },
            ct);
    }

    /// <summary>Why nobody, or not this person, can work on it now; null when they can.</summary>
    internal static async Task<RoundResult?> RefuseAsync(RoundInHand hand, Actor actor, CancellationToken ct)
    {
        var (round, now) = (hand.Round, hand.Now);
        return round switch
        {
            { IsOpen: false } => new RoundResult.Over(round.StateAt(now), round.FinishedBy),
            _ when now < round.OpensAt => new RoundResult.NotYet(round.OpensAt),
            _ when !await hand.IsOnWatchAsync(actor, ct) => new RoundResult.NotOnWatch(await hand.DeskNameAsync(ct)),
            _ => null,
        };
    }
}
