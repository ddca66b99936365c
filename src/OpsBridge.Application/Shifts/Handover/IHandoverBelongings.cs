using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Handover;

/// <summary>Where an open thing goes when its owner goes off watch.</summary>
public enum TransferTo
{
    /// <summary>To the one who answers for the desk next.</summary>
    Watch,

    /// <summary>To a named person who is on watch after T.</summary>
    Person,

    /// <summary>Back to the pool: nobody owns it, everybody sees it as unhandled.</summary>
    Pool,
}

/// <summary>Something open that a person owns: an alert, a shelf, a silence, an ongoing entry, a task.</summary>
/// <param name="Kind">One word for people, in the singular, for example "alert"; also the key of its owner slice.</param>
/// <param name="Key">Stable key within its kind.</param>
/// <param name="Title">One line.</param>
/// <param name="OwnerId">Who owns it.</param>
/// <param name="OwnerName">That person's name.</param>
/// <param name="Href">Its page.</param>
public sealed record Belonging(string Kind, string Key, string Title, Guid OwnerId, string OwnerName, string Href)
{
    /// <summary>Where it goes when nobody decided, because it came after the signature: to the watch, or, for what must be accepted by name, to the pool.</summary>
    public TransferTo Undecided { get; init; } = TransferTo.Watch;
}

/// <summary>The decision about one belonging.</summary>
/// <param name="Key">Its key within its kind.</param>
/// <param name="To">Where it goes.</param>
/// <param name="PersonId">The new owner; null for the pool.</param>
/// <param name="PersonName">That person's name.</param>
public sealed record Transfer(string Key, TransferTo To, Guid? PersonId, string? PersonName);

/// <summary>
/// What a slice moves when a watch is handed over. Everything of all slices moves in one transaction, together with the
/// signatures; when one fails, nothing moved and the old watch stays responsible.
/// </summary>
public interface IHandoverBelongings
{
    /// <summary>The kind of thing it moves (<see cref="Belonging.Kind"/>), unique.</summary>
    string Kind { get; }

    /// <summary>Everything open that these people own, worst first; locked against change until the transaction ends when <paramref name="lockThem"/>.</summary>
    Task<IReadOnlyList<Belonging>> OwnedByAsync(OpsDbContext db, IReadOnlyCollection<Guid> owners, bool lockThem, CancellationToken ct);

    /// <summary>Moves them within the caller's transaction, each with its timeline entry.</summary>
    Task MoveAsync(OpsDbContext db, IReadOnlyCollection<Transfer> transfers, Actor actor, DateTimeOffset now, CancellationToken ct);
}
