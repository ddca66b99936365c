using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs;

/// <summary>Answer of <see cref="RetireCalendar"/>.</summary>
public abstract record RetireCalendarResult
{
    /// <summary>Out of use.</summary>
    public sealed record Done : RetireCalendarResult;

    /// <summary>No such calendar in use.</summary>
    public sealed record NotFound : RetireCalendarResult;

    /// <summary>A job hangs on it.</summary>
    /// <param name="By">That job's name.</param>
    public sealed record InUse(string By) : RetireCalendarResult;
}

/// <summary>Takes a calendar out of use on which no job hangs.</summary>
public sealed class RetireCalendar(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Retires it.</summary>
    public Task<RetireCalendarResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        return JobRows.WithinAsync(contexts, db => RetireAsync(db, id, actor, ct), ct);
    }

    private async Task<RetireCalendarResult> RetireAsync(OpsDbContext db, Guid id, Actor actor, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLocks.Jobs})", ct);
        var now = clock.GetUtcNow();
        if (await db.Set<JobCalendar>().SingleOrDefaultAsync(c => c.Id == id && c.RetiredAt == null, ct) is not { } calendar)
        {
            return new RetireCalendarResult.NotFound();
        }

        var key = id.ToString();
        var user = await db.Database
            .SqlQuery<string>($"select name as \"Value\" from jobs where details ->> 'calendarId' = {key} and retired_at is null order by name limit 1").ToListAsync(ct);
        if (user.Count > 0)
        {
            return new RetireCalendarResult.InUse(user[0]);
        }

        calendar.Retire(now);
        db.Add(TimelineEntry.Record(now, actor, new Happening("calendar.retired", key, $"took calendar {calendar.Name} out of use") { Before = calendar.Details }));
        return new RetireCalendarResult.Done();
    }
}
