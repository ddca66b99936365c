using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Holds;

/// <summary>The jobs that an incident may touch.</summary>
/// <param name="Words">What the scope is, for example "web-01 and 3 assets behind it".</param>
/// <param name="Jobs">Its jobs, by name.</param>
/// <param name="Held">All jobs that are held now, in the scope or not, by the end of their hold.</param>
public sealed record HoldScopeView(string Words, IReadOnlyList<JobRow> Jobs, IReadOnlyList<JobRow> Held)
{
    /// <summary>Nothing read yet.</summary>
    public static HoldScopeView Empty { get; } = new("", [], []);
}

/// <summary>Finds the jobs of an asset with everything that is reached through it, or of a site.</summary>
public interface IHoldScope
{
    /// <summary>The jobs; of the asset when one is given, else of the site, else all. An asset or site that does not exist has none.</summary>
    Task<HoldScopeView> ReadAsync(Guid? assetId, Guid? siteId, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IHoldScope"/>
public sealed class HoldScope(IDbContextFactory<OpsDbContext> contexts, IJobList list) : IHoldScope
{
    /// <inheritdoc />
    public async Task<HoldScopeView> ReadAsync(Guid? assetId, Guid? siteId, Actor actor, CancellationToken ct)
    {
        var all = (await list.ReadAsync(JobFilter.None, actor, ct)).Rows;
        var (words, fits) = (assetId, siteId) switch
        {
            ({ } asset, _) => await OfAssetAsync(asset, ct),
            (_, { } site) => await OfSiteAsync(site, ct),
            _ => ("all jobs", (Func<JobRow, bool>)(_ => true)),
        };
        return new HoldScopeView(
            words,
            [.. all.Where(fits).OrderBy(j => j.Name, StringComparer.OrdinalIgnoreCase)],
            [.. all.Where(j => j.Held).OrderBy(j => j.PausedUntil).ThenBy(j => j.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>The asset and everything that is reached through it.</summary>
    internal static async Task<HashSet<Guid>> ReachedAsync(OpsDbContext db, Guid asset, CancellationToken ct) => [.. await db.Database.SqlQuery<Guid>(
        $"""
        with recursive down(id) as (
            select id from assets where id = {asset}
            union
            select p.asset_id from asset_parents p join down on p.parent_id = down.id
        )
        select id as "Value" from down
        """).ToListAsync(ct)];

    private async Task<(string Words, Func<JobRow, bool> Fits)> OfAssetAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var name = await db.Set<Asset>().Where(a => a.Id == id).Select(a => a.Name).SingleOrDefaultAsync(ct);
        var reached = await ReachedAsync(db, id, ct);
        var words = name is null ? "an asset that does not exist" : reached.Count switch { 1 => name, 2 => $"{name} and 1 asset behind it", var n => $"{name} and {n - 1} assets behind it" };
        return (words, j => j.Details.AssetId is { } asset && reached.Contains(asset));
    }

    private async Task<(string Words, Func<JobRow, bool> Fits)> OfSiteAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var name = await db.Set<Site>().Where(s => s.Id == id).Select(s => s.Name).SingleOrDefaultAsync(ct);
        return (name is null ? "a site that does not exist" : $"site {name}", j => j.SiteId == id);
    }
}
