using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>Answer of <see cref="ExpireSilence"/>.</summary>
public abstract record ExpireSilenceResult
{
    /// <summary>It hides nothing from now on; it stays listed.</summary>
    public sealed record Done : ExpireSilenceResult;

    /// <summary>It was over.</summary>
    /// <param name="At">Since when (UTC).</param>
    public sealed record AlreadyExpired(DateTimeOffset At) : ExpireSilenceResult;

    /// <summary>No such silence.</summary>
    public sealed record NotFound : ExpireSilenceResult;
}

/// <summary>Ends a silence now. Whoever may silence may do it, for alerts that come back are the safe side.</summary>
public sealed class ExpireSilence(MaintenanceChange change)
{
    /// <summary>Ends it.</summary>
    public Task<ExpireSilenceResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSilences);
        return change.SilenceAsync<ExpireSilenceResult>(
            id,
            new ExpireSilenceResult.NotFound(),
            (db, silence, now) =>
            {
                var before = SilenceHistory.Facts(silence);
                if (!silence.Expire(now))
                {
                    return new ExpireSilenceResult.AlreadyExpired(silence.EndsAt);
                }

                db.Add(TimelineEntry.Record(now, actor, SilenceHistory.Happened(silence, "expired", "ended the silence") with { Before = before }));
                return new ExpireSilenceResult.Done();
            },
            ct);
    }
}
