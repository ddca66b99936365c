using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;

namespace OpsBridge.Assets;

/// <summary>An admin adds a place.</summary>
public sealed class CreateSite(EstateChange estate)
{
    /// <summary>Creates the site, unless a value is wrong or the name is taken.</summary>
    public async Task<CreateSiteResult> HandleAsync(SiteDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAssets);
        if (details.Validate() is { Count: > 0 } errors)
        {
            return new CreateSiteResult.Invalid(errors);
        }

        return await estate.ApplyAsync<CreateSiteResult>(
            async (db, now) =>
            {
                var site = Site.Create(details);
                if (await db.Set<Site>().AnyAsync(s => s.Name == site.Name, ct))
                {
                    return new CreateSiteResult.Invalid(SiteErrors.NameTaken);
                }

                db.Add(site);
                db.Record(now, actor, EstateHistory.Of(site, "created", $"created site {site.Name}") with { After = site.ToDetails() });
                await db.SaveChangesAsync(ct);
                return new CreateSiteResult.Done(site.Id, site.Version);
            },
            ct);
    }
}

/// <summary>Answer of <see cref="CreateSite"/>.</summary>
public abstract record CreateSiteResult
{
    /// <summary>Created.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Version">Its row version, for the next change.</param>
    public sealed record Done(Guid Id, uint Version) : CreateSiteResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="SiteDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : CreateSiteResult;
}
