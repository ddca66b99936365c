using Npgsql;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>What an operator can do to alerts from a page; every answer is in words, also when the database is away.</summary>
public interface IAlertActions
{
    /// <summary>Acknowledges one alert; the note is optional.</summary>
    Task<AlertAnswer> AcknowledgeAsync(AlertRow row, string? note, CancellationToken ct);

    /// <summary>Acknowledges each of several and sums up.</summary>
    Task<AlertAnswer> AcknowledgeAllAsync(IReadOnlyList<AlertRow> rows, string? note, CancellationToken ct);

    /// <summary>Makes it the viewer's.</summary>
    Task<AlertAnswer> TakeAsync(AlertRow row, CancellationToken ct);

    /// <summary>Writes a note of 1 to 4000 characters.</summary>
    Task<AlertAnswer> NoteAsync(AlertRow row, string text, CancellationToken ct);

    /// <summary>Closes it; the reason is optional.</summary>
    Task<AlertAnswer> CloseAsync(AlertRow row, string? why, CancellationToken ct);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record AlertVerbs(AcknowledgeAlert Acknowledge, TakeAlert Take, NoteAlert Note, CloseAlert Close);

/// <inheritdoc cref="IAlertActions"/>
public sealed class AlertActions(AlertVerbs verbs, CurrentActor current, ViewerTime time) : IAlertActions
{
    /// <inheritdoc />
    public Task<AlertAnswer> AcknowledgeAsync(AlertRow row, string? note, CancellationToken ct) =>
        TryAsync(async actor => AlertWords.Of(await verbs.Acknowledge.HandleAsync(row.Id, note, actor, ct), row, actor.Name, time));

    /// <inheritdoc />
    public Task<AlertAnswer> AcknowledgeAllAsync(IReadOnlyList<AlertRow> rows, string? note, CancellationToken ct) => TryAsync(async actor =>
    {
        var outcomes = new List<BulkOutcome>(rows.Count);
        foreach (var row in rows)
        {
            outcomes.Add(new BulkOutcome(row, await verbs.Acknowledge.HandleAsync(row.Id, note, actor, ct)));
        }

        return AlertWords.Of(outcomes, actor.Name);
    });

    /// <inheritdoc />
    public Task<AlertAnswer> TakeAsync(AlertRow row, CancellationToken ct) =>
        TryAsync(async actor => AlertWords.Of(await verbs.Take.HandleAsync(row.Id, actor, ct)));

    /// <inheritdoc />
    public Task<AlertAnswer> NoteAsync(AlertRow row, string text, CancellationToken ct) =>
        TryAsync(async actor => AlertWords.Of(await verbs.Note.HandleAsync(row.Id, text, actor, ct)));

    /// <inheritdoc />
    public Task<AlertAnswer> CloseAsync(AlertRow row, string? why, CancellationToken ct) =>
        TryAsync(async actor => AlertWords.Of(await verbs.Close.HandleAsync(row.Id, why, actor, ct)));

    private async Task<AlertAnswer> TryAsync(Func<Actor, Task<AlertAnswer>> act)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return new("Your role does not allow this. Ask an administrator.", "warning");
        }
        catch (Exception exception) when (IsDatabase(exception))
        {
            return new("The database does not answer. Look at the alert again when it does: it may or may not have been saved.", "critical");
        }
    }

    private static bool IsDatabase(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is NpgsqlException or TimeoutException)
            {
                return true;
            }
        }

        return false;
    }
}
