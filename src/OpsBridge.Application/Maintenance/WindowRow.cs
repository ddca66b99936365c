using OpsBridge.Identity;

namespace OpsBridge.Maintenance;

/// <summary>Where a window is in its life; computed, never stored.</summary>
public enum WindowState
{
    /// <summary>It hides alerts now.</summary>
    InForce,

    /// <summary>Flexible: the next failure starts it.</summary>
    Waiting,

    /// <summary>It will be in force.</summary>
    Planned,

    /// <summary>It will not be in force again.</summary>
    Over,

    /// <summary>It was called off.</summary>
    Cancelled,
}

/// <summary>One maintenance window as lists show it.</summary>
public sealed record WindowRow
{
    /// <summary>How far ahead <see cref="Upcoming"/> looks.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is done.</summary>
    public required string Name { get; init; }

    /// <summary>The plan, as <see cref="SaveWindow"/> takes it.</summary>
    public required WindowDetails Plan { get; init; }

    /// <summary>Name of the asset of its scope.</summary>
    public string? AssetName { get; init; }

    /// <summary>Name of the site of its scope.</summary>
    public string? SiteName { get; init; }

    /// <summary>Name of the window that starts it.</summary>
    public string? TriggerName { get; init; }

    /// <summary>The account that answers for it.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>The owner's name.</summary>
    public required string OwnerName { get; init; }

    /// <summary>Where it was in its life when it was read.</summary>
    public required WindowState State { get; init; }

    /// <summary>The stretch in force.</summary>
    public WindowStretch? Now { get; init; }

    /// <summary>The next stretch to come.</summary>
    public WindowStretch? Next { get; init; }

    /// <summary>Stretches of the next 14 days, the one in force included; at most 100.</summary>
    public IReadOnlyList<WindowStretch> Upcoming { get; init; } = [];

    /// <summary>When it was last changed (UTC).</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Row version.</summary>
    public uint Version { get; init; }

    /// <summary>Whether this actor may prolong, change or call it off.</summary>
    public bool MayChange(Actor actor) => Ownership.MayChange(OwnerId, actor);
}
