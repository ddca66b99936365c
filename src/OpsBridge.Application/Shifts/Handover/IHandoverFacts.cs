using OpsBridge.Data;

namespace OpsBridge.Shifts.Handover;

/// <summary>The stretch of time that a handover tells of, half open: an event at <see cref="Until"/> belongs to the next shift.</summary>
/// <param name="DeskId">The desk.</param>
/// <param name="From">The cut of the handover before (UTC), included.</param>
/// <param name="Until">T, the cut (UTC), excluded. Before T has come, facts are those of now.</param>
/// <param name="NextUntil">The end of the next shift (UTC), for what falls due in it.</param>
public sealed record HandoverSpan(Guid DeskId, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset NextUntil);

/// <summary>How a fact wants to be seen.</summary>
public enum FactTone
{
    /// <summary>Nothing to see to.</summary>
    Quiet,

    /// <summary>Worth knowing.</summary>
    Plain,

    /// <summary>Needs care.</summary>
    Warn,

    /// <summary>Hurts now.</summary>
    Bad,
}

/// <summary>One fact of a section. All texts are shown as text, whatever they hold.</summary>
/// <param name="Key">Stable while the thing lives, for example <c>alert/42</c>: what people wrote about it is kept under this key.</param>
/// <param name="Title">One line.</param>
public sealed record HandoverFact(string Key, string Title)
{
    /// <summary>More words, one or two lines; null for none.</summary>
    public string? Detail { get; init; }

    /// <summary>Severity word of an alert ("Critical"); null for things without one.</summary>
    public string? Severity { get; init; }

    /// <summary>How it wants to be seen.</summary>
    public FactTone Tone { get; init; } = FactTone.Plain;

    /// <summary>Address within the console, beginning with "/"; null when it has no page.</summary>
    public string? Href { get; init; }

    /// <summary>Since when (UTC).</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Who owns it, by name; null for nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>What happened to it and what was tried, from the records; null where that makes no sense.</summary>
    public string? Background { get; init; }

    /// <summary>Whether those going off must say what they make of it and what to do next (assessment, recommendation).</summary>
    public bool NeedsJudgement { get; init; }

    /// <summary>Words for the higher-risk flag, for example "critical open" or "window spans T"; null when it raises none.</summary>
    public string? Risk { get; init; }
}

/// <summary>Facts for one section from one slice.</summary>
/// <param name="Facts">Worst first; at most 500 are shown, so name the number of all in <paramref name="Total"/>.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record HandoverFactList(IReadOnlyList<HandoverFact> Facts, int Total)
{
    /// <summary>Nothing to tell.</summary>
    public static HandoverFactList None { get; } = new([], 0);
}

/// <summary>
/// What a slice tells a handover. The slice registers one or more of these; Shifts knows none of them by name. Facts are read
/// again and again until T and are frozen then, in one repeatable-read transaction over all slices.
/// </summary>
public interface IHandoverFacts
{
    /// <summary>The section it belongs to; several slices may fill one.</summary>
    HandoverSection Section { get; }

    /// <summary>Reads the facts.</summary>
    /// <param name="db">Context within the reader's transaction; read only.</param>
    /// <param name="span">What the handover tells of.</param>
    /// <param name="now">The moment of reading (UTC), T at the latest.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<HandoverFactList> ReadAsync(OpsDbContext db, HandoverSpan span, DateTimeOffset now, CancellationToken ct);
}
