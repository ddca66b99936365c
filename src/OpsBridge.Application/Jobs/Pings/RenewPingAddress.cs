using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Pings;

/// <summary>A supervisor gives a reported job another address, because the old one has become known; the old one stops working at once.</summary>
public sealed class RenewPingAddress(ReportedJobChange changes)
{
    /// <summary>Renews it.</summary>
    public Task<ReportedJobResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        return changes.OfAsync<ReportedJobResult>(
            id,
            new ReportedJobResult.NotFound(),
            (db, job, now) =>
            {
                job.RenewCode();
                db.Add(TimelineEntry.Record(now, actor, PingHistory.Of(job, "address_renewed", $"gave reported job {job.Title} another address")));
                return Task.FromResult<ReportedJobResult>(new ReportedJobResult.Done());
            },
            ct);
    }
}
