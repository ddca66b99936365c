using OpsBridge.Data;

namespace OpsBridge.Shifts.LogBook;

/// <summary>What somebody wants pinned.</summary>
/// <param name="Kind">Kind of a registered <see cref="IPinSource"/>, for example <c>alert</c>.</param>
/// <param name="Key">Its key there.</param>
public sealed record PinWish(string Kind, string Key);

/// <summary>One line of a snapshot.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">What it was, as text.</param>
public sealed record PinFact(string Name, string Value);

/// <summary>Something pinned to the log book, as it stood at that moment. Shown unchanged later, whatever became of the thing itself.</summary>
/// <param name="Kind">What it is, for example <c>alert</c>.</param>
/// <param name="Key">Its key.</param>
/// <param name="Title">One line.</param>
/// <param name="Href">Its live page within the console, beginning with "/".</param>
/// <param name="TakenAt">When the snapshot was taken (UTC).</param>
public sealed record PinSnapshot(string Kind, string Key, string Title, string Href, DateTimeOffset TakenAt)
{
    /// <summary>Severity word when it has one ("Critical").</summary>
    public string? Severity { get; init; }

    /// <summary>What it said.</summary>
    public IReadOnlyList<PinFact> Facts { get; init; } = [];

    /// <summary>The asset it is about.</summary>
    public Guid? AssetId { get; init; }
}

/// <summary>
/// Takes snapshots of one kind of thing. The slice that owns the thing registers it; the log book knows none of them by name.
/// </summary>
public interface IPinSource
{
    /// <summary>The kind of thing, unique; also the name of the link to it.</summary>
    string Kind { get; }

    /// <summary>The permission without which nobody sees such a thing, and so cannot pin it.</summary>
    string Permission { get; }

    /// <summary>The snapshot within the caller's transaction; null when there is no such thing.</summary>
    Task<PinSnapshot?> TakeAsync(OpsDbContext db, string key, DateTimeOffset now, CancellationToken ct);
}
