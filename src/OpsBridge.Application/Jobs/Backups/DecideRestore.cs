using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Backups;

/// <summary>Answer of <see cref="DecideRestore"/>.</summary>
public abstract record DecideRestoreResult
{
    /// <summary>Two persons agree: it runs.</summary>
    /// <param name="RunId">The run; null when a run that works already takes it on.</param>
    public sealed record Approved(Guid? RunId) : DecideRestoreResult;

    /// <summary>It is refused, or taken back.</summary>
    public sealed record Refused : DecideRestoreResult;

    /// <summary>Who asked cannot approve.</summary>
    public sealed record OwnRequest : DecideRestoreResult;

    /// <summary>The name typed is not the name asked for.</summary>
    public sealed record WrongName : DecideRestoreResult;

    /// <summary>No such request waits: it was decided, or its hour is over.</summary>
    public sealed record NotOpen : DecideRestoreResult;
}

/// <summary>The second person approves or refuses a restore.</summary>
public sealed class DecideRestore(IDbContextFactory<OpsDbContext> contexts, RestoreVerbs verbs, TimeProvider clock)
{
    /// <summary>Decides.</summary>
    /// <param name="id">The request.</param>
    /// <param name="approve">False to refuse; who asked may take the request back so.</param>
    /// <param name="typed">The new name, typed again; not looked at when refusing.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<DecideRestoreResult> HandleAsync(Guid id, bool approve, string typed, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RestoreBackups);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<RestoreRequest>().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request || !request.IsOpen(now))
        {
            return new DecideRestoreResult.NotOpen();
        }

        if (approve && !request.MayBeApprovedBy(actor))
        {
            return new DecideRestoreResult.OwnRequest();
        }

        if (approve && typed != request.NewName)
        {
            return new DecideRestoreResult.WrongName();
        }

        if (!await StoreAsync(db, request, approve, actor, now, ct))
        {
            return new DecideRestoreResult.NotOpen();
        }

        return approve ? new DecideRestoreResult.Approved(await verbs.StartAsync(ct)) : new DecideRestoreResult.Refused();
    }

    private static async Task<bool> StoreAsync(OpsDbContext db, RestoreRequest request, bool approve, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (approve)
        {
            request.Approve(actor, now);
        }
        else
        {
            request.Refuse(actor, now);
        }

        db.Add(TimelineEntry.Record(now, actor, new Happening(approve ? "restore.approved" : "restore.refused", request.Id.ToString(), $"{(approve ? "approved" : "refused")} the restore as {request.NewName} that {request.AskedBy} asked for")));
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // somebody decided first
        }
    }
}

/// <summary>Starts the job that carries restores out; makes it the first time.</summary>
public sealed class RestoreVerbs(IDbContextFactory<OpsDbContext> contexts, SaveJob save, RunJobNow run)
{
    private static readonly Actor s_self = Actor.Internal("jobs", Permissions.EditJobs, Permissions.RunJobs);

    /// <summary>Starts a run of a job with these settings, made when there is none; null when a run works already.</summary>
    internal async Task<Guid?> StartAsync(string name, JobSettings settings, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var jobs = await db.Set<Job>().AsNoTracking().Where(j => j.RetiredAt == null).ToListAsync(ct);
        var id = jobs.Find(j => j.Settings == settings)?.Id;
        if (id is null)
        {
            var free = jobs.Exists(j => string.Equals(j.Name, name, StringComparison.OrdinalIgnoreCase)) ? $"{name[..Math.Min(name.Length, 90)]} {jobs.Count}" : name;
            var details = new JobDetails(free, settings, new NoSchedule()) { Timeout = TimeSpan.FromHours(24), MayBeHeld = false };
            id = await save.HandleAsync(null, 0, details, s_self, ct) is SaveJobResult.Done done ? done.Id : null;
        }

        return id is { } job && await run.HandleAsync(job, s_self, ct) is RunJobResult.Started started ? started.RunId : null;
    }

    /// <summary>Starts the job that carries restores out.</summary>
    internal Task<Guid?> StartAsync(CancellationToken ct) => StartAsync("Restores", new RestoreSettings(), ct);
}
