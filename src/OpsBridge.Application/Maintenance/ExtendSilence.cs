using Microsoft.Extensions.Options;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>Answer of a wish to move the end of a silence or window.</summary>
public abstract record ExtendResult
{
    /// <summary>It ends at the new time.</summary>
    /// <param name="EndsAt">The time (UTC).</param>
    public sealed record Done(DateTimeOffset EndsAt) : ExtendResult;

    /// <summary>It was over already; make a new one.</summary>
    public sealed record Over : ExtendResult;

    /// <summary>Only its owner, or who oversees silences, may prolong it.</summary>
    /// <param name="Owner">Whose it is.</param>
    public sealed record NotYours(string Owner) : ExtendResult;

    /// <summary>Not to that time.</summary>
    /// <param name="Reason">Why, in plain words.</param>
    public sealed record Invalid(string Reason) : ExtendResult;

    /// <summary>No such thing.</summary>
    public sealed record NotFound : ExtendResult;
}

/// <summary>Moves the end of a silence, sooner or later.</summary>
public sealed class ExtendSilence(MaintenanceChange change, IOptions<MaintenanceOptions> options)
{
    /// <summary>Lets it end at <paramref name="until"/> (UTC).</summary>
    public Task<ExtendResult> HandleAsync(Guid id, DateTimeOffset until, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSilences);
        return change.SilenceAsync<ExtendResult>(
            id,
            new ExtendResult.NotFound(),
            (db, silence, now) =>
            {
                var answer = Refuse(silence, until, actor, now);
                if (answer is null)
                {
                    var before = SilenceHistory.Facts(silence);
                    silence.EndAt(until, now);
                    db.Add(TimelineEntry.Record(now, actor, SilenceHistory.Happened(silence, "extended", "moved the end of the silence") with { Before = before }));
                }

                return answer ?? new ExtendResult.Done(silence.EndsAt);
            },
            ct);
    }

    private ExtendResult? Refuse(Silence silence, DateTimeOffset until, Actor actor, DateTimeOffset now)
    {
        if (silence.StateAt(now) == SilenceState.Expired)
        {
            return new ExtendResult.Over();
        }

        if (!Ownership.MayChange(silence.OwnerId, actor))
        {
            return new ExtendResult.NotYours(silence.OwnerName);
        }

        return EndRules.Refuse(silence.StartsAt, until, now, options.Value.SilenceLimit) is { } wrong ? new ExtendResult.Invalid(wrong) : null;
    }
}
