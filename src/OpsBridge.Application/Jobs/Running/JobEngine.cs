using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Running;

/// <summary>
/// Plans what is due, claims what waits and works on it, as far as this process has places. Any number of processes, rounds
/// and wake-ups may come together: what is due is decided under the lock of its job, and what waits is claimed once.
/// </summary>
internal sealed class JobEngine(
    IDbContextFactory<OpsDbContext> contexts, JobPlanner planner, RunClaims claims, RunFence fence, AttemptRunner runner, EngineContext context)
    : IDisposable
{
    /// <summary>So many jobs are planned in one transaction.</summary>
    private const int Batch = 200;

    private readonly ConcurrentDictionary<Guid, (RunningAttempt Attempt, Task Done)> _own = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly SemaphoreSlim _places = new(1, 1);
    private bool _moreWait; // the last claim got as many as it asked for; under _places

    /// <summary>Called when a place stays free.</summary>
    public Action? Freed { get; set; }

    /// <summary>The attempts that this process works on.</summary>
    public IReadOnlyCollection<RunningAttempt> Own => [.. _own.Values.Select(o => o.Attempt)];

    private JobsOptions Options => context.Options.Value;

    /// <summary>Plans everything due and begins as many runs as there are places.</summary>
    public async Task RoundAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            int planned;
            do
            {
                planned = await PlanAsync(ct);
                await BeginAsync(ct);
            }
            while (planned == Batch);
            await GiveUpWaitingAsync(ct);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The next moment (UTC) at which something is due by time alone; null when nothing is.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Database.SqlQuery<DateTimeOffset?>(
            $"""
            select least(
                (select min(next_at) from jobs where next_at is not null),
                (select min(paused_until) from jobs where paused_until is not null and retired_at is null),
                (select min(retry_at) from job_runs where state = 'Waiting'),
                (select min(start_by) from job_runs where state = 'Waiting')) as "Value"
            """).ToListAsync(ct))[0];
    }

    /// <summary>Returns when this process works on nothing.</summary>
    public async Task IdleAsync()
    {
        while (!_own.IsEmpty)
        {
            await Task.WhenAll(_own.Values.Select(o => o.Done));
        }
    }

    /// <summary>Stops everything that this process works on and waits for the ends to be stored.</summary>
    public async Task StopAsync()
    {
        await context.Stopping.CancelAsync();
        await IdleAsync();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _one.Dispose();
        _places.Dispose();
    }

    private Task<int> PlanAsync(CancellationToken ct) => JobRows.WithinAsync(
        contexts,
        async db =>
        {
            var now = context.Clock.GetUtcNow();
            var ids = await db.Database.SqlQuery<Guid>(
                $"""
                select id as "Value" from jobs
                where (next_at <= {now} or paused_until <= {now}) and retired_at is null
                order by least(next_at, paused_until) limit {Batch} for update skip locked
                """).ToListAsync(ct);
            if (ids.Count > 0)
            {
                var jobs = await db.Set<Job>().Where(j => ids.Contains(j.Id)).ToListAsync(ct);
                await planner.PlanAsync(db, jobs, now, ct);
            }

            return ids.Count;
        },
        ct);

    private async Task BeginAsync(CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            await FillAsync(ct);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Claims as many runs as there are places and begins them; under <see cref="_places"/>.</summary>
    private async Task FillAsync(CancellationToken ct)
    {
        var free = Options.MaxRunning - _own.Count;
        if (free <= 0 || context.Stopping.IsCancellationRequested)
        {
            return;
        }

        var renewed = context.Clock.GetTimestamp(); // before the claim: the lease counts from its statement
        var now = context.Clock.GetUtcNow();
        var claimed = await claims.ClaimAsync(free, now, Options.Lease, ct);
        _moreWait = claimed.Count == free;
        foreach (var run in claimed)
        {
            if (run is { Attempt: 1, Origin: RunOrigin.Schedule })
            {
                JobMetrics.StartDelay.Record(Math.Max(0, (now - run.NominalAt).TotalSeconds));
            }

            var output = new RunOutput(run, fence, Options.Lease, context.Clock);
            var attempt = new RunningAttempt(run, output, fence, Options.Lease) { RenewedAt = renewed };
            var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _own[run.RunId] = (attempt, WorkAsync(attempt, begin.Task));
            begin.SetResult();
        }
    }

    private async Task WorkAsync(RunningAttempt attempt, Task registered)
    {
        await registered;
        try
        {
            await runner.RunAsync(attempt, context.Stopping.Token);
        }
        finally
        {
            await LeaveAsync(attempt);
        }
    }

    /// <summary>Gives a place up. Where runs wait, the place is filled at once instead of by the next round.</summary>
    private async Task LeaveAsync(RunningAttempt attempt)
    {
        await _places.WaitAsync(CancellationToken.None);
        try
        {
            _own.TryRemove(attempt.RunId, out _);
            attempt.Dispose();
            if (_moreWait)
            {
                await FillAsync(CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            // the next round tries it, and says so when the database stays away
        }
        finally
        {
            _places.Release();
        }

        Freed?.Invoke();
    }

    /// <summary>What found no place in time is missed: it was blocked.</summary>
    private Task<int> GiveUpWaitingAsync(CancellationToken ct) => JobRows.WithinAsync(
        contexts,
        async db =>
        {
            var now = context.Clock.GetUtcNow();
            var ids = await db.Database.SqlQuery<Guid>(
                $"""select id as "Value" from job_runs where state = 'Waiting' and start_by < {now} order by nominal_at limit {Batch} for update skip locked""").ToListAsync(ct);
            if (ids.Count == 0)
            {
                return 0;
            }

            var runs = await db.Set<JobRun>().Where(r => ids.Contains(r.Id)).OrderBy(r => r.NominalAt).ToListAsync(ct);
            var owners = runs.Select(r => r.JobId).Distinct().ToList();
            var jobs = await db.Set<Job>().AsNoTracking().Where(j => owners.Contains(j.Id)).ToDictionaryAsync(j => j.Id, ct);
            foreach (var run in runs)
            {
                (run.State, run.Cause, run.EndedAt, run.Summary) = (RunState.Missed, MissCause.Blocked, now, "no place was free in time: too many jobs run at the same moment");
                JobMetrics.Missed.Add(1, new KeyValuePair<string, object?>("cause", nameof(MissCause.Blocked)));
                db.Add(TimelineEntry.Record(now, JobHistory.Self, JobHistory.Of(jobs[run.JobId], run, "missed", $"{jobs[run.JobId].Name} missed its start of {run.NominalAt:yyyy-MM-dd HH:mm:ss} UTC: {run.Summary}")));
            }

            await JobAlarms.ApplyAsync(db, [.. runs.GroupBy(r => r.JobId).Select(g => JobAlarms.MissedSignal(jobs[g.Key], [.. g], now)!)], ct);
            return ids.Count;
        },
        ct);
}

/// <summary>What every part of the engine of one process shares.</summary>
internal sealed class EngineContext(IOptions<JobsOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>Settings.</summary>
    public IOptions<JobsOptions> Options { get; } = options;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>Ends when OpsBridge stops.</summary>
    public CancellationTokenSource Stopping { get; } = new();

    /// <inheritdoc />
    public void Dispose() => Stopping.Dispose();
}
