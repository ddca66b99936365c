using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Backups;

/// <summary>Carries out approved restores, oldest first, each under a new name.</summary>
public sealed class RestoreKind(CopyProofs proofs, IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IJobKind
{
    private static readonly Actor s_self = Actor.Internal("jobs");

    /// <inheritdoc />
    public string Name => "restore";

    /// <inheritdoc />
    public async Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct)
    {
        var last = new JobResult(false, "nothing was approved", MayRetry: false);
        while (await TakeAsync(attempt, ct) is { } request)
        {
            last = await RestoreAsync(attempt, request, ct);
            if (!last.Good)
            {
                break; // the others wait for a run of their own
            }
        }

        return last with { MayRetry = false };
    }

    private static async Task<RestoreRequest?> TakeAsync(JobAttempt attempt, CancellationToken ct)
    {
        RestoreRequest? taken = null;
        await attempt.CommitAsync(
            async (db, token) =>
            {
                taken = await db.Set<RestoreRequest>().Where(r => r.State == RestoreState.Approved).OrderBy(r => r.DecidedAt).FirstOrDefaultAsync(token);
                taken?.Start(attempt.RunId);
                await db.SaveChangesAsync(token);
            },
            ct);
        return taken;
    }

    private async Task<JobResult> RestoreAsync(JobAttempt attempt, RestoreRequest request, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var copy = await db.Set<BackupCopy>().AsNoTracking().SingleAsync(c => c.Id == request.CopyId, ct);
        var job = await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == copy.JobId, ct);
        attempt.Write(LineSource.Note, $"restore {Path.GetFileName(copy.Path)} as {request.NewName}: asked by {request.AskedBy}, approved by {request.DecidedBy}");
        var verdict = copy.IsGood
            ? await proofs.LookAsync(attempt, job, copy, ProofKind.Restore, (making, token) => making.RestoreAsync(copy, request.NewName, token), ct)
            : new CopyVerdict(CopyOutcome.Unknown, "the copy is no longer a good one");
        var good = verdict.Outcome == CopyOutcome.Good;
        await attempt.CommitAsync(
            async (inner, token) =>
            {
                var stored = await inner.Set<RestoreRequest>().SingleAsync(r => r.Id == request.Id, token);
                stored.End(good, verdict.Words);
                inner.Add(TimelineEntry.Record(clock.GetUtcNow(), s_self, new Happening(good ? "restore.done" : "restore.failed", request.Id.ToString(), $"restore of {copy.Target} as {request.NewName}: {verdict.Words}")
                {
                    AssetId = copy.AssetId,
                }));
                await inner.SaveChangesAsync(token);
            },
            ct);
        return new JobResult(good, $"{request.NewName}: {verdict.Words}");
    }
}
