using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Watch;

/// <summary>Answer of <see cref="GoUnstaffed"/>.</summary>
public abstract record GoUnstaffedResult
{
    /// <summary>The desk is unstaffed, in writing.</summary>
    public sealed record Done : GoUnstaffedResult;

    /// <summary>The actor does not hold the desk.</summary>
    /// <param name="Holder">Who does; null for nobody.</param>
    public sealed record NotYours(string? Holder) : GoUnstaffedResult;

    /// <summary>Others are on watch: one of them can take over.</summary>
    /// <param name="Who">Their names.</param>
    public sealed record OthersOn(IReadOnlyList<string> Who) : GoUnstaffedResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="UnstaffedForm"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : GoUnstaffedResult;
}

/// <summary>
/// The last one leaves a desk on purpose and says in what state, who is called meanwhile, and when somebody is there again.
/// Until then the desk raises no alarm for being unheld.
/// </summary>
public sealed class GoUnstaffed(DeskChange change)
{
    /// <summary>Leaves it now.</summary>
    public Task<GoUnstaffedResult> HandleAsync(Guid desk, UnstaffedForm form, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.StandWatch);
        return change.ApplyAsync<GoUnstaffedResult>(
            desk,
            new GoUnstaffedResult.NotYours(null),
            async (db, found, now) =>
            {
                if (form.Validate(now) is { Count: > 0 } errors)
                {
                    return new GoUnstaffedResult.Invalid(errors);
                }

                var open = await db.Set<WatchSpell>().Where(s => s.DeskId == desk && s.LeftAt == null).OrderBy(s => s.TakenAt).ToListAsync(ct);
                var holder = open.Find(s => s.Holds);
                if (holder is null || holder.AccountId != actor.Id)
                {
                    return new GoUnstaffedResult.NotYours(holder?.AccountName);
                }

                if (open.Count > 1)
                {
                    return new GoUnstaffedResult.OthersOn([.. open.Where(s => s != holder).Select(s => s.AccountName)]);
                }

                await ReliefOffers.GiveUpAsync(db, desk, now, ct);
                holder.End(WatchEnding.Unstaffed, now);
                var spell = UnstaffedSpell.Begin(desk, form, actor, now);
                db.Add(spell);
                var words = FormattableString.Invariant($"left {found.Name} unstaffed until {spell.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
                db.Add(TimelineEntry.Record(now, actor, WatchHistory.Of(found, "unstaffed", words) with { Why = spell.SafeState, After = new { spell.Until, spell.OnCall } }));
                return new GoUnstaffedResult.Done();
            },
            ct);
    }
}
