namespace OpsBridge.Shifts.Handover;

/// <summary>What a step did.</summary>
public abstract record HandoverOutcome
{
    private HandoverOutcome()
    {
    }

    /// <summary>Done.</summary>
    /// <param name="Version">Of a text: its version now; else 0.</param>
    public sealed record Done(int Version = 0) : HandoverOutcome;

    /// <summary>Not possible as it stands; nothing changed.</summary>
    /// <param name="Reasons">Plain words, at least one.</param>
    public sealed record Refused(IReadOnlyList<string> Reasons) : HandoverOutcome
    {
        /// <summary>For one reason.</summary>
        public Refused(string reason)
            : this([reason])
        {
        }
    }

    /// <summary>Somebody else saved another version of the text meanwhile; nothing changed. The writer sees both and decides.</summary>
    /// <param name="Theirs">The text as it stands.</param>
    public sealed record Overtaken(HandoverText Theirs) : HandoverOutcome;

    /// <summary>The password was wrong; it counts towards the lock-out.</summary>
    public sealed record NotProved(string Reason) : HandoverOutcome;

    /// <summary>No such handover.</summary>
    public sealed record NotFound : HandoverOutcome;
}
