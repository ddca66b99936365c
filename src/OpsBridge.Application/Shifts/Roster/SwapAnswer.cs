namespace OpsBridge.Shifts.Roster;

/// <summary>Answer to anything that is done to a swap.</summary>
public abstract record SwapAnswer
{
    /// <summary>Stored.</summary>
    /// <param name="Id">Key of the swap.</param>
    /// <param name="State">Where it stands now.</param>
    public sealed record Done(Guid Id, SwapState State) : SwapAnswer;

    /// <summary>Nothing was stored, or the swap is void now.</summary>
    /// <param name="Why">One sentence for people.</param>
    public sealed record Refused(string Why) : SwapAnswer;

    /// <summary>No such swap or assignment.</summary>
    public sealed record NotFound : SwapAnswer;
}
