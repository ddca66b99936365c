using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>Reads rows of jobs under their locks.</summary>
internal static class JobRows
{
    private const int MostTries = 5;

    /// <summary>A process that stops in the middle of a transaction must not hold its locks for longer.</summary>
    private static readonly FormattableString s_limit = $"set local idle_in_transaction_session_timeout = '30s'";

    /// <summary>The job, locked until the transaction ends; null when there is none.</summary>
    public static async Task<Job?> LockAsync(OpsDbContext db, Guid id, CancellationToken ct)
    {
        var found = await db.Database.SqlQuery<Guid>($"select id as \"Value\" from jobs where id = {id} for update").ToListAsync(ct);
        return found.Count == 0 ? null : await db.Set<Job>().SingleAsync(j => j.Id == id, ct);
    }

    /// <summary>The job, locked and as it is now; null when somebody else holds it: look again later.</summary>
    public static async Task<Job?> TryLockAsync(OpsDbContext db, Guid id, CancellationToken ct)
    {
        var found = await db.Database.SqlQuery<Guid>($"select id as \"Value\" from jobs where id = {id} for update skip locked").ToListAsync(ct);
        if (found.Count == 0)
        {
            return null;
        }

        var job = await db.Set<Job>().SingleAsync(j => j.Id == id, ct);
        await db.Entry(job).ReloadAsync(ct);
        return job;
    }

    /// <summary>The run, locked until the transaction ends; null when there is none. Lock the job first where both are needed.</summary>
    public static async Task<JobRun?> LockRunAsync(OpsDbContext db, Guid id, CancellationToken ct)
    {
        var found = await db.Database.SqlQuery<Guid>($"select id as \"Value\" from job_runs where id = {id} for update").ToListAsync(ct);
        return found.Count == 0 ? null : await db.Set<JobRun>().SingleAsync(r => r.Id == id, ct);
    }

    /// <summary>The rules of a calendar, retired ones too; null for none.</summary>
    public static async Task<CalendarRules?> CalendarAsync(OpsDbContext db, Guid? id, CancellationToken ct) =>
        id is null || await db.Set<JobCalendar>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } calendar
            ? null
            : new CalendarRules(calendar.Details);

    /// <summary>
    /// One transaction, done again when another process raised the same alert at the same moment (see
    /// <see cref="Alerts.ApplySignals.WithinAsync"/>).
    /// </summary>
    public static async Task<T> WithinAsync<T>(IDbContextFactory<OpsDbContext> contexts, Func<OpsDbContext, Task<T>> work, CancellationToken ct)
    {
        for (var tried = 1; ; tried++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            try
            {
                await db.Database.ExecuteSqlAsync(s_limit, ct);
                var answer = await work(db);
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return answer;
            }
            catch (Exception exception) when (tried < MostTries && IsPassing(exception as PostgresException ?? exception.InnerException as PostgresException))
            {
                // done again: an alert is now a repeat, and who was in the way is through
            }
        }
    }

    private static bool IsPassing(PostgresException? exception) =>
        exception is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "alerts" } || (exception is not null && StorageFault.IsContention(exception));
}
