using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Running;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs;

/// <summary>Answer of <see cref="SaveCalendar"/>.</summary>
public abstract record SaveCalendarResult
{
    /// <summary>Stored; its jobs have their next start by it.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Number">Number of the version.</param>
    public sealed record Done(Guid Id, int Number) : SaveCalendarResult;

    /// <summary>No such calendar in use.</summary>
    public sealed record NotFound : SaveCalendarResult;

    /// <summary>Somebody changed it first; nothing was stored.</summary>
    /// <param name="By">Who.</param>
    public sealed record Stale(string By) : SaveCalendarResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by property of <see cref="CalendarDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveCalendarResult;
}

/// <summary>Makes a calendar, or changes one and the next starts of its jobs with it.</summary>
public sealed class SaveCalendar(IDbContextFactory<OpsDbContext> contexts, JobPlanner planner, TimeProvider clock)
{
    /// <summary>Stores it.</summary>
    /// <param name="id">The calendar to change; null for a new one.</param>
    /// <param name="seen">Number of the version that was changed; 0 for a new one.</param>
    /// <param name="details">What it says.</param>
    /// <param name="actor">Who saves.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<SaveCalendarResult> HandleAsync(Guid? id, int seen, CalendarDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        if (details.Validate(clock.GetUtcNow()) is { Count: > 0 } errors)
        {
            return new SaveCalendarResult.Invalid(errors);
        }

        try
        {
            return await JobRows.WithinAsync(contexts, db => StoreAsync(db, id, seen, details.Normalized(), actor, ct), ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { ConstraintName: "ix_job_calendars_name" })
        {
            return Invalid(nameof(details.Name), "Another calendar has this name.");
        }
    }

    private static SaveCalendarResult.Invalid Invalid(string field, string words) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = words });

    private async Task<SaveCalendarResult> StoreAsync(OpsDbContext db, Guid? id, int seen, CalendarDetails details, Actor actor, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.Jobs})", ct);
        var now = clock.GetUtcNow();
        var calendar = id is null ? null : await db.Set<JobCalendar>().SingleOrDefaultAsync(c => c.Id == id && c.RetiredAt == null, ct);
        if (id is not null && calendar is null)
        {
            return new SaveCalendarResult.NotFound();
        }

        if (calendar is not null && calendar.Number != seen)
        {
            return new SaveCalendarResult.Stale(calendar.ChangedBy);
        }

        if (details.SiteId is { } site && !await db.Set<Site>().AnyAsync(s => s.Id == site, ct))
        {
            return Invalid(nameof(details.SiteId), "There is no such site.");
        }

        if (calendar is not null && await RescheduleAsync(db, calendar, details, now, ct) is { } starved)
        {
            return Invalid(nameof(details.Days), $"The job {starved} hangs on it and would never start.");
        }

        return Store(db, calendar, details, actor, now);
    }

    private static SaveCalendarResult.Done Store(OpsDbContext db, JobCalendar? calendar, CalendarDetails details, Actor actor, DateTimeOffset now)
    {
        var before = calendar?.Details;
        if (calendar is null)
        {
            db.Add(calendar = JobCalendar.Create(details, actor, now));
        }
        else
        {
            calendar.Change(details, actor, now);
        }

        db.Add(TimelineEntry.Record(now, actor, new Happening(before is null ? "calendar.created" : "calendar.changed", calendar.Id.ToString(), $"{(before is null ? "created" : "changed")} calendar {details.Name}")
        {
            Before = before,
            After = details,
        }));
        return new SaveCalendarResult.Done(calendar.Id, calendar.Number);
    }

    /// <summary>Gives the jobs of the calendar their next start by the new rules; the name of one that would never start again, null when there is none.</summary>
    private async Task<string?> RescheduleAsync(OpsDbContext db, JobCalendar calendar, CalendarDetails details, DateTimeOffset now, CancellationToken ct)
    {
        var key = calendar.Id.ToString();
        var jobs = await db.Set<Job>()
            .FromSql($"select *, xmin from jobs where details ->> 'calendarId' = {key} and retired_at is null order by id for update").ToListAsync(ct);
        await planner.PlanAsync(db, jobs, now, ct);
        var rules = new CalendarRules(details);
        foreach (var job in jobs.Where(j => j.NextAt is not null))
        {
            if (!FireTimes.After(job.Schedule, rules, now).Any(f => f.ExcludedBy is null))
            {
                return job.Name;
            }

            job.Advance(FireTimes.Next(job.Schedule, rules, now)?.At);
        }

        return null;
    }
}
