using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <summary>An operator writes down what they saw or did.</summary>
public sealed class NoteAlert(AlertChange change)
{
    private const int MaxLength = 4000;

    /// <summary>Adds a note of 1 to 4000 characters; also on a closed alert, because insight often comes later.</summary>
    public async Task<NoteResult> HandleAsync(long alertId, string text, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.HandleAlerts);
        if (string.IsNullOrWhiteSpace(text) || text.Trim().Length > MaxLength)
        {
            return new NoteResult.Invalid("Write 1 to 4000 characters.");
        }

        return await change.ApplyAsync<NoteResult>(
            alertId,
            AlertTransitionKind.Noted,
            actor,
            new NoteResult.NotFound(),
            (alert, _) =>
            {
                alert.Note(text);
                return (new NoteResult.Done(), AlertChange.Happened(alert, "noted", "noted on") with { Why = text.Replace('\0', ' ') });
            },
            ct);
    }
}
