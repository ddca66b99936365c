using System.Globalization;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Reads copies again. One that was never proven, or was found damaged, is proven in full: reading alone does not make it good.</summary>
public sealed class VerifyKind(CopyProofs proofs) : IJobKind
{
    /// <inheritdoc />
    public string Name => "verify";

    /// <inheritdoc />
    public async Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct)
    {
        var (good, bad, unknown) = (0, 0, 0);
        foreach (var job in await proofs.JobsAsync(((VerifySettings)attempt.Settings).BackupJobId, ct))
        {
            foreach (var copy in await proofs.CopiesAsync(job.Id, ct))
            {
                var verdict = await proofs.LookAsync(
                    attempt, job, copy, ProofKind.Verification, (making, token) => copy.IsGood ? making.RereadAsync(copy, token) : making.VerifyAsync(copy, token), ct);
                (good, bad, unknown) = verdict.Outcome switch
                {
                    CopyOutcome.Good => (good + 1, bad, unknown),
                    CopyOutcome.Bad => (good, bad + 1, unknown),
                    _ => (good, bad, unknown + 1),
                };
                attempt.Write(verdict.Outcome == CopyOutcome.Good ? LineSource.Note : LineSource.Error, $"{job.Name}, {Path.GetFileName(copy.Path)}: {verdict.Words}");
            }
        }

        var words = string.Create(CultureInfo.InvariantCulture, $"{good} copies are as they were made");
        words += bad == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {bad} damaged");
        words += unknown == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {unknown} could not be looked at");
        return new JobResult(bad == 0 && unknown == 0, words, MayRetry: bad == 0);
    }
}
