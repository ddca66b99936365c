using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Pings;

/// <summary>A supervisor removes a reported job for good; its address answers 404 from then on. Its pings stay until their days are over.</summary>
public sealed class RemoveReportedJob(ReportedJobChange changes)
{
    private static readonly Actor s_self = Actor.Internal("reported jobs", Permissions.ReportAlerts);

    /// <summary>Removes it and clears its alert.</summary>
    public Task<ReportedJobResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        return changes.OfAsync<ReportedJobResult>(
            id,
            new ReportedJobResult.NotFound(),
            async (db, job, now) =>
            {
                await ApplySignals.WithinAsync(db, [PingSignals.Of(job, null, now) with { Firing = false, Summary = $"{job.Title}: was removed" }], s_self, ct);
                db.Remove(job);
                db.Add(TimelineEntry.Record(now, actor, PingHistory.Of(job, "removed", $"removed reported job {job.Title}") with { Before = PingHistory.Facts(job.Details) }));
                return new ReportedJobResult.Done();
            },
            ct);
    }
}
