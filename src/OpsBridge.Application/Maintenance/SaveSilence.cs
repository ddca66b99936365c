using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance;

/// <summary>Answer of <see cref="SaveSilence"/>.</summary>
public abstract record SaveSilenceResult
{
    /// <summary>Stored.</summary>
    /// <param name="Id">Its key: the given one when it could be changed in place, else a new one.</param>
    /// <param name="Replaced">The silence that it stands in for and that was ended for it; null where none was.</param>
    public sealed record Saved(Guid Id, Guid? Replaced) : SaveSilenceResult;

    /// <summary>No silence has the given key.</summary>
    public sealed record NotFound : SaveSilenceResult;

    /// <summary>Somebody else answers for it, and the actor does not oversee silences.</summary>
    /// <param name="Owner">Who does.</param>
    public sealed record NotYours(string Owner) : SaveSilenceResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="SilenceDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveSilenceResult;
}

/// <summary>
/// Makes or changes a silence, as Alertmanager's <c>POST /api/v2/silences</c> does: what cannot be changed in place is ended
/// and begins anew under a new key.
/// </summary>
public sealed class SaveSilence(MaintenanceChange change, IOptions<MaintenanceOptions> options)
{
    /// <summary>Stores the values; without a key, or with the key of an expired silence, as a new one.</summary>
    public async Task<SaveSilenceResult> HandleAsync(Guid? id, SilenceDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSilences);
        return await change.ApplyAsync<SaveSilenceResult>(
            async (db, now) =>
            {
                var old = id is null ? null : await db.Set<Silence>().SingleOrDefaultAsync(s => s.Id == id, ct);
                if (id is not null && old is null)
                {
                    return new SaveSilenceResult.NotFound();
                }

                if (details.Validate(now, options.Value.SilenceLimit) is { Count: > 0 } errors)
                {
                    return new SaveSilenceResult.Invalid(errors);
                }

                var live = old is not null && old.StateAt(now) != SilenceState.Expired ? old : null;
                return live is not null && !Ownership.MayChange(live.OwnerId, actor)
                    ? new SaveSilenceResult.NotYours(live.OwnerName)
                    : Store(db, live, details.Normalized(), actor, now);
            },
            ct);
    }

    private static SaveSilenceResult.Saved Store(OpsDbContext db, Silence? live, SilenceDetails details, Actor actor, DateTimeOffset now)
    {
        if (live is not null && live.CanBecome(details, now))
        {
            var before = SilenceHistory.Facts(live);
            live.Change(details, now);
            db.Add(TimelineEntry.Record(now, actor, SilenceHistory.Happened(live, "changed", "changed the silence") with { Before = before }));
            return new SaveSilenceResult.Saved(live.Id, null);
        }

        if (live is not null)
        {
            var before = SilenceHistory.Facts(live);
            live.Expire(now);
            db.Add(TimelineEntry.Record(now, actor, SilenceHistory.Happened(live, "expired", "replaced the silence") with { Before = before }));
        }

        var silence = Silence.Create(details, actor, now);
        db.Add(silence);
        db.Add(TimelineEntry.Record(now, actor, SilenceHistory.Happened(silence, "created", "silenced") with { Why = silence.Comment }));
        return new SaveSilenceResult.Saved(silence.Id, live?.Id);
    }
}
