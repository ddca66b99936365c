using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Assets;

/// <summary>Rules that need the rest of the estate. Only to be asked within <see cref="EstateChange"/>, whose lock keeps the answers true.</summary>
internal static class EstateRules
{
    /// <summary>Plain-word errors by field; empty when the values are good here and now.</summary>
    /// <param name="db">The context of the change.</param>
    /// <param name="asset">The asset as it stands, with its parents; null for a new one.</param>
    /// <param name="details">Normalised values.</param>
    /// <param name="ct">Stops the reading.</param>
    public static async Task<IReadOnlyDictionary<string, string>> CheckAsync(
        OpsDbContext db, Asset? asset, AssetDetails details, CancellationToken ct)
    {
        var id = asset?.Id ?? Guid.Empty;
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (asset?.Name != details.Name && await db.Set<Asset>().AnyAsync(a => a.Name == details.Name && a.Id != id, ct))
        {
            errors[nameof(AssetDetails.Name)] = "Another asset has this name.";
        }

        if (asset?.SiteId != details.SiteId && !await db.Set<Site>().AnyAsync(s => s.Id == details.SiteId, ct))
        {
            errors[nameof(AssetDetails.SiteId)] = "This site does not exist any more.";
        }

        var added = details.ParentIds.Except(asset?.Parents.Select(p => p.ParentId) ?? []).ToArray();
        if (added.Length > 0 && await ParentProblemAsync(db, id, added, ct) is { } problem)
        {
            errors[nameof(AssetDetails.ParentIds)] = problem;
        }

        return errors;
    }

    private static async Task<string?> ParentProblemAsync(OpsDbContext db, Guid id, Guid[] added, CancellationToken ct)
    {
        if (added.Contains(id))
        {
            return "An asset cannot be its own parent.";
        }

        var found = await db.Set<Asset>().Where(a => added.Contains(a.Id)).Select(a => new { a.Name, a.RetiredAt }).ToListAsync(ct);
        if (found.Count < added.Length)
        {
            return "A chosen parent does not exist any more.";
        }

        if (found.Find(p => p.RetiredAt is not null) is { } retired)
        {
            return $"{retired.Name} is retired and cannot be a parent.";
        }

        var circle = await db.Database.SqlQuery<string>(
            $"""
            with recursive up(id, via) as (
                select p, p from unnest({added}) p
                union
                select p.parent_id, up.via from asset_parents p join up on p.asset_id = up.id
            )
            select a.name as "Value" from up join assets a on a.id = up.via where up.id = {id} limit 1
            """).ToListAsync(ct);
        return circle.Count == 0 ? null : $"{circle[0]} is itself reached through this asset: that would be a circle.";
    }
}
