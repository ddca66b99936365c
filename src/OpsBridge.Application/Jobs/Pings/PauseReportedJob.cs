using OpsBridge.Assets;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Pings;

/// <summary>An operator stops watching a reported job for a while; its open alert clears.</summary>
public sealed class PauseReportedJob(ReportedJobChange changes)
{
    /// <summary>Longest reason, in characters.</summary>
    public const int MaxWhy = 500;

    /// <summary>Pauses it, or gives a pause another end.</summary>
    /// <param name="id">The job.</param>
    /// <param name="until">When the pause ends by itself (UTC); null for no end.</param>
    /// <param name="why">The reason; may be blank.</param>
    /// <param name="actor">Who.</param>
    /// <param name="ct">Gives up.</param>
    public Task<ReportedJobResult> HandleAsync(Guid id, DateTimeOffset? until, string? why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        return changes.OfAsync<ReportedJobResult>(
            id,
            new ReportedJobResult.NotFound(),
            async (db, job, now) =>
            {
                if (until <= now || !PlainText.IsText(why, MaxWhy))
                {
                    return new ReportedJobResult.Refused(until <= now ? "The pause must end in the future." : "Keep the reason to 500 characters.");
                }

                var flip = job.Pause(until, PlainText.TrimToNull(why), actor, now);
                await ReportedJobChange.FollowAsync(db, job, flip, actor, output: null, ct);
                return new ReportedJobResult.Done();
            },
            ct);
    }
}
