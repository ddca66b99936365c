using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Kernel;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Batches;

/// <summary>Reads rows of batches under their locks.</summary>
internal static class BatchRows
{
    /// <summary>The batch, locked until the transaction ends; null when there is none.</summary>
    public static async Task<Batch?> LockAsync(OpsDbContext db, Guid id, CancellationToken ct)
    {
        var found = await db.Database.SqlQuery<Guid>($"select id as \"Value\" from job_batches where id = {id} for update").ToListAsync(ct);
        return found.Count == 0 ? null : await db.Set<Batch>().SingleAsync(b => b.Id == id, ct);
    }

    /// <summary>The batch, locked and as it is now; null when somebody else holds it: look again later.</summary>
    public static async Task<Batch?> TryLockAsync(OpsDbContext db, Guid id, CancellationToken ct)
    {
        var found = await db.Database.SqlQuery<Guid>($"select id as \"Value\" from job_batches where id = {id} and retired_at is null for update skip locked").ToListAsync(ct);
        return found.Count == 0 ? null : await db.Set<Batch>().SingleAsync(b => b.Id == id, ct);
    }

    /// <summary>Name of a batch in use that ends with the job; null for none.</summary>
    public static async Task<string?> OfJobAsync(OpsDbContext db, Guid job, CancellationToken ct)
    {
        var names = await db.Set<Batch>().AsNoTracking().Where(b => b.RetiredAt == null).ToListAsync(ct);
        return names.Find(b => b.Details.Jobs.Contains(job))?.Name;
    }
}

/// <summary>What the timeline and the alerts say about batches.</summary>
internal static class BatchHistory
{
    /// <summary>A deadline of a batch is or will be missed.</summary>
    public const string Late = "BatchLate";

    /// <summary>What is said about a batch, as it is stored.</summary>
    public static object Facts(BatchDetails details) => JsonSerializer.SerializeToElement(details, JobJson.Options);

    /// <summary>Something happened to a batch.</summary>
    public static Happening Of(Batch batch, string verb, string text) => new($"batch.{verb}", batch.Id.ToString(), text);

    /// <summary>The alert of a batch, on the asset of the first job that it ends with; a batch that is renamed keeps it.</summary>
    public static AlertSignal Signal(Batch batch, Guid? assetId, bool firing, AlertSeverity severity, string words, DateTimeOffset now) =>
        new(Labels.Of(("alertname", Late), ("batch_id", batch.Id.ToString("N"))), firing, severity, words, now)
        {
            Descriptive = Labels.Of(("batch", batch.Name)),
            AssetId = assetId,
            Source = "opsbridge",
            Flapping = false,
        };
}
