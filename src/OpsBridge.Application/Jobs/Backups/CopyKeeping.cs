using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>What happens to copies after they were made: judged, recorded, kept or deleted.</summary>
public sealed class CopyKeeping(CopyRecords records)
{
    private const int LookedBack = 20;

    /// <summary>Compares a new copy with those before it and raises or clears the alerts, in the transaction that stores it.</summary>
    internal static async Task JudgeNewAsync(OpsDbContext db, BackupCopy copy, BackupPolicy policy, string jobName, CancellationToken ct)
    {
        var before = await db.Set<BackupCopy>().AsNoTracking()
            .Where(c => c.JobId == copy.JobId && c.Id != copy.Id && c.EndedAt != null)
            .OrderByDescending(c => c.StartedAt).Take(LookedBack).ToListAsync(ct);
        await ApplySignals.WithinAsync(db, BackupSignals.Judge(copy, before, policy, jobName), CopyRecords.Self, ct);
    }

    /// <summary>Stores what a check found, the evidence, and the alerts that follow.</summary>
    /// <param name="attempt">The attempt that looked.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="verdict">What was found.</param>
    /// <param name="why">Why it looked.</param>
    /// <param name="policy">What is promised, for a new copy; null for one that was there.</param>
    /// <param name="done">In one line how the attempt has succeeded with this; null when more is to come.</param>
    /// <param name="ct">Gives up.</param>
    internal async Task RecordAsync(JobAttempt attempt, BackupCopy copy, CopyVerdict verdict, ProofKind why, BackupPolicy? policy, string? done, CancellationToken ct) => await CopyRecords.ChangeAsync(
        attempt,
        copy,
        async (db, stored) =>
        {
            var now = records.Clock.GetUtcNow();
            var before = stored.State;
            stored.Judge(verdict, now);
            if (BackupProof.From(stored, verdict, why, attempt.RunId, now) is { } proof)
            {
                db.Add(proof);
            }

            var words = verdict.Outcome switch { CopyOutcome.Good => "verified", CopyOutcome.Bad => "corrupt", _ => "unverified" };
            if (before != stored.State || verdict.Outcome != CopyOutcome.Good || why != ProofKind.Verification)
            {
                db.Add(records.Entry(stored, words, $"{stored.Target}: {verdict.Words}"));
            }

            await db.SaveChangesAsync(ct);
            if (await SignalsAsync(db, stored, verdict, policy is not null, ct) is { Count: > 0 } signals)
            {
                await ApplySignals.WithinAsync(db, signals, CopyRecords.Self, ct);
            }
        },
        done,
        ct);

    private async Task<IReadOnlyList<AlertSignal>> SignalsAsync(OpsDbContext db, BackupCopy copy, CopyVerdict verdict, bool isNew, CancellationToken ct)
    {
        var job = await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == copy.JobId, ct);
        var now = records.Clock.GetUtcNow();
        var signals = new List<AlertSignal>();
        if (verdict.Outcome != CopyOutcome.Unknown)
        {
            signals.Add(BackupSignals.SayCorrupt(copy, job.Name, verdict.Outcome == CopyOutcome.Bad, now));
        }

        if (isNew)
        {
            signals.Add(BackupSignals.Say(
                BackupSignals.Unverified, job.Id, job.Name, copy.AssetId, verdict.Outcome != CopyOutcome.Good, AlertSeverity.Major, $"The last backup of {copy.Target} is not verified", now) with { Detail = verdict.Words });
        }

        return signals;
    }

    /// <summary>Deletes what the policy does not keep: first the record, then the file.</summary>
    internal async Task RetainAsync(JobAttempt attempt, BackupPolicy policy, CleanOutput output, BackupMaking making, CancellationToken ct)
    {
        var expired = RetentionRule.Expired(await records.OfJobAsync(attempt.JobId, ct), policy, records.Clock.GetUtcNow());
        foreach (var copy in expired)
        {
            await CopyRecords.ChangeAsync(
                attempt,
                copy,
                async (db, stored) =>
                {
                    stored.Expire(records.Clock.GetUtcNow());
                    db.Add(records.Entry(stored, "expired", $"retention deletes the copy of {stored.Target} from {stored.StartedAt:yyyy-MM-dd HH:mm} UTC"));
                    await db.SaveChangesAsync(ct);
                    await ApplySignals.WithinAsync(db, [BackupSignals.SayCorrupt(stored, attempt.JobName, firing: false, records.Clock.GetUtcNow())], CopyRecords.Self, ct);
                },
                null,
                ct);
            CopyFiles.Remove(copy);
            output.Note($"retention: deleted {Path.GetFileName(copy.Path)}");
        }

        if (expired.Count > 0)
        {
            await ForgetAsync(making, expired, output, ct);
        }
    }

    /// <summary>The new copy is proven: that old ones could not be removed does not change it.</summary>
    private static async Task ForgetAsync(BackupMaking making, IReadOnlyList<BackupCopy> expired, CleanOutput output, CancellationToken ct)
    {
        try
        {
            await making.ForgetAsync(expired, ct);
        }
        catch (KindFault e)
        {
            output.Write(LineSource.Error, $"retention: what was given up stays in the repository until the next run: {e.Message}");
        }
    }

    /// <summary>Records of attempts that died, and files that were to be deleted when the process was killed.</summary>
    internal async Task ForgetDeadAsync(JobAttempt attempt, Func<Guid, Task<bool>> isDead, CancellationToken ct)
    {
        await using var db = await records.Contexts.CreateDbContextAsync(ct);
        var leftOver = await db.Set<BackupCopy>().AsNoTracking().Where(c => c.JobId == attempt.JobId && (c.State == CopyState.Making || c.State == CopyState.Expired)).ToListAsync(ct);
        foreach (var copy in leftOver)
        {
            if (copy.State == CopyState.Expired)
            {
                CopyFiles.Remove(copy);
            }
            else if (await isDead(copy.RunId))
            {
                CopyFiles.Remove(copy); // renamed, and then killed before the record
                await attempt.CommitAsync((inner, token) => inner.Set<BackupCopy>().Where(c => c.Id == copy.Id && c.State == CopyState.Making).ExecuteDeleteAsync(token), ct);
            }
        }
    }
}

/// <summary>The files of a copy.</summary>
internal static class CopyFiles
{
    /// <summary>Ending of the manifest beside a copy.</summary>
    public const string Manifest = ".manifest.json";

    /// <summary>Deletes them; nothing happens for copies in a repository.</summary>
    public static void Remove(BackupCopy copy)
    {
        if (Path.IsPathFullyQualified(copy.Path))
        {
            Remove(copy.Path);
        }
    }

    /// <summary>Deletes a file or folder and its manifest.</summary>
    public static void Remove(string path)
    {
        DurableFiles.Remove(path);
        DurableFiles.Remove(path + Manifest);
    }

    /// <summary>Gives a copy and its manifest their final names. The manifest first: a copy that is there has its manifest.</summary>
    public static void Publish(string from, string to)
    {
        DurableFiles.Publish(from + Manifest, to + Manifest);
        DurableFiles.Publish(from, to);
    }
}
