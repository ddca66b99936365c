using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Rounds.Runbooks;

/// <summary>What a person can do with runbooks; every answer is in words, also when the database is away.</summary>
public interface IRunbookActions
{
    /// <summary>Writes a draft.</summary>
    Task<RunbookAnswer> SaveAsync(Guid? id, int seen, RunbookDetails details);

    /// <summary>Approves the newest version.</summary>
    Task<RunbookAnswer> ApproveAsync(Guid id, int seen);

    /// <summary>Gives the runbook up.</summary>
    Task<RunbookAnswer> RetireAsync(Guid id);

    /// <summary>Starts it on an alert.</summary>
    Task<RunbookAnswer> StartAsync(Guid id, long alert);

    /// <summary>Records a step.</summary>
    Task<RunbookAnswer> DoAsync(Guid run, Guid step, bool done, string? note);
}

/// <summary>How it went.</summary>
/// <param name="Done">Stored.</param>
/// <param name="Text">One or two sentences.</param>
/// <param name="Errors">Plain words by field of <see cref="RunbookDetails"/>.</param>
/// <param name="Id">Key of what was stored.</param>
public sealed record RunbookAnswer(bool Done, string Text, IReadOnlyDictionary<string, string> Errors, Guid? Id = null)
{
    /// <summary>An answer in words.</summary>
    public static RunbookAnswer Of(bool done, string text, Guid? id = null) => new(done, text, new Dictionary<string, string>(StringComparer.Ordinal), id);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record RunbookVerbs(SaveRunbook Save, ApproveRunbook Approve, RetireRunbook Retire, StartRunbook Start, DoRunbookStep Do);

/// <inheritdoc cref="IRunbookActions"/>
public sealed class RunbookActions(RunbookVerbs verbs, CurrentActor current, ViewerTime time) : IRunbookActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<RunbookAnswer> SaveAsync(Guid? id, int seen, RunbookDetails details) => TryAsync(async actor =>
        await verbs.Save.HandleAsync(id, seen, details, actor, s_toTheEnd) switch
        {
            SaveRunbookResult.Done done => RunbookAnswer.Of(true, $"Version {done.Number} is stored as a draft. Somebody else approves it.", done.Id),
            SaveRunbookResult.Stale stale => RunbookAnswer.Of(false, $"{stale.By} wrote a newer version while you were editing. Open it again; nothing of yours is stored yet."),
            SaveRunbookResult.Invalid invalid => new RunbookAnswer(false, "Something is not right yet.", invalid.Errors),
            _ => RunbookAnswer.Of(false, "There is no such runbook in use."),
        });

    /// <inheritdoc />
    public Task<RunbookAnswer> ApproveAsync(Guid id, int seen) => TryAsync(async actor => Of(await verbs.Approve.HandleAsync(id, seen, actor, s_toTheEnd), at => $"Approved. In force from {time.Show(at)}."));

    /// <inheritdoc />
    public Task<RunbookAnswer> RetireAsync(Guid id) => TryAsync(async actor => Of(await verbs.Retire.HandleAsync(id, actor, s_toTheEnd), _ => "Given up. What was done by it stays readable."));

    /// <inheritdoc />
    public Task<RunbookAnswer> StartAsync(Guid id, long alert) => TryAsync(async actor => Of(await verbs.Start.HandleAsync(id, alert, actor, s_toTheEnd), "Started. Every step stands in the alert's history with time and name."));

    /// <inheritdoc />
    public Task<RunbookAnswer> DoAsync(Guid run, Guid step, bool done, string? note) => TryAsync(async actor => Of(await verbs.Do.HandleAsync(run, step, done, note, actor, s_toTheEnd), "Recorded."));

    private static RunbookAnswer Of(ApproveRunbookResult result, Func<DateTimeOffset, string> done) => result switch
    {
        ApproveRunbookResult.Done at => RunbookAnswer.Of(true, done(at.EffectiveAt)),
        ApproveRunbookResult.Already => RunbookAnswer.Of(true, "It was so before."),
        ApproveRunbookResult.OwnWork => RunbookAnswer.Of(false, "You wrote this version. Somebody else approves it."),
        ApproveRunbookResult.Newer newer => RunbookAnswer.Of(false, $"Version {newer.Number} has been written meanwhile. Read that one."),
        _ => RunbookAnswer.Of(false, "There is no such runbook in use."),
    };

    private RunbookAnswer Of(RunbookStepResult result, string done) => result switch
    {
        RunbookStepResult.Done { Finished: true } last => RunbookAnswer.Of(true, "That was the last step.", last.RunId),
        RunbookStepResult.Done at => RunbookAnswer.Of(true, done, at.RunId),
        RunbookStepResult.Already first => RunbookAnswer.Of(false, $"{first.By} was first, at {time.Show(first.At)}."),
        RunbookStepResult.Invalid invalid => RunbookAnswer.Of(false, invalid.Reason),
        _ => RunbookAnswer.Of(false, "It is no longer there: the runbook was given up or changed. Open the alert again."),
    };

    private async Task<RunbookAnswer> TryAsync(Func<Actor, Task<RunbookAnswer>> act)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return RunbookAnswer.Of(false, "Your role does not allow this. Ask a supervisor.");
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            return RunbookAnswer.Of(false, "The database does not answer. Nothing was stored; try again in a moment.");
        }
    }
}
