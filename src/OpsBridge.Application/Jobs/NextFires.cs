using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>Shows when a schedule would start, before it is stored.</summary>
public interface INextFires
{
    /// <summary>
    /// The next starts after a moment, with the excluded times between them (at most four for each start asked for); none
    /// where the schedule makes no sense yet, is started by hand or by another job.
    /// </summary>
    /// <param name="schedule">The schedule, valid or not.</param>
    /// <param name="calendarId">The calendar; null for none.</param>
    /// <param name="from">The moment (UTC).</param>
    /// <param name="count">How many starts, 1 to 500.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<NextFire>> ReadAsync(JobSchedule schedule, Guid? calendarId, DateTimeOffset from, int count, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="INextFires"/>
public sealed class NextFires(IDbContextFactory<OpsDbContext> contexts) : INextFires
{
    private const int Most = 500;
    private const int ExcludedForEach = 4;

    /// <inheritdoc />
    public async Task<IReadOnlyList<NextFire>> ReadAsync(JobSchedule schedule, Guid? calendarId, DateTimeOffset from, int count, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        if (JobRules.ScheduleError(schedule) is not null)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var rules = await JobRows.CalendarAsync(db, calendarId, ct);
        count = Math.Clamp(count, 1, Most);
        var (starts, found) = (0, new List<NextFire>());
        foreach (var fire in FireTimes.After(schedule, rules, from).Take(count * (ExcludedForEach + 1)))
        {
            found.Add(fire);
            if (fire.ExcludedBy is null && ++starts == count)
            {
                break;
            }
        }

        return found;
    }
}
