using OpsBridge.Identity;

namespace OpsBridge.Alerts.Sources;

/// <summary>What is known of a source's life.</summary>
public enum SourceState
{
    /// <summary>Nothing ever came.</summary>
    Never,

    /// <summary>It speaks, or nobody watches its silence.</summary>
    Heard,

    /// <summary>It counts as dead.</summary>
    Silent,
}

/// <summary>One source as admins see it.</summary>
public sealed record SourceRow
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>What an admin said about it.</summary>
    public required SourceDetails Details { get; init; }

    /// <summary>Its keys, the newest first; never their secrets.</summary>
    public IReadOnlyList<ApiKeyRow> Keys { get; init; } = [];

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything came from it last (UTC); null for never.</summary>
    public DateTimeOffset? LastHeardAt { get; init; }

    /// <summary>Since when it counts as dead (UTC).</summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>Events of the last minute, about.</summary>
    public double PerMinute { get; init; }

    /// <summary>Events taken since it was made.</summary>
    public long Events { get; init; }

    /// <summary>Events refused because they were over its rate.</summary>
    public long Refused { get; init; }

    /// <summary>Messages of the last 24 hours that could not be read and wait in quarantine.</summary>
    public int Quarantined { get; init; }

    /// <summary>Its alerts that are not closed.</summary>
    public int OpenAlerts { get; init; }

    /// <summary>Our clock minus the sender's, in seconds; null while nothing told.</summary>
    public double? ClockOffset { get; init; }

    /// <summary>Row version; the ETag of the API.</summary>
    public required uint Version { get; init; }

    /// <summary>Whether it lives.</summary>
    public SourceState State => SilentSince is not null ? SourceState.Silent : LastHeardAt is null ? SourceState.Never : SourceState.Heard;

    /// <summary>What its clock, or its delivery, looks like; null while nothing is wrong with it.</summary>
    public ClockTrouble? Clock => ClockOffset switch
    {
        < -30 => new ClockTrouble(Ahead: true, TimeSpan.FromSeconds(-ClockOffset.Value)),
        > 600 => new ClockTrouble(Ahead: false, TimeSpan.FromSeconds(ClockOffset.Value)),
        _ => null,
    };
}

/// <summary>A sender whose times cannot be right.</summary>
/// <param name="Ahead">True when its clock is ahead of ours; else its clock is behind, or its events come late.</param>
/// <param name="By">By how much.</param>
public sealed record ClockTrouble(bool Ahead, TimeSpan By);
