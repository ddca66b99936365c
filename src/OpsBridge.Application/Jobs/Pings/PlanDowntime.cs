using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Pings;

/// <summary>An operator says beforehand that nothing is expected of a reported job for a while. It stays watched before and after.</summary>
public sealed class PlanDowntime(ReportedJobChange changes)
{
    /// <summary>The longest stretch.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(366);

    /// <summary>Plans it in place of one that was planned; both null takes it back.</summary>
    /// <param name="id">The job.</param>
    /// <param name="from">Begin (UTC).</param>
    /// <param name="until">End (UTC), excluded.</param>
    /// <param name="why">The reason; may be blank.</param>
    /// <param name="actor">Who.</param>
    /// <param name="ct">Gives up.</param>
    public Task<ReportedJobResult> HandleAsync(Guid id, DateTimeOffset? from, DateTimeOffset? until, string? why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RunJobs);
        return changes.OfAsync<ReportedJobResult>(
            id,
            new ReportedJobResult.NotFound(),
            (db, job, now) =>
            {
                if (Refuse(from, until, why, now) is { } reason)
                {
                    return Task.FromResult<ReportedJobResult>(new ReportedJobResult.Refused(reason));
                }

                job.PlanDowntime(from, until, PlainText.TrimToNull(why), actor);
                var text = from is null ? $"took back the planned downtime of reported job {job.Title}" : $"planned downtime of reported job {job.Title}";
                db.Add(TimelineEntry.Record(now, actor, PingHistory.Of(job, "downtime", text) with { After = from is null ? null : new { From = from, Until = until }, Why = why }));
                return Task.FromResult<ReportedJobResult>(new ReportedJobResult.Done());
            },
            ct);
    }

    private static string? Refuse(DateTimeOffset? from, DateTimeOffset? until, string? why, DateTimeOffset now) => (from, until) switch
    {
        (null, null) => null,
        (null, _) or (_, null) => "Give a begin and an end.",
        var (begin, end) when end <= begin || end <= now => "It must end after it begins, and in the future.",
        var (begin, end) when end - begin > Longest => "Keep it to 366 days.",
        _ => PlainText.IsText(why, PauseReportedJob.MaxWhy) ? null : "Keep the reason to 500 characters.",
    };
}
