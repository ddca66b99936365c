using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>Why somebody should look at a silence or window.</summary>
public enum ReviewReason
{
    /// <summary>It hides a critical alert that fires, for more than an hour.</summary>
    HidesCritical,

    /// <summary>It ends within two hours.</summary>
    EndsSoon,

    /// <summary>Its owner's account is disabled, or the key revoked or expired.</summary>
    OwnerGone,

    /// <summary>Its owner has not signed in, or the key has not been used, for a day.</summary>
    OwnerAway,

    /// <summary>It has hidden nothing for more than a day.</summary>
    HidesNothing,

    /// <summary>A recurring window that recurs no more within 14 days.</summary>
    SeriesEnds,
}

/// <summary>One silence or window that somebody should look at.</summary>
public sealed record ReviewRow
{
    /// <summary>Silence or window.</summary>
    public required SuppressorKind Kind { get; init; }

    /// <summary>Its key.</summary>
    public required Guid Id { get; init; }

    /// <summary>Comment or name.</summary>
    public required string Name { get; init; }

    /// <summary>Conditions on labels.</summary>
    public required IReadOnlyList<Matcher> Matchers { get; init; }

    /// <summary>Whether it hides alerts now; a recurring window may be between two of its times.</summary>
    public required bool InForce { get; init; }

    /// <summary>Since when it is in force (UTC).</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it ends, or recurs no more (UTC).</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The account or key that answers for it.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>The owner's name.</summary>
    public required string OwnerName { get; init; }

    /// <summary>Why, worst first.</summary>
    public required IReadOnlyList<ReviewReason> Reasons { get; init; }

    /// <summary>What it hides now.</summary>
    public required HiddenBy Hides { get; init; }

    /// <summary>Whether this actor may prolong it.</summary>
    public bool MayChange(Identity.Actor actor) => Ownership.MayChange(OwnerId, actor);
}
