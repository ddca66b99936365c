using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Restores the newest copy of a backup to a scratch place, for practice and as evidence.</summary>
public sealed class DrillKind(CopyProofs proofs) : IJobKind
{
    /// <inheritdoc />
    public string Name => "drill";

    /// <inheritdoc />
    public async Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct)
    {
        var jobs = await proofs.JobsAsync(((DrillSettings)attempt.Settings).BackupJobId, ct);
        var proven = await proofs.LastProofsAsync(ct);
        foreach (var job in jobs.Where(j => j.RetiredAt is null).OrderBy(j => proven.GetValueOrDefault(j.Id)))
        {
            var copies = await proofs.CopiesAsync(job.Id, ct);
            if ((copies.FirstOrDefault(c => c.IsGood) ?? copies.FirstOrDefault(c => c.State == CopyState.Unverified)) is not { } copy)
            {
                continue;
            }

            attempt.Write(LineSource.Note, $"restore {Path.GetFileName(copy.Path)} of {job.Name} to a scratch place");
            var verdict = await proofs.LookAsync(attempt, job, copy, ProofKind.Drill, (making, token) => making.DrillAsync(copy, token), ct);
            return new JobResult(verdict.Outcome == CopyOutcome.Good, $"{job.Name}, copy of {copy.StartedAt:yyyy-MM-dd HH:mm} UTC: {verdict.Words}", MayRetry: verdict.Outcome != CopyOutcome.Bad);
        }

        return new JobResult(false, "there is no copy to restore", MayRetry: false);
    }
}
