using System.Text.Json.Serialization;

namespace OpsBridge.Alerts;

/// <summary>
/// One step in the life of one alert: who moved it, from what to what, and why. Written in the transaction of the step
/// itself. The raise has no row; <see cref="Alert.RaisedAt"/> and <see cref="Alert.RaisedSeverity"/> tell it.
/// </summary>
public sealed record AlertTransition
{
    /// <summary>The alert.</summary>
    public required long AlertId { get; init; }

    /// <summary>1 for the first step after the raise, then without a gap: <see cref="Alert.Revision"/> after this step.</summary>
    public required int Revision { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What moved it.</summary>
    public required AlertTransitionKind Kind { get; init; }

    /// <summary>Account or key of the actor; null for OpsBridge itself.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>The actor's name at that time.</summary>
    public required string ActorName { get; init; }

    /// <summary>How it stood.</summary>
    public required AlertStanding Before { get; init; }

    /// <summary>How it stands now.</summary>
    public required AlertStanding After { get; init; }

    /// <summary>The reason, the comment, or the whole text of a note; at most 4000 characters.</summary>
    public string? Why { get; init; }

    /// <summary>The operator's action that it belongs to, one for all alerts of a bulk action; null for what nobody can undo.</summary>
    public Guid? ActionId { get; init; }

    /// <summary>What Undo puts back, as JSON; null for what nobody can undo.</summary>
    [JsonIgnore]
    public string? Restore { get; init; }
}
