using OpsBridge.Alerts.Sources;

namespace OpsBridge.Alerts.Intake;

/// <summary>What the intake needs to know of the source of an event: an immutable value, resolved once per request.</summary>
/// <param name="Id">The configured source; null for a key that belongs to none.</param>
/// <param name="Name">Its name, shown on its alerts; 1 to 60 characters.</param>
public sealed record SourceProfile(Guid? Id, string Name)
{
    /// <summary>How long a firing alert holds without being sent again where the sender gives no end (Alertmanager's <c>resolve_timeout</c>).</summary>
    public TimeSpan ResolveTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The worst severity that this source may raise; worse ones are lowered to it.</summary>
    public AlertSeverity SeverityCap { get; init; } = AlertSeverity.Critical;

    /// <summary>How much it may send; null for no limit of its own (<see cref="SourceRate"/>).</summary>
    public SourceRateLimit? Rate { get; init; }

    /// <summary>Turns an event into the signal that the alerts understand. Pure; configured mappings replace it.</summary>
    public Func<IncomingEvent, AlertSignal> Map { get; init; } = static _ => throw new InvalidOperationException("The source has no mapping.");
}
