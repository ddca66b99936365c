using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Running;

namespace OpsBridge.Jobs.Batches;

/// <summary>How a batch is.</summary>
public enum BatchMood
{
    /// <summary>Past its deadline and not complete.</summary>
    Late,

    /// <summary>Expected to miss its next deadline.</summary>
    AtRisk,

    /// <summary>On its way, in time.</summary>
    OnTime,

    /// <summary>Complete for its next deadline.</summary>
    Done,

    /// <summary>Nothing of it is due for its next deadline.</summary>
    Idle,
}

/// <summary>One batch as it stands.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Details">What is said about it.</param>
/// <param name="Forecast">The deadline that it is late for, else the next, and the way to it.</param>
/// <param name="Mood">How it is.</param>
public sealed record BatchRow(Guid Id, BatchDetails Details, BatchForecast Forecast, BatchMood Mood)
{
    /// <summary>Number of its version.</summary>
    public int Number { get; init; }

    /// <summary>Who changed it last.</summary>
    public string ChangedBy { get; init; } = "";

    /// <summary>When (UTC).</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>What is wrong, in a line; empty when nothing is.</summary>
    public string Words { get; init; } = "";
}

/// <summary>One batch, and what it would be if.</summary>
/// <param name="Row">As it stands.</param>
/// <param name="Imagined">As it would be; null when nothing was imagined.</param>
public sealed record BatchView(BatchRow Row, BatchForecast? Imagined);

/// <summary>Reads batches.</summary>
public interface IBatchReader
{
    /// <summary>The batches in use: what is late or at risk first, then by deadline and name.</summary>
    Task<IReadOnlyList<BatchRow>> ListAsync(Actor actor, CancellationToken ct);

    /// <summary>One batch in use; null when there is none.</summary>
    /// <param name="id">The batch.</param>
    /// <param name="whatIf">What is imagined; null for nothing.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Gives up.</param>
    Task<BatchView?> FindAsync(Guid id, BatchWhatIf? whatIf, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IBatchReader"/>
public sealed class BatchReader(IDbContextFactory<OpsDbContext> contexts, IOptions<JobsOptions> options, TimeProvider clock) : IBatchReader
{
    /// <summary>Tables whose change changes a batch.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["job_batches", "jobs", "job_runs"];

    /// <inheritdoc />
    public async Task<IReadOnlyList<BatchRow>> ListAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var batches = await db.Set<Batch>().AsNoTracking().Where(b => b.RetiredAt == null).ToListAsync(ct);
        if (batches.Count == 0)
        {
            return [];
        }

        var book = await BookAsync(db, batches, clock.GetUtcNow(), ct);
        return [.. batches.Select(b => Row(b, book)).OrderBy(r => r.Mood is BatchMood.Late or BatchMood.AtRisk ? r.Mood : BatchMood.OnTime).ThenBy(r => r.Forecast.Day.By).ThenBy(r => r.Details.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <inheritdoc />
    public async Task<BatchView?> FindAsync(Guid id, BatchWhatIf? whatIf, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Batch>().AsNoTracking().SingleOrDefaultAsync(b => b.Id == id && b.RetiredAt == null, ct) is not { } batch)
        {
            return null;
        }

        var book = await BookAsync(db, [batch], clock.GetUtcNow(), ct);
        var row = Row(batch, book);
        return new BatchView(row, whatIf is null ? null : BatchWalk.Of(book, batch.Details, row.Forecast.Day, whatIf));
    }

    /// <summary>What is known of the jobs of these batches.</summary>
    internal static Task<ForecastBook> BookAsync(OpsDbContext db, IReadOnlyCollection<Batch> batches, DateTimeOffset now, CancellationToken ct) =>
        ForecastBook.ReadAsync(db, now, ct, jobs => batches.SelectMany(b => BatchWalk.Members(b.Details, jobs)));

    private BatchRow Row(Batch batch, ForecastBook book)
    {
        var verdict = BatchVerdict.Of(batch, book, options.Value.ForecastAhead);
        var mood = verdict switch
        {
            { LateFor: not null } => BatchMood.Late,
            { WarnedFor: not null } => BatchMood.AtRisk,
            { Shown.IsDone: true } => BatchMood.Done,
            { Shown.IsIdle: true } => BatchMood.Idle,
            _ => BatchMood.OnTime,
        };
        return new BatchRow(batch.Id, batch.Details, verdict.Shown, mood) { Number = batch.Number, ChangedBy = batch.ChangedBy, ChangedAt = batch.ChangedAt, Words = verdict.Words };
    }
}
