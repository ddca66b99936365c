using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Rounds.Checklists;

/// <summary>What a supervisor can do with checklists; every answer is in words, also when the database is away.</summary>
public interface IChecklistActions
{
    /// <summary>Writes a draft.</summary>
    Task<ChecklistAnswer> SaveAsync(Guid? id, int seen, ChecklistDetails details);

    /// <summary>Puts the newest version in force.</summary>
    Task<ChecklistAnswer> ApproveAsync(Guid id, int seen);

    /// <summary>Gives the checklist up.</summary>
    Task<ChecklistAnswer> RetireAsync(Guid id);
}

/// <summary>How it went.</summary>
/// <param name="Done">Stored.</param>
/// <param name="Text">One or two sentences; null where the fields say it.</param>
/// <param name="Errors">Plain words by field of <see cref="ChecklistDetails"/>.</param>
/// <param name="Id">Key of the checklist, once it is stored.</param>
public sealed record ChecklistAnswer(bool Done, string? Text, IReadOnlyDictionary<string, string> Errors, Guid? Id = null)
{
    /// <summary>An answer in words.</summary>
    public static ChecklistAnswer Of(bool done, string text, Guid? id = null) => new(done, text, new Dictionary<string, string>(StringComparer.Ordinal), id);
}

/// <summary>The use cases behind the verbs.</summary>
public sealed record ChecklistVerbs(SaveChecklist Save, ApproveChecklist Approve, RetireChecklist Retire);

/// <inheritdoc cref="IChecklistActions"/>
public sealed class ChecklistActions(ChecklistVerbs verbs, CurrentActor current) : IChecklistActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<ChecklistAnswer> SaveAsync(Guid? id, int seen, ChecklistDetails details) => TryAsync(async actor =>
        await verbs.Save.HandleAsync(id, seen, details, actor, s_toTheEnd) switch
        {
            SaveChecklistResult.Done done => ChecklistAnswer.Of(true, $"Version {done.Number} is stored as a draft. Rounds follow it once it is approved.", done.Id),
            SaveChecklistResult.Stale stale => ChecklistAnswer.Of(false, $"{stale.By} wrote a newer version while you were editing. Open it again; nothing of yours is stored yet."),
            SaveChecklistResult.Invalid invalid => new ChecklistAnswer(false, "Something is not right yet.", invalid.Errors),
            _ => ChecklistAnswer.Of(false, "There is no such checklist in use."),
        });

    /// <inheritdoc />
    public Task<ChecklistAnswer> ApproveAsync(Guid id, int seen) => TryAsync(async actor => Of(await verbs.Approve.HandleAsync(id, seen, actor, s_toTheEnd), "In force. Rounds that have begun keep their version."));

    /// <inheritdoc />
    public Task<ChecklistAnswer> RetireAsync(Guid id) => TryAsync(async actor => Of(await verbs.Retire.HandleAsync(id, actor, s_toTheEnd), "Given up. What was done stays readable."));

    private static ChecklistAnswer Of(ApproveChecklistResult result, string done) => result switch
    {
        ApproveChecklistResult.Done => ChecklistAnswer.Of(true, done),
        ApproveChecklistResult.Already => ChecklistAnswer.Of(true, "It was so before."),
        ApproveChecklistResult.Newer newer => ChecklistAnswer.Of(false, $"Version {newer.Number} has been written meanwhile. Read that one."),
        _ => ChecklistAnswer.Of(false, "There is no such checklist in use."),
    };

    private async Task<ChecklistAnswer> TryAsync(Func<Actor, Task<ChecklistAnswer>> act)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return ChecklistAnswer.Of(false, "Your role does not allow this. Ask a supervisor.");
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            return ChecklistAnswer.Of(false, "The database does not answer. Nothing was stored; try again in a moment.");
        }
    }
}
