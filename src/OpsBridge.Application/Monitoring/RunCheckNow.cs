using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Monitoring;

/// <summary>An operator runs a check at once and sees what it says, to the letter.</summary>
public sealed class RunCheckNow(IDbContextFactory<OpsDbContext> contexts, ProbeOnce probe, CheckSchedule schedule)
{
    /// <summary>
    /// Runs the probe for its result alone. Its state changes by the poller only, which is told to run the check at once as well.
    /// </summary>
    public async Task<RunCheckResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunChecks);
        if (await FindAsync(id, ct) is not { } check)
        {
            return new RunCheckResult.NotFound();
        }

        if (check.Settings is HeartbeatSettings)
        {
            return new RunCheckResult.Passive();
        }

        schedule.RunNow(id);
        return new RunCheckResult.Done(await probe.RunAsync(check.Settings, check.Timeout, check.Thresholds, ct));
    }

    private async Task<Check?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Check>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
    }
}

/// <summary>Answer of <see cref="RunCheckNow"/> and <see cref="TryCheck"/>.</summary>
public abstract record RunCheckResult
{
    /// <summary>It ran.</summary>
    /// <param name="Result">What it found, after the thresholds.</param>
    public sealed record Done(ProbeResult Result) : RunCheckResult;

    /// <summary>A heartbeat waits for calls; there is nothing to run.</summary>
    public sealed record Passive : RunCheckResult;

    /// <summary>The settings cannot run.</summary>
    /// <param name="Errors">Plain words by field of <see cref="CheckDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : RunCheckResult;

    /// <summary>No such check.</summary>
    public sealed record NotFound : RunCheckResult;
}
