namespace OpsBridge.Shifts.Handover;

/// <summary>One handover as lists show it.</summary>
public sealed record HandoverRow
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>The desk.</summary>
    public required Guid DeskId { get; init; }

    /// <summary>Its name.</summary>
    public required string DeskName { get; init; }

    /// <summary>"Early → Late".</summary>
    public required string Shifts { get; init; }

    /// <summary>T (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How far it is.</summary>
    public required HandoverState State { get; init; }

    /// <summary>Who reads or has accepted it.</summary>
    public string? Reviewer { get; init; }

    /// <summary>Who signed for those going off.</summary>
    public string? SignedBy { get; init; }

    /// <summary>When the watch passed (UTC).</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>Hash of its sealed record.</summary>
    public string? Hash { get; init; }

    /// <summary>How often it was prepared.</summary>
    public int Round { get; init; }
}

/// <summary>A desk and what is to be handed over there.</summary>
/// <param name="DeskId">The desk.</param>
/// <param name="Name">Its name.</param>
/// <param name="Holder">Who answers for it; null for nobody.</param>
/// <param name="OnWatch">How many are on watch.</param>
/// <param name="Open">Its open handover; null when there is none.</param>
/// <param name="MayOpen">Whether the asker may open one by hand.</param>
public sealed record DeskHandover(Guid DeskId, string Name, string? Holder, int OnWatch, HandoverRow? Open, bool MayOpen);

/// <summary>Every desk, and the handovers that are over, newest first.</summary>
public sealed record HandoverOverview(IReadOnlyList<DeskHandover> Desks, IReadOnlyList<HandoverRow> Past);

/// <summary>
/// One handover as its page shows it. The case in it is the same pure object that decides the steps, so the page shows the very
/// reasons that a step would be refused with.
/// </summary>
/// <param name="Case">Head, papers, surroundings.</param>
/// <param name="DeskName">Name of the desk.</param>
/// <param name="Zone">The desk's zone.</param>
/// <param name="Transfers">What changed hands, of a sealed one; empty before.</param>
/// <param name="SealedRisks">The risks that were seen on Accept, of a sealed one.</param>
/// <param name="Previous">The desk's sealed handover before this one; null for the first.</param>
public sealed record HandoverView(
    HandoverCase Case, string DeskName, string Zone, IReadOnlyList<SealedTransfer> Transfers, IReadOnlyList<string>? SealedRisks, HandoverRow? Previous)
{
    /// <summary>Its head.</summary>
    public WatchHandover Head => Case.Head;

    /// <summary>Whether the record is sealed.</summary>
    public bool IsSealed => HandoverLife.Sealed.Contains(Head.State);

    /// <summary>Why it is one of higher risk.</summary>
    public IReadOnlyList<string> Risks => SealedRisks ?? Case.Risks();
}
