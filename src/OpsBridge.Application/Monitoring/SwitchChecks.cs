using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Monitoring;

/// <summary>An admin switches checks on or off. A check that is off is not run and alarms nobody; its open alert clears.</summary>
public sealed class SwitchChecks(CheckChange changes)
{
    /// <summary>The most checks of one call.</summary>
    public const int Most = 10_000;

    /// <summary>Switches all of them in one transaction; those that already were as wanted are left alone.</summary>
    public Task<SwitchChecksResult> HandleAsync(IReadOnlyCollection<Guid> ids, bool enabled, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditChecks);
        return changes.ApplyAsync<SwitchChecksResult>(
            async (db, now) =>
            {
                if (ids.Count > Most)
                {
                    return new SwitchChecksResult.TooMany();
                }

                var found = await db.Set<Check>().Where(c => ids.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(ct);
                var switched = found.FindAll(c => c.Switch(enabled));
                db.AddRange(switched.Select(c => TimelineEntry.Record(now, actor, CheckHistory.Switched(c))));
                await db.SaveChangesAsync(ct);
                return new SwitchChecksResult.Done(switched.Count);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="SwitchChecks"/>.</summary>
public abstract record SwitchChecksResult
{
    /// <summary>All are as wanted.</summary>
    /// <param name="Count">How many were not before.</param>
    public sealed record Done(int Count) : SwitchChecksResult;

    /// <summary>More than <see cref="SwitchChecks.Most"/>; nothing was changed.</summary>
    public sealed record TooMany : SwitchChecksResult;
}
