using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Assets;

/// <summary>One site as lists show it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Name">Unique name.</param>
/// <param name="Kind">What kind of place.</param>
/// <param name="TimeZone">IANA zone.</param>
/// <param name="Notes">Free text.</param>
/// <param name="Assets">How many assets are watched there.</param>
/// <param name="Retired">How many retired assets stood there.</param>
/// <param name="Version">Row version; the ETag of the API.</param>
public sealed record SiteRow(
    Guid Id, string Name, SiteKind Kind, string TimeZone, string? Notes, int Assets, int Retired, uint Version)
{
    /// <summary>The values as <see cref="ChangeSite"/> takes them.</summary>
    public SiteDetails ToDetails() => new(Name, Kind, TimeZone, Notes);
}

/// <summary>Reads sites.</summary>
public interface ISiteList
{
    /// <summary>Sites by name, at most 5000.</summary>
    Task<IReadOnlyList<SiteRow>> ReadAsync(Actor actor, CancellationToken ct);

    /// <summary>One page by name, after the name that the last page's <see cref="Page{T}.Next"/> gave.</summary>
    Task<Page<SiteRow>> PageAsync(string? text, string? after, int size, Actor actor, CancellationToken ct);

    /// <summary>One site; null when there is none.</summary>
    Task<SiteRow?> FindAsync(Guid id, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ISiteList"/>
public sealed class SiteList(IDbContextFactory<OpsDbContext> contexts) : ISiteList
{
    private const int Limit = 5000;

    /// <inheritdoc />
    public async Task<IReadOnlyList<SiteRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAssets);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Rows(db, db.Set<Site>().OrderBy(s => s.Name).Take(Limit)).ToListAsync(ct);
    }

    /// <inheritdoc />
    public async Task<Page<SiteRow>> PageAsync(string? text, string? after, int size, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAssets);
        await using var db = await contexts.CreateDbContextAsync(ct);
        IQueryable<Site> sites = db.Set<Site>();
        if (!string.IsNullOrEmpty(after) && PlainText.IsLine(after, 0, 1000))
        {
            sites = sites.Where(s => s.Name.CompareTo(after) > 0);
        }

        if (PlainText.IsLine(text, 1, 100))
        {
            var pattern = $"%{AssetSearch.Literal(text!.Trim())}%";
            sites = sites.Where(s => EF.Functions.ILike(s.Name, pattern, @"\"));
        }

        var rows = await Rows(db, sites.OrderBy(s => s.Name).Take(size + 1)).ToListAsync(ct);
        return rows.Count > size ? new(rows.GetRange(0, size), rows[size - 1].Name) : new(rows, null);
    }

    /// <inheritdoc />
    public async Task<SiteRow?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAssets);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Rows(db, db.Set<Site>().Where(s => s.Id == id)).SingleOrDefaultAsync(ct);
    }

    private static IQueryable<SiteRow> Rows(OpsDbContext db, IQueryable<Site> sites) =>
        from s in sites.AsNoTracking()
        orderby s.Name
        select new SiteRow(
            s.Id,
            s.Name,
            s.Kind,
            s.TimeZone,
            s.Notes,
            db.Set<Asset>().Count(a => a.SiteId == s.Id && a.RetiredAt == null),
            db.Set<Asset>().Count(a => a.SiteId == s.Id && a.RetiredAt != null),
            s.Version);
}
