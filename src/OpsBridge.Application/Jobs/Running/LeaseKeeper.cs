using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Running;

/// <summary>
/// Keeps the leases of this process's runs, obeys cancels, and declares runs of others lost whose lease has not moved for as
/// long as it lasts. Lost is judged by how long this process itself has seen no renewal, on its monotonic clock, so that
/// clocks that are set or differ between machines decide nothing.
/// </summary>
internal sealed class LeaseKeeper(IDbContextFactory<OpsDbContext> contexts, JobEngine engine, RunEnding ending, EngineContext context)
{
    private readonly Dictionary<Guid, (long Token, DateTimeOffset? LeaseUntil, long Since)> _seen = [];
    private long? _lookedAt;

    private JobsOptions Options => context.Options.Value;

    /// <summary>Renews what is due to be, stops what was cancelled or lost.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        var own = engine.Own;
        foreach (var lapsed in own.Where(a => context.Clock.GetElapsedTime(a.RenewedAt) > Options.Lease))
        {
            await lapsed.StopAsync(StopReason.Unreachable);
        }

        if (own.Count == 0)
        {
            return;
        }

        var stamp = context.Clock.GetTimestamp();
        var ids = own.Select(a => a.RunId).ToArray();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = own.Any(a => context.Clock.GetElapsedTime(a.RenewedAt) >= Options.RenewEvery);
        if (due)
        {
            await RenewAsync(db, ids, [.. own.Select(a => a.Run.Token)], ct);
        }

        var rows = (await db.Set<JobRun>().AsNoTracking().Where(r => ids.Contains(r.Id))
            .Select(r => new { r.Id, r.Token, r.State, r.CancelledBy }).ToListAsync(ct)).ToDictionary(r => r.Id);
        foreach (var attempt in own)
        {
            if (!rows.TryGetValue(attempt.RunId, out var row) || row.Token != attempt.Run.Token || row.State != RunState.Running)
            {
                await attempt.StopAsync(StopReason.Fenced);
                continue;
            }

            attempt.RenewedAt = due ? stamp : attempt.RenewedAt;
            if (row.CancelledBy is not null)
            {
                await attempt.StopAsync(StopReason.Cancelled);
            }
        }
    }

    /// <summary>Declares lost what is. After a time in which this process itself could not look, it begins to look anew.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        var now = context.Clock.GetTimestamp();
        if (_lookedAt is { } before && context.Clock.GetElapsedTime(before, now) > Options.Lease / 2)
        {
            _seen.Clear();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var own = engine.Own.Select(a => a.RunId).ToHashSet();
        var running = await db.Set<JobRun>().AsNoTracking().Where(r => r.State == RunState.Running).ToListAsync(ct);
        _lookedAt = now;
        foreach (var gone in _seen.Keys.Except(running.Select(r => r.Id)).ToList())
        {
            _seen.Remove(gone);
        }

        foreach (var run in running.Where(r => !own.Contains(r.Id)))
        {
            if (!_seen.TryGetValue(run.Id, out var seen) || seen.Token != run.Token || seen.LeaseUntil != run.LeaseUntil)
            {
                _seen[run.Id] = (run.Token, run.LeaseUntil, now);
            }
            else if (context.Clock.GetElapsedTime(seen.Since, now) >= Options.Lease)
            {
                await LoseAsync(run, ct);
            }
        }
    }

    /// <summary>Rows that a commit of ours holds are left out: it renews them itself.</summary>
    private Task<int> RenewAsync(OpsDbContext db, Guid[] ids, long[] tokens, CancellationToken ct)
    {
        var until = context.Clock.GetUtcNow() + Options.Lease;
        return db.Database.ExecuteSqlAsync(
            $"""
            update job_runs r set lease_until = {until} where r.id in (
                select o.id from job_runs o join unnest({ids}, {tokens}) as own (id, token) on own.id = o.id and own.token = o.token
                where o.state = 'Running' for update of o skip locked)
            """,
            ct);
    }

    private async Task LoseAsync(JobRun run, CancellationToken ct)
    {
        try
        {
            var words = $"the process that ran it ({run.Node}) has not been heard of for {JobWords.Span(Options.Lease)}";
            await ending.LoseAsync(run.JobId, run.Id, run.Token, run.LeaseUntil, new AttemptEnd(RunState.Lost, words, null, true, null), ct);
            JobMetrics.Attempts.Add(1, new KeyValuePair<string, object?>("end", nameof(RunState.Lost)));
        }
        catch (FenceLostException)
        {
            // renewed, ended or lost by another process meanwhile
        }
    }
}
