using OpsBridge.Identity;

namespace OpsBridge.Alerts.Intake;

/// <summary>The one door for events of outside tools.</summary>
public interface IEventIntake
{
    /// <summary>Takes a batch: returns when it is on disk, or at once when it cannot be taken. Demands <see cref="Permissions.ReportAlerts"/>.</summary>
    Task<IntakeResult> TakeAsync(SourceProfile source, IReadOnlyList<IncomingEvent> events, Actor actor, CancellationToken ct);

    /// <summary>Keeps a message that could not be read, with the reason and its bytes (cut at 64 KiB), for an admin to look at.</summary>
    Task QuarantineAsync(SourceProfile source, PoisonMessage message, Actor actor, CancellationToken ct);
}

/// <summary>A message that could not be read.</summary>
/// <param name="Format">Wire format, for example <c>alertmanager</c>.</param>
/// <param name="Reason">Why, in plain words.</param>
/// <param name="Raw">Its bytes.</param>
public sealed record PoisonMessage(string Format, string Reason, ReadOnlyMemory<byte> Raw);

/// <summary>Finds the source that a caller stands for.</summary>
public interface ISourceDirectory
{
    /// <summary>The source whose key the actor used; a profile with the default mapping, named after the format, when the key belongs to none.</summary>
    ValueTask<SourceProfile> FindAsync(Actor actor, string format, CancellationToken ct);
}
