using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Monitoring;

/// <summary>An admin changes a check.</summary>
public sealed class ChangeCheck(CheckChange changes, CheckRules rules)
{
    /// <summary>Takes over the values, provided that the check still is as the admin saw it.</summary>
    public Task<ChangeCheckResult> HandleAsync(Guid id, uint seenVersion, CheckDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditChecks);
        return changes.ApplyAsync<ChangeCheckResult>(
            async (db, now) =>
            {
                var check = await db.Set<Check>().SingleOrDefaultAsync(c => c.Id == id, ct);
                if (check is null || check.Version != seenVersion)
                {
                    return check is null ? new ChangeCheckResult.NotFound() : new ChangeCheckResult.Stale(check.Version);
                }

                if (await rules.ErrorsAsync(db, check.AssetId, id, details, ct) is { Count: > 0 } errors)
                {
                    return new ChangeCheckResult.Invalid(errors);
                }

                var before = check.ToDetails();
                check.Change(details);
                if (CheckHistory.Changed(check, before, check.ToDetails()) is not { } happening)
                {
                    return new ChangeCheckResult.Done(check.Version);
                }

                db.Add(TimelineEntry.Record(now, actor, happening));
                try
                {
                    await db.SaveChangesAsync(ct);
                }
                catch (DbUpdateException exception) when (CheckRules.IsNameTaken(exception))
                {
                    return new ChangeCheckResult.Invalid(CreateCheckResult.Invalid.Name.Errors);
                }

                return new ChangeCheckResult.Done(check.Version);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="ChangeCheck"/>.</summary>
public abstract record ChangeCheckResult
{
    /// <summary>It is as wanted.</summary>
    /// <param name="Version">Its row version now.</param>
    public sealed record Done(uint Version) : ChangeCheckResult;

    /// <summary>Somebody changed it since the admin looked; nothing was stored.</summary>
    /// <param name="Version">Its row version now.</param>
    public sealed record Stale(uint Version) : ChangeCheckResult;

    /// <summary>No such check.</summary>
    public sealed record NotFound : ChangeCheckResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="CheckDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : ChangeCheckResult;
}
