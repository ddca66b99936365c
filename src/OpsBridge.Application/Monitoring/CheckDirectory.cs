using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Monitoring;

/// <summary>A check as defined, with its state.</summary>
/// <param name="Id">Key.</param>
/// <param name="AssetId">The asset's key.</param>
/// <param name="AssetName">The asset's name.</param>
/// <param name="Details">Everything an admin said about it.</param>
/// <param name="Reading">What it says.</param>
/// <param name="Version">Row version; the ETag of the API.</param>
public sealed record CheckDefinition(Guid Id, Guid AssetId, string AssetName, CheckDetails Details, CheckReading Reading, uint Version);

/// <summary>Something that can be checked, for a choice.</summary>
public sealed record AssetChoice(Guid Id, string Name);

/// <summary>A plugin and who uses it.</summary>
/// <param name="Name">The name checks use.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Sha256">Hash of the file that was signed off.</param>
/// <param name="RegisteredBy">Who signed it off.</param>
/// <param name="RegisteredAt">When (UTC).</param>
/// <param name="Checks">How many checks use it.</param>
public sealed record PluginRow(string Name, string Path, string? Sha256, string RegisteredBy, DateTimeOffset RegisteredAt, int Checks);

/// <summary>Reads definitions, for forms and the API.</summary>
public interface ICheckDirectory
{
    /// <summary>One check; null when there is none.</summary>
    Task<CheckDefinition?> FindAsync(Guid id, Actor actor, CancellationToken ct);

    /// <summary>Checks by key, those after <paramref name="after"/>.</summary>
    Task<Page<CheckDefinition>> PageAsync(Guid? assetId, Guid? after, int size, Actor actor, CancellationToken ct);

    /// <summary>Assets that are not retired, by name.</summary>
    Task<IReadOnlyList<AssetChoice>> AssetsAsync(Actor actor, CancellationToken ct);

    /// <summary>Registered plugins by name.</summary>
    Task<IReadOnlyList<PluginRow>> PluginsAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ICheckDirectory"/>
public sealed class CheckDirectory(IDbContextFactory<OpsDbContext> contexts) : ICheckDirectory
{
    /// <inheritdoc />
    public async Task<CheckDefinition?> FindAsync(Guid id, Actor actor, CancellationToken ct) =>
        (await ReadAsync(c => c.Where(x => x.Id == id), actor, ct)).SingleOrDefault();

    /// <inheritdoc />
    public async Task<Page<CheckDefinition>> PageAsync(Guid? assetId, Guid? after, int size, Actor actor, CancellationToken ct)
    {
        var rows = await ReadAsync(
            c => c.Where(x => (assetId == null || x.AssetId == assetId) && (after == null || x.Id > after)).OrderBy(x => x.Id).Take(size + 1), actor, ct);
        return rows.Count > size ? new(rows.GetRange(0, size), rows[size - 1].Id.ToString()) : new(rows, null);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<AssetChoice>> AssetsAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAssets);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Asset>().AsNoTracking().Where(a => a.RetiredAt == null).OrderBy(a => a.Name).Select(a => new AssetChoice(a.Id, a.Name)).ToListAsync(ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<PluginRow>> PluginsAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewChecks);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var users = await db.Database
            .SqlQuery<PluginUse>($"select settings ->> 'plugin' as name, count(*)::int as checks from checks where settings ->> 'kind' = 'plugin' group by 1")
            .ToDictionaryAsync(u => u.Name, u => u.Checks, StringComparer.Ordinal, ct);
        var plugins = await db.Set<PluginRegistration>().AsNoTracking().OrderBy(p => p.Name).ToListAsync(ct);
        return plugins.ConvertAll(p => new PluginRow(p.Name, p.Path, p.Sha256, p.RegisteredBy, p.RegisteredAt, users.GetValueOrDefault(p.Name)));
    }

    private async Task<List<CheckDefinition>> ReadAsync(Func<IQueryable<Check>, IQueryable<Check>> filter, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewChecks);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await (
            from c in filter(db.Set<Check>().AsNoTracking())
            join a in db.Set<Asset>() on c.AssetId equals a.Id
            join s in db.Set<CheckStateRow>() on c.Id equals s.CheckId into states
            from s in states.DefaultIfEmpty()
            orderby c.Id
            select new { Check = c, Asset = a.Name, State = s }).ToListAsync(ct);
        return rows.ConvertAll(r => new CheckDefinition(
            r.Check.Id, r.Check.AssetId, r.Asset, r.Check.ToDetails(), r.State?.ToReading() ?? CheckReading.None, r.Check.Version));
    }

    private sealed record PluginUse(string Name, int Checks);
}
