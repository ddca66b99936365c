using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Batches;

/// <summary>Answer of <see cref="SaveBatch"/>.</summary>
public abstract record SaveBatchResult
{
    /// <summary>Stored.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Number">Number of the version.</param>
    public sealed record Done(Guid Id, int Number) : SaveBatchResult;

    /// <summary>No such batch in use.</summary>
    public sealed record NotFound : SaveBatchResult;

    /// <summary>Somebody changed it first; nothing was stored.</summary>
    /// <param name="By">Who.</param>
    public sealed record Stale(string By) : SaveBatchResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by property of <see cref="BatchDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveBatchResult;
}

/// <summary>Makes a batch or changes one. Under the lock of job changes, so that no job of it is retired meanwhile.</summary>
public sealed class SaveBatch(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Stores it.</summary>
    /// <param name="id">The batch to change; null for a new one.</param>
    /// <param name="seen">Number of the version that was changed; 0 for a new one.</param>
    /// <param name="details">What it says.</param>
    /// <param name="actor">Who saves.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<SaveBatchResult> HandleAsync(Guid? id, int seen, BatchDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        if (details.Validate() is { Count: > 0 } errors)
        {
            return new SaveBatchResult.Invalid(errors);
        }

        try
        {
            return await JobRows.WithinAsync(contexts, db => StoreAsync(db, id, seen, details.Normalized(), actor, ct), ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { ConstraintName: "ix_job_batches_name" })
        {
            return Invalid(nameof(details.Name), "Another batch has this name.");
        }
    }

    private static SaveBatchResult.Invalid Invalid(string field, string words) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = words });

    private async Task<SaveBatchResult> StoreAsync(OpsDbContext db, Guid? id, int seen, BatchDetails details, Actor actor, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.Jobs})", ct);
        var now = clock.GetUtcNow();
        var batch = id is null ? null : await BatchRows.LockAsync(db, id.Value, ct);
        if (id is not null && batch is not { RetiredAt: null })
        {
            return new SaveBatchResult.NotFound();
        }

        if (batch is not null && batch.Number != seen)
        {
            return new SaveBatchResult.Stale(batch.ChangedBy);
        }

        if (await db.Set<Job>().CountAsync(j => details.Jobs.Contains(j.Id) && j.RetiredAt == null, ct) < details.Jobs.Count)
        {
            return Invalid(nameof(details.Jobs), "A chosen job is no longer in use.");
        }

        var before = batch?.Details;
        if (batch is null)
        {
            db.Add(batch = Batch.Create(details, actor, now));
        }
        else
        {
            batch.Change(details, actor, now);
        }

        db.Add(TimelineEntry.Record(now, actor, BatchHistory.Of(batch, before is null ? "created" : "changed", $"{(before is null ? "created" : "changed")} batch {details.Name}") with
        {
            Before = before is null ? null : BatchHistory.Facts(before),
            After = BatchHistory.Facts(details),
        }));
        return new SaveBatchResult.Done(batch.Id, batch.Number);
    }
}
