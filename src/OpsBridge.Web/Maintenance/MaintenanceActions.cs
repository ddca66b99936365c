using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Maintenance;

/// <summary>What an operator can do to silences and windows from a page; every answer is in words, also when the database is away.</summary>
public interface IMaintenanceActions
{
    /// <summary>Stores a new silence.</summary>
    Task<SaveAnswer> SaveAsync(SilenceDetails details);

    /// <summary>Stores a new window, or another plan of a known one.</summary>
    Task<SaveAnswer> SaveAsync(WindowRow? known, WindowDetails details);

    /// <summary>Ends it now: a silence for good, a window for this time.</summary>
    Task<AlertAnswer> EndAsync(SuppressorKind kind, Guid id);

    /// <summary>Moves its end.</summary>
    Task<AlertAnswer> ExtendAsync(SuppressorKind kind, Guid id, DateTimeOffset until);

    /// <summary>Makes the viewer answer for it.</summary>
    Task<AlertAnswer> TakeOverAsync(SuppressorKind kind, Guid id);

    /// <summary>Calls a window off for good.</summary>
    Task<AlertAnswer> CancelAsync(Guid windowId);
}

/// <summary>How saving ended.</summary>
/// <param name="Id">Its key; null when nothing was stored.</param>
/// <param name="Errors">Plain words by field.</param>
/// <param name="Problem">Why nothing was stored, where no field is to blame.</param>
public sealed record SaveAnswer(Guid? Id, IReadOnlyDictionary<string, string> Errors, string? Problem)
{
    /// <summary>Stored.</summary>
    public static SaveAnswer Done(Guid id) => new(id, new Dictionary<string, string>(StringComparer.Ordinal), null);

    /// <summary>Refused for its fields.</summary>
    public static SaveAnswer Invalid(IReadOnlyDictionary<string, string> errors) => new(null, errors, null);

    /// <summary>Refused.</summary>
    public static SaveAnswer Refused(string problem) => new(null, new Dictionary<string, string>(StringComparer.Ordinal), problem);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record MaintenanceVerbs(
    SaveSilence SaveSilence, ExpireSilence Expire, ExtendSilence ExtendSilence, WindowVerbs Windows, TakeOwnership TakeOver);

/// <summary>The use cases of windows.</summary>
public sealed record WindowVerbs(SaveWindow Save, EndWindow End, ExtendWindow Extend, CancelWindow Cancel);

/// <inheritdoc cref="IMaintenanceActions"/>
public sealed class MaintenanceActions(MaintenanceVerbs verbs, CurrentActor current, ViewerTime time) : IMaintenanceActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // a change that was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<SaveAnswer> SaveAsync(SilenceDetails details) => TryAsync(
        async actor => await verbs.SaveSilence.HandleAsync(null, details, actor, s_toTheEnd) switch
        {
            SaveSilenceResult.Saved saved => SaveAnswer.Done(saved.Id),
            SaveSilenceResult.Invalid invalid => SaveAnswer.Invalid(invalid.Errors),
            _ => SaveAnswer.Refused("It was not stored."),
        },
        SaveAnswer.Refused);

    /// <inheritdoc />
    public Task<SaveAnswer> SaveAsync(WindowRow? known, WindowDetails details) => TryAsync(
        async actor => await verbs.Windows.Save.HandleAsync(known?.Id, known?.Version ?? 0, details, actor, s_toTheEnd) switch
        {
            SaveWindowResult.Saved saved => SaveAnswer.Done(saved.Id),
            SaveWindowResult.Invalid invalid => SaveAnswer.Invalid(invalid.Errors),
            SaveWindowResult.Stale => SaveAnswer.Refused("Somebody changed this window while you were editing. Open it again; nothing of yours is stored yet."),
            SaveWindowResult.Cancelled => SaveAnswer.Refused("This window was called off meanwhile. Plan a new one."),
            SaveWindowResult.NotYours other => SaveAnswer.Refused($"{other.Owner} answers for this window. Ask them, or a supervisor."),
            _ => SaveAnswer.Refused("There is no such window any more."),
        },
        SaveAnswer.Refused);

    /// <inheritdoc />
    public Task<AlertAnswer> EndAsync(SuppressorKind kind, Guid id) => SayAsync(async actor => kind == SuppressorKind.Silence
        ? MaintenanceWords.Of(await verbs.Expire.HandleAsync(id, actor, s_toTheEnd), time)
        : MaintenanceWords.Of(await verbs.Windows.End.HandleAsync(id, actor, s_toTheEnd)));

    /// <inheritdoc />
    public Task<AlertAnswer> ExtendAsync(SuppressorKind kind, Guid id, DateTimeOffset until) => SayAsync(async actor => MaintenanceWords.Of(
        kind == SuppressorKind.Silence
            ? await verbs.ExtendSilence.HandleAsync(id, until, actor, s_toTheEnd)
            : await verbs.Windows.Extend.HandleAsync(id, until, actor, s_toTheEnd),
        time));

    /// <inheritdoc />
    public Task<AlertAnswer> TakeOverAsync(SuppressorKind kind, Guid id) =>
        SayAsync(async actor => MaintenanceWords.Of(await verbs.TakeOver.HandleAsync(kind, id, actor, s_toTheEnd)));

    /// <inheritdoc />
    public Task<AlertAnswer> CancelAsync(Guid windowId) =>
        SayAsync(async actor => MaintenanceWords.Cancelled(await verbs.Windows.Cancel.HandleAsync(windowId, actor, s_toTheEnd)));

    private Task<AlertAnswer> SayAsync(Func<Actor, Task<AlertAnswer>> act) => TryAsync(act, words => new AlertAnswer(words, "warning"));

    private async Task<TAnswer> TryAsync<TAnswer>(Func<Actor, Task<TAnswer>> act, Func<string, TAnswer> refused)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return refused("Your role does not allow this. Ask a supervisor.");
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException || exception.InnerException is NpgsqlException or TimeoutException)
        {
            return refused("The database does not answer. Look again when it does: it may or may not have been saved.");
        }
    }
}
