using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>What ties a job to others: the asset, the calendar, the job before it.</summary>
internal static class JobTies
{
    /// <summary>The property that cannot be stored and why, in words; null when everything fits. Under the lock of job changes.</summary>
    public static async Task<(string Field, string Words)?> RefuseAsync(OpsDbContext db, Guid? id, JobDetails details, DateTimeOffset now, CancellationToken ct)
    {
        if (details.AssetId is { } asset && !await db.Set<Asset>().AnyAsync(a => a.Id == asset && a.RetiredAt == null, ct))
        {
            return (nameof(details.AssetId), "There is no such asset in use.");
        }

        var calendar = details.CalendarId is null ? null : await db.Set<JobCalendar>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == details.CalendarId && c.RetiredAt == null, ct);
        if (details.CalendarId is not null && calendar is null)
        {
            return (nameof(details.CalendarId), "There is no such calendar in use.");
        }

        return details.Schedule is AfterSchedule after
            ? await ChainErrorAsync(db, id, after, ct) is { } error ? (nameof(details.Schedule), error) : null
            : TimesError(details, calendar, now);
    }

    private static (string Field, string Words)? TimesError(JobDetails details, JobCalendar? calendar, DateTimeOffset now)
    {
        if (details.Schedule is NoSchedule)
        {
            return null;
        }

        if (FireTimes.After(details.Schedule, null, now).FirstOrDefault() is null)
        {
            return (nameof(details.Schedule), "It would never start: all of its times are past.");
        }

        return calendar is not null && !FireTimes.After(details.Schedule, new CalendarRules(calendar.Details), now).Any(f => f.ExcludedBy is null)
            ? (nameof(details.CalendarId), $"It would never start: the calendar {calendar.Name} excludes all of its times.")
            : null;
    }

    private static async Task<string?> ChainErrorAsync(OpsDbContext db, Guid? id, AfterSchedule after, CancellationToken ct)
    {
        var before = await db.Set<Job>().AsNoTracking().Where(j => j.RetiredAt == null).ToDictionaryAsync(j => j.Id, ct);
        if (!before.TryGetValue(after.JobId, out var job))
        {
            return "There is no such job in use to start after.";
        }

        var names = new List<string>();
        for (var seen = job; seen is not null; seen = seen.Schedule is AfterSchedule { JobId: var next } ? before.GetValueOrDefault(next) : null)
        {
            if (seen.Id == id)
            {
                return names.Count == 0 ? "It cannot start after itself." : $"It would start after itself, by way of {string.Join(" and ", names)}.";
            }

            names.Insert(0, seen.Name);
        }

        return null;
    }
}
