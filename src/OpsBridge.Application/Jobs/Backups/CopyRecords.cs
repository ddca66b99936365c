using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Backups;

/// <summary>Writes the records of copies, each change behind the fence of its attempt.</summary>
public sealed class CopyRecords(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    // A run that is not ours is another console's, which shares the server or the folder, unless it is as old as nothing that still works can be.
    private static readonly TimeSpan s_foreign = TimeSpan.FromDays(30);

    internal static Actor Self { get; } = Actor.Internal("jobs", Permissions.ReportAlerts);

    internal TimeProvider Clock => clock;

    internal IDbContextFactory<OpsDbContext> Contexts => contexts;

    /// <summary>An attempt begins to make a copy.</summary>
    internal async Task<BackupCopy> BeginAsync(JobAttempt attempt, BackupSettings settings, string path, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var copy = new BackupCopy
        {
            Id = Guid.CreateVersion7(now),
            JobId = attempt.JobId,
            RunId = attempt.RunId,
            AssetId = attempt.AssetId,
            Target = settings.Target.Length <= 1000 ? settings.Target : settings.Target[..1000],
            Kind = settings.Kind,
            Path = path,
            StartedAt = now,
        };
        await attempt.CommitAsync(
            async (db, token) =>
            {
                db.Add(copy);
                await db.SaveChangesAsync(token);
            },
            ct);
        return copy;
    }

    /// <summary>Changes a copy in the database and here, with whatever else belongs into that transaction.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="change">Changes it.</param>
    /// <param name="done">In one line how the attempt has succeeded with this; null when more is to come.</param>
    /// <param name="ct">Gives up.</param>
    internal static Task ChangeAsync(JobAttempt attempt, BackupCopy copy, Func<OpsDbContext, BackupCopy, Task> change, string? done, CancellationToken ct)
    {
        return done is null ? attempt.CommitAsync(WriteAsync, ct) : attempt.FinishAsync(WriteAsync, done, ct);

        async Task WriteAsync(OpsDbContext db, CancellationToken token)
        {
            var stored = await db.Set<BackupCopy>().SingleAsync(c => c.Id == copy.Id, token);
            await change(db, stored);
            await db.SaveChangesAsync(token);
        }
    }

    /// <summary>The copy as stored now.</summary>
    internal async Task<BackupCopy> ReadAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<BackupCopy>().AsNoTracking().SingleAsync(c => c.Id == id, ct);
    }

    /// <summary>All copies of a job that are not deleted, newest first.</summary>
    internal async Task<IReadOnlyList<BackupCopy>> OfJobAsync(Guid jobId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<BackupCopy>().AsNoTracking().Where(c => c.JobId == jobId && c.State != CopyState.Expired).OrderByDescending(c => c.StartedAt).ToListAsync(ct);
    }

    /// <summary>Names of a job's copies: those that are kept, and those that retention gave up.</summary>
    internal async Task<(IReadOnlySet<string> Kept, IReadOnlySet<string> Expired)> NamesAsync(Guid jobId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var all = await db.Set<BackupCopy>().Where(c => c.JobId == jobId && c.State != CopyState.Making).Select(c => new { c.Path, c.State }).ToListAsync(ct);
        return (all.Where(c => c.State != CopyState.Expired).Select(c => c.Path).ToHashSet(StringComparer.Ordinal), all.Where(c => c.State == CopyState.Expired).Select(c => c.Path).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Whether no attempt of the run can still be at work.</summary>
    internal async Task<bool> IsDeadAsync(Guid runId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var run = await db.Set<JobRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId, ct);
        return run?.HasEnded ?? BegunAt(runId) < clock.GetUtcNow() - s_foreign;
    }

    /// <summary>The time within a key of version 7 (RFC 9562, section 5.7).</summary>
    private static DateTimeOffset BegunAt(Guid key) => DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(key.ToByteArray(bigEndian: true)) >> 16));

    /// <summary>An entry of the timeline about a copy.</summary>
    internal TimelineEntry Entry(BackupCopy copy, string what, string words) => TimelineEntry.Record(clock.GetUtcNow(), Self, new Happening($"backup.{what}", copy.Id.ToString(), words)
    {
        AssetId = copy.AssetId,
        After = new { copy.JobId, copy.RunId, copy.Target, copy.Path, copy.Bytes, copy.Sha256, State = copy.State.ToString() },
    });
}
