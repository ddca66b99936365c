using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Looks at copies of other jobs on behalf of a run: with the settings and secrets of the job that made them.</summary>
public sealed class CopyProofs(KindRun runs, CopyMakings makings, CopyKeeping keeping, CopyRecords records)
{
    /// <summary>Looks at a copy, and stores what was found.</summary>
    /// <param name="attempt">The attempt that looks.</param>
    /// <param name="job">The job that made the copy.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="why">What a restore counts as.</param>
    /// <param name="look">How to look.</param>
    /// <param name="ct">Gives up.</param>
    internal async Task<CopyVerdict> LookAsync(JobAttempt attempt, Job job, BackupCopy copy, ProofKind why, Func<BackupMaking, CancellationToken, Task<CopyVerdict>> look, CancellationToken ct)
    {
        CopyVerdict? verdict = null;
        var result = await runs.RunAsync<BackupSettings>(
            attempt with { Settings = job.Settings },
            async (scene, token) =>
            {
                var making = await makings.FindAsync(scene, token);
                verdict = await BackupRunner.LookAsync(() => look(making, token));
                return new JobResult(verdict.Outcome == CopyOutcome.Good, scene.Output.Clean(verdict.Words));
            },
            ct);
        verdict = verdict is null ? new CopyVerdict(CopyOutcome.Unknown, result.Summary) : verdict with { Words = result.Summary };
        await keeping.RecordAsync(attempt, copy, verdict, why, null, null, ct);
        return verdict;
    }

    /// <summary>Backup jobs, retired ones too: their copies stay.</summary>
    internal async Task<IReadOnlyList<Job>> JobsAsync(Guid? only, CancellationToken ct)
    {
        await using var db = await records.Contexts.CreateDbContextAsync(ct);
        var jobs = await db.Set<Job>().AsNoTracking().Where(j => only == null || j.Id == only).OrderBy(j => j.Name).ToListAsync(ct);
        return [.. jobs.Where(j => j.Settings is BackupSettings)];
    }

    /// <summary>When each job's copies were last restored well.</summary>
    internal async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> LastProofsAsync(CancellationToken ct)
    {
        await using var db = await records.Contexts.CreateDbContextAsync(ct);
        return await db.Set<BackupProof>().Where(p => p.Good).GroupBy(p => p.JobId).Select(g => new { g.Key, At = g.Max(p => p.At) }).ToDictionaryAsync(p => p.Key, p => p.At, ct);
    }

    /// <summary>All copies of a job that are complete, newest first.</summary>
    internal async Task<IReadOnlyList<BackupCopy>> CopiesAsync(Guid jobId, CancellationToken ct) =>
        [.. (await records.OfJobAsync(jobId, ct)).Where(c => c.State != CopyState.Making)];
}
