using OpsBridge.Alerts.Intake;

namespace OpsBridge.Ingest;

/// <summary>One part of a message that could not be read; its neighbours are not disturbed.</summary>
/// <param name="Index">Its place in the message, from 0.</param>
/// <param name="Reason">Why, in plain words.</param>
/// <param name="Offset">Where its bytes begin in the body.</param>
/// <param name="Length">How many bytes it has.</param>
internal sealed record Reject(int Index, string Reason, int Offset, int Length);

/// <summary>What a wire format's parser made of a body.</summary>
/// <param name="Events">What could be read, in the order of the message.</param>
/// <param name="Rejects">What could not; at most <see cref="MostRejects"/> of them are kept.</param>
internal sealed record ParsedEvents(IReadOnlyList<IncomingEvent> Events, IReadOnlyList<Reject> Rejects)
{
    /// <summary>The most events that one request may bring.</summary>
    public const int MostEvents = 20_000;

    /// <summary>The most rejects that are told apart; the rest is only counted.</summary>
    public const int MostRejects = 100;

    /// <summary>How many could not be read, also beyond <see cref="MostRejects"/>.</summary>
    public int Rejected { get; init; } = Rejects.Count;

    /// <summary>Why the whole body cannot be read; null when it can.</summary>
    public string? Unreadable { get; init; }

    /// <summary>True when the body brings more than <see cref="MostEvents"/>; nothing of it is taken.</summary>
    public bool TooMany { get; init; }

    /// <summary>A body of which nothing can be used.</summary>
    public static ParsedEvents Broken(string reason) => new([], []) { Unreadable = reason, Rejected = 1 };

    /// <summary>What went wrong, in one line for the sender; null when nothing did.</summary>
    public string? Complaint => Unreadable
        ?? (Rejected == 0 ? null : string.Join("; ", Rejects.Take(5).Select(r => $"{r.Index}: {r.Reason}")) + (Rejected > 5 ? $"; and {Rejected - 5} more" : ""));
}
