using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// Marks the alerts of a dead source and takes the marks away again, some hundred per transaction, so that an operator who
/// acts on one of ten thousand of them never waits for the rest.
/// </summary>
public sealed class SilenceMarks(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private const int Batch = 500;

    /// <summary>Brings every alert's mark in line with the silence of its source; idempotent. Returns how many changed.</summary>
    public async Task<int> AlignAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var sources = await (
            from s in db.Set<Source>()
            join h in db.Set<SourceHearing>() on s.Id equals h.SourceId
            select new { s.Id, s.ResolveTimeout, h.SilentSince }).AsNoTracking().ToListAsync(ct);
        var changed = 0;
        foreach (var source in sources)
        {
            int batch;
            do
            {
                batch = source.SilentSince is not null
                    ? await MarkAsync(source.Id, ct)
                    : await UnmarkAsync(source.Id, source.ResolveTimeout, ct);
                changed += batch;
            }
            while (batch > 0);
        }

        return changed;
    }

    private Task<int> MarkAsync(Guid source, CancellationToken ct) => ChangeAsync(
        $"select id as \"Value\" from alerts where source_id = {source} and state <> 'Closed' and cleared_at is null and held_clear_at is null and ending is null order by id limit {Batch} for update",
        alert => alert.MarkSourceDead(),
        AlertTransitionKind.SourceDied,
        ct);

    private Task<int> UnmarkAsync(Guid source, TimeSpan resolveTimeout, CancellationToken ct)
    {
        var endsAt = clock.GetUtcNow() + resolveTimeout;
        return ChangeAsync(
            $"select id as \"Value\" from alerts where source_id = {source} and state <> 'Closed' and ending = 'SourceDead' order by id limit {Batch} for update",
            alert => alert.UnmarkSourceDead(endsAt),
            AlertTransitionKind.SourceSpoke,
            ct);
    }

    /// <summary>Locked before they are read: what an operator or the source did meanwhile came either before or waits.</summary>
    private async Task<int> ChangeAsync(FormattableString find, Func<Alert, bool> change, AlertTransitionKind kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var ids = await db.Database.SqlQuery<long>(find).ToListAsync(ct);
        var steps = new List<AlertTransition>();
        foreach (var alert in await db.Set<Alert>().Where(a => ids.Contains(a.Id)).ToListAsync(ct))
        {
            var before = alert.Standing;
            if (change(alert))
            {
                steps.Add(alert.Moved(before, kind, SilenceAlarm.Self, now, why: null));
            }
        }

        await db.SaveChangesAsync(ct);
        await TransitionLog.WriteAsync((NpgsqlConnection)db.Database.GetDbConnection(), steps, ct);
        await transaction.CommitAsync(ct);
        return steps.Count;
    }
}
