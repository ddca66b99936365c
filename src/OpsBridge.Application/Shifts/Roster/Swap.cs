namespace OpsBridge.Shifts.Roster;

/// <summary>Where a swap stands.</summary>
public enum SwapState
{
    /// <summary>Waits for the colleague.</summary>
    Offered,

    /// <summary>The colleague agreed; waits for a supervisor.</summary>
    Accepted,

    /// <summary>Done.</summary>
    Approved,

    /// <summary>The colleague or a supervisor said no.</summary>
    Declined,

    /// <summary>Taken back.</summary>
    Withdrawn,

    /// <summary>What it names is no longer so.</summary>
    Void,
}

/// <summary>
/// Somebody gives a shift to a colleague, against one of theirs or for nothing. It names assignments by their keys, and
/// assignments never change: when one of them is gone, the swap is void.
/// </summary>
public sealed class Swap
{
    private Swap()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>What is given.</summary>
    public Guid GivenId { get; private init; }

    /// <summary>What is asked for in return; null for nothing.</summary>
    public Guid? ReturnId { get; private init; }

    /// <summary>Who gives.</summary>
    public Guid FromId { get; private init; }

    /// <summary>Who is asked.</summary>
    public Guid ToId { get; private init; }

    /// <summary>Where it stands.</summary>
    public SwapState State { get; private set; }

    /// <summary>When it was offered (UTC).</summary>
    public DateTimeOffset OfferedAt { get; private init; }

    /// <summary>When its state changed last (UTC).</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Why it is void or declined; null otherwise.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether anything can still come of it.</summary>
    public bool IsOpen => State is SwapState.Offered or SwapState.Accepted;

    /// <summary>Offers a shift.</summary>
    public static Swap Offer(Assignment given, Guid to, Guid? inReturn, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        GivenId = given.Id,
        ReturnId = inReturn,
        FromId = given.AccountId,
        ToId = to,
        OfferedAt = now,
        ChangedAt = now,
    };

    /// <summary>Moves on; the caller has looked whether it may.</summary>
    public void Become(SwapState state, DateTimeOffset now, string? reason = null) => (State, ChangedAt, Reason) = (state, now, reason);
}
