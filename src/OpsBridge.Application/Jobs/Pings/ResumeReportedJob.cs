using OpsBridge.Identity;

namespace OpsBridge.Jobs.Pings;

/// <summary>An operator has a paused job watched again: if it has ever reported, it is expected from now on.</summary>
public sealed class ResumeReportedJob(ReportedJobChange changes)
{
    /// <summary>Resumes it.</summary>
    public Task<ReportedJobResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        return changes.OfAsync<ReportedJobResult>(
            id,
            new ReportedJobResult.NotFound(),
            async (db, job, now) =>
            {
                if (job.Resume(now) is not { } flip)
                {
                    return new ReportedJobResult.Refused("It is not paused.");
                }

                await ReportedJobChange.FollowAsync(db, job, flip, actor, output: null, ct);
                return new ReportedJobResult.Done();
            },
            ct);
    }
}
