using OpsBridge.SignIn;

namespace OpsBridge.Jobs.Batches;

/// <summary>What a person can do to batches from a page; every answer is in words, also when the database is away.</summary>
public interface IBatchActions
{
    /// <summary>Stores a new batch, or a new version of a known one.</summary>
    Task<JobAnswer> SaveAsync(Guid? id, int seen, BatchDetails details);

    /// <summary>Takes one out of use.</summary>
    Task<JobAnswer> RetireAsync(Guid id);
}

/// <summary>The use cases of batches.</summary>
public sealed record BatchVerbs(SaveBatch Save, RetireBatch Retire);

/// <inheritdoc cref="IBatchActions"/>
public sealed class BatchActions(BatchVerbs verbs, CurrentActor current) : IBatchActions
{
    private static readonly CancellationToken s_toTheEnd = CancellationToken.None; // what was begun is not given up by leaving the page

    /// <inheritdoc />
    public Task<JobAnswer> SaveAsync(Guid? id, int seen, BatchDetails details) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Save.HandleAsync(id, seen, details, actor, s_toTheEnd) switch
        {
            SaveBatchResult.Done { Number: 1 } done => JobAnswer.Ok("The batch is watched from now on.", done.Id),
            SaveBatchResult.Done done => JobAnswer.Ok($"Version {done.Number} holds from now on.", done.Id),
            SaveBatchResult.Stale stale => JobAnswer.No($"{stale.By} changed this batch while you were editing. Open it again; nothing of yours is stored yet."),
            SaveBatchResult.Invalid invalid => JobAnswer.Wrong(invalid.Errors),
            _ => JobAnswer.No("There is no such batch in use."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> RetireAsync(Guid id) => JobAnswer.OfAsync(current, async actor =>
        await verbs.Retire.HandleAsync(id, actor, s_toTheEnd) is RetireBatchResult.Done
            ? JobAnswer.Ok("Retired. Its jobs go on; nobody watches its deadline any more.")
            : JobAnswer.No("There is no such batch in use."));
}
