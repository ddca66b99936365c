using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>One calendar in use.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Number">Number of its version.</param>
/// <param name="Details">What it says.</param>
/// <param name="Jobs">Names of the jobs that hang on it.</param>
/// <param name="ChangedBy">Who changed it last, by name.</param>
/// <param name="ChangedAt">When (UTC).</param>
public sealed record CalendarRow(Guid Id, int Number, CalendarDetails Details, IReadOnlyList<string> Jobs, string ChangedBy, DateTimeOffset ChangedAt);

/// <summary>The calendars in use.</summary>
public interface ICalendarList
{
    /// <summary>All of them, by name.</summary>
    Task<IReadOnlyList<CalendarRow>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ICalendarList"/>
public sealed class CalendarList(IDbContextFactory<OpsDbContext> contexts) : ICalendarList
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<CalendarRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var calendars = await db.Set<JobCalendar>().AsNoTracking().Where(c => c.RetiredAt == null).OrderBy(c => c.Name).ToListAsync(ct);
        var jobs = (await db.Set<Job>().AsNoTracking().Where(j => j.RetiredAt == null).OrderBy(j => j.Name).ToListAsync(ct)).ToLookup(j => j.Details.CalendarId, j => j.Name);
        return [.. calendars.Select(c => new CalendarRow(c.Id, c.Number, c.Details, [.. jobs[c.Id]], c.ChangedBy, c.ChangedAt))];
    }
}
