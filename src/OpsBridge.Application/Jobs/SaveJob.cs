using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Running;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs;

/// <summary>Answer of <see cref="SaveJob"/>.</summary>
public abstract record SaveJobResult
{
    /// <summary>Stored as a new version.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Number">Number of the version.</param>
    public sealed record Done(Guid Id, int Number) : SaveJobResult;

    /// <summary>No such job in use.</summary>
    public sealed record NotFound : SaveJobResult;

    /// <summary>Somebody changed it first; nothing was stored.</summary>
    /// <param name="By">Who.</param>
    public sealed record Stale(string By) : SaveJobResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by property of <see cref="JobDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveJobResult;
}

/// <summary>Makes a job, or a new version of one. One change of jobs at a time, so that no chain closes to a circle.</summary>
public sealed class SaveJob(IDbContextFactory<OpsDbContext> contexts, JobPlanner planner, TimeProvider clock)
{
    /// <summary>Stores it.</summary>
    /// <param name="id">The job to change; null for a new one.</param>
    /// <param name="seen">Number of the version that was changed; 0 for a new one.</param>
    /// <param name="details">What it says.</param>
    /// <param name="actor">Who saves.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<SaveJobResult> HandleAsync(Guid? id, int seen, JobDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        if (details.Validate() is { Count: > 0 } errors)
        {
            return new SaveJobResult.Invalid(errors);
        }

        details = details.Normalized();
        try
        {
            return await JobRows.WithinAsync(contexts, db => StoreAsync(db, id, seen, details, actor, ct), ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { ConstraintName: "ix_jobs_name" })
        {
            return Invalid(nameof(details.Name), "Another job has this name.");
        }
    }

    private static SaveJobResult.Invalid Invalid(string field, string words) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = words });

    private async Task<SaveJobResult> StoreAsync(OpsDbContext db, Guid? id, int seen, JobDetails details, Actor actor, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.Jobs})", ct);
        var now = clock.GetUtcNow();
        var job = id is null ? null : await JobRows.LockAsync(db, id.Value, ct);
        if (id is not null && (job is null || job.RetiredAt is not null))
        {
            return new SaveJobResult.NotFound();
        }

        if (job is not null && job.Number != seen)
        {
            return new SaveJobResult.Stale(job.ChangedBy);
        }

        if (await JobTies.RefuseAsync(db, id, details, now, ct) is var (field, words))
        {
            return Invalid(field, words);
        }

        job = await ChangeAsync(db, job, details, actor, now, ct);
        return new SaveJobResult.Done(job.Id, job.Number);
    }

    private async Task<Job> ChangeAsync(OpsDbContext db, Job? job, JobDetails details, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var rules = await JobRows.CalendarAsync(db, details.CalendarId, ct);
        var before = job?.Details;
        var next = FireTimes.Next(details.Schedule, rules, now)?.At;
        if (job is null)
        {
            db.Add(job = Job.Create(details, next, actor, now));
        }
        else
        {
            await planner.PlanAsync(db, [job], now, ct); // what is due was due under the old schedule
            var same = before!.Schedule == details.Schedule && before.CalendarId == details.CalendarId;
            job.Change(details, same ? job.NextAt : next, actor, now);
        }

        db.Add(new JobVersion { JobId = job.Id, Number = job.Number, At = now, ByName = actor.Name, Details = details });
        db.Add(TimelineEntry.Record(now, actor, new Happening(before is null ? "job.created" : "job.changed", job.Id.ToString(), $"{(before is null ? "created" : "changed")} job {details.Name}")
        {
            AssetId = details.AssetId,
            Before = before is null ? null : JobHistory.Facts(before),
            After = JobHistory.Facts(details),
        }));
        return job;
    }
}
