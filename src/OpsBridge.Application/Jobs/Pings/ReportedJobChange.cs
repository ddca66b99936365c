using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// Changes one reported job at a time: its row is locked until the change is stored, and what follows from the change is stored with it or
/// not at all: flip, alert, timeline.
/// </summary>
public sealed class ReportedJobChange(IDbContextFactory<OpsDbContext> contexts, PingRooms rooms, TimeProvider clock)
{
    private const int Attempts = 4;
    private static readonly Actor s_self = Actor.Internal("reported jobs", Permissions.ReportAlerts);

    /// <summary>Runs a change in a transaction, again when it was in the way of another.</summary>
    internal async Task<TResult> ApplyAsync<TResult>(Func<OpsDbContext, DateTimeOffset, Task<TResult>> change, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = clock.GetUtcNow();
            await using var db = await contexts.CreateDbContextAsync(ct);
            await rooms.MakeAsync(db, now, ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            try
            {
                var result = await change(db, now);
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return result;
            }
            catch (Exception exception) when (attempt < Attempts && IsCollision(exception))
            {
                // Another raised the same alert or made the same row first: decide again from what is there now.
            }
            catch (DbUpdateException exception) when (exception.InnerException is NpgsqlException cause and not PostgresException)
            {
                ExceptionDispatchInfo.Throw(cause); // the database is away, and callers know it by this
            }
        }
    }

    /// <summary>Locks a job within the caller's transaction and decides; <paramref name="notFound"/> where there is none.</summary>
    internal Task<TResult> OfAsync<TResult>(Guid id, TResult notFound, Func<OpsDbContext, ReportedJob, DateTimeOffset, Task<TResult>> decide, CancellationToken ct) =>
        ApplyAsync(async (db, now) => await LockAsync(db, id, ct) is { } job ? await decide(db, job, now) : notFound, ct);

    /// <summary>Locks a job within the caller's transaction; null when there is none.</summary>
    internal static async Task<ReportedJob?> LockAsync(OpsDbContext db, Guid id, CancellationToken ct) =>
        (await db.Set<ReportedJob>().FromSql($"select * from reported_jobs where id = {id} for update").ToListAsync(ct)).SingleOrDefault();

    /// <summary>Stores what follows from a change of state.</summary>
    /// <param name="db">Context in the caller's transaction; holds the changed job.</param>
    /// <param name="job">The job, locked.</param>
    /// <param name="flip">The change; null for none.</param>
    /// <param name="actor">Who caused it.</param>
    /// <param name="output">Body of the ping that told of a failure.</param>
    /// <param name="ct">Gives up.</param>
    internal static async Task FollowAsync(OpsDbContext db, ReportedJob job, PingFlip? flip, Actor actor, byte[]? output, CancellationToken ct)
    {
        if (flip is null)
        {
            return;
        }

        db.Add(flip);
        if (flip.From != ReportedJobState.New || flip.To != ReportedJobState.Up) // that a new job reports is no news
        {
            db.Add(TimelineEntry.Record(flip.At, actor, PingHistory.Flipped(job, flip)));
        }

        if (flip.From == ReportedJobState.Down || flip.To == ReportedJobState.Down) // only then is or was there an alert
        {
            await TellAsync(db, job, output, flip.At, ct);
        }
    }

    /// <summary>Tells the alerts how a job stands.</summary>
    internal static Task TellAsync(OpsDbContext db, ReportedJob job, byte[]? output, DateTimeOffset now, CancellationToken ct) =>
        ApplySignals.WithinAsync(db, [PingSignals.Of(job, output, now)], s_self, ct);

    private static bool IsCollision(Exception exception) =>
        exception is DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } inner }
            ? inner.TableName is not "ping_keys"
            : StorageFault.IsContention(exception) || (exception.InnerException is { } cause && StorageFault.IsContention(cause));
}
