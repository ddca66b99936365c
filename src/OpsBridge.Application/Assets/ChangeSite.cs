using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;

namespace OpsBridge.Assets;

/// <summary>An admin changes a place.</summary>
public sealed class ChangeSite(EstateChange estate)
{
    /// <summary>Takes over the values, provided that the site still is as the admin saw it.</summary>
    public async Task<ChangeSiteResult> HandleAsync(Guid id, uint seenVersion, SiteDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAssets);
        if (details.Validate() is { Count: > 0 } errors)
        {
            return new ChangeSiteResult.Invalid(errors);
        }

        return await estate.ApplyAsync<ChangeSiteResult>(
            async (db, now) =>
            {
                var wanted = details.Normalized();
                var site = await db.Set<Site>().SingleOrDefaultAsync(s => s.Id == id, ct);
                if (site is null || site.Version != seenVersion)
                {
                    return site is null ? new ChangeSiteResult.NotFound() : new ChangeSiteResult.Stale(site.Version);
                }

                if (await db.Set<Site>().AnyAsync(s => s.Name == wanted.Name && s.Id != id, ct))
                {
                    return new ChangeSiteResult.Invalid(SiteErrors.NameTaken);
                }

                var changes = FieldChanges.Between(site.ToDetails(), wanted);
                if (changes.Count > 0)
                {
                    site.Change(wanted);
                    db.Record(now, actor, EstateHistory.Changed(site, changes));
                    await db.SaveChangesAsync(ct);
                }

                return new ChangeSiteResult.Done(site.Version);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="ChangeSite"/>.</summary>
public abstract record ChangeSiteResult
{
    /// <summary>It is as wanted.</summary>
    /// <param name="Version">Its row version now.</param>
    public sealed record Done(uint Version) : ChangeSiteResult;

    /// <summary>Somebody changed it since the admin looked; nothing was stored.</summary>
    /// <param name="Version">Its row version now.</param>
    public sealed record Stale(uint Version) : ChangeSiteResult;

    /// <summary>No such site.</summary>
    public sealed record NotFound : ChangeSiteResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="SiteDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : ChangeSiteResult;
}

internal static class SiteErrors
{
    public static IReadOnlyDictionary<string, string> NameTaken { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(SiteDetails.Name)] = "Another site has this name." };
}
