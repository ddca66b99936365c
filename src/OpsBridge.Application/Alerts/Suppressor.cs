using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>What hides an alert by design for now.</summary>
public enum SuppressorKind
{
    /// <summary>A silence.</summary>
    Silence,

    /// <summary>A maintenance window.</summary>
    Window,
}

/// <summary>A silence or a maintenance window that hides an alert right now.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Id">Its key.</param>
/// <param name="Name">Comment or name, for people.</param>
/// <param name="Until">When it ends (UTC).</param>
public sealed record Suppressor(SuppressorKind Kind, Guid Id, string Name, DateTimeOffset Until);

/// <summary>What a suppressor looks at.</summary>
/// <param name="Labels">The alert's labels.</param>
/// <param name="AssetId">The asset it is on.</param>
/// <param name="SiteId">The site of that asset.</param>
/// <param name="StartsAt">Since when the condition holds (UTC); flexible windows begin at the first failure.</param>
public readonly record struct SuppressionTarget(Labels Labels, Guid? AssetId, Guid? SiteId, DateTimeOffset StartsAt);

/// <summary>The silences and windows in force at one moment; immutable, safe to share between threads.</summary>
public interface ISuppressionSet
{
    /// <summary>When this set stops being true by itself, because something begins or ends (UTC); null for never.</summary>
    DateTimeOffset? ValidUntil { get; }

    /// <summary>What hides this alert now; empty when nothing does.</summary>
    IReadOnlyList<Suppressor> For(SuppressionTarget target);
}

/// <summary>Gives the board the silences and windows in force; implemented by the Maintenance slice.</summary>
public interface ISuppressions
{
    /// <summary>Live topics whose change makes a set obsolete.</summary>
    IReadOnlyList<string> Topics { get; }

    /// <summary>The set in force now; the same object as long as nothing changes, begins or ends.</summary>
    Task<ISuppressionSet> CurrentAsync(CancellationToken ct);
}
