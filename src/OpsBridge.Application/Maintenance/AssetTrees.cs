using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Maintenance;

/// <summary>Assets with everything that is reached through them.</summary>
internal static class AssetTrees
{
    /// <summary>Each asset with itself and everything below it, however deep; circles end by themselves.</summary>
    public static async Task<IReadOnlyDictionary<Guid, FrozenSet<Guid>>> ReadAsync(OpsDbContext db, Guid[] roots, CancellationToken ct)
    {
        if (roots.Length == 0)
        {
            return FrozenDictionary<Guid, FrozenSet<Guid>>.Empty;
        }

        var pairs = await db.Database.SqlQuery<Pair>(
            $"""
            with recursive tree (root, asset) as (
                select r, r from unnest({roots}) as r
                union
                select t.root, p.asset_id from asset_parents p join tree t on p.parent_id = t.asset
            )
            select root as "Root", asset as "Asset" from tree
            """).ToListAsync(ct);
        return pairs.GroupBy(p => p.Root).ToFrozenDictionary(g => g.Key, g => g.Select(p => p.Asset).ToFrozenSet());
    }

    private sealed record Pair(Guid Root, Guid Asset);
}
