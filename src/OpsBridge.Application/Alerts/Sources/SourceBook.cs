using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// The sources and assets as of the latest change, read once per process and change. While the database is away the last
/// picture stays good: an old mapping is better than none.
/// </summary>
public sealed class SourceBook(LiveFeed feed, IDbContextFactory<OpsDbContext> contexts) : IDisposable
{
    private readonly LiveSubscription _changes = feed.Subscribe("assets", "sites");
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile SourcePages? _pages;

    /// <summary>The picture of now.</summary>
    internal async ValueTask<SourcePages> ReadAsync(CancellationToken ct)
    {
        if (_pages is { } current && !_changes.TryTake())
        {
            return current;
        }

        await _one.WaitAsync(ct);
        try
        {
            _changes.TryTake();
            _pages = await LoadAsync(ct);
            return _pages;
        }
        catch (Exception) when (_pages is not null && !ct.IsCancellationRequested)
        {
            _changes.Signal(); // the change has not been seen yet
            return _pages;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _changes.Dispose();
        _one.Dispose();
    }

    private async Task<SourcePages> LoadAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var sites = await db.Set<Site>().Select(s => s.Name).ToListAsync(ct);
        var assets = await (
            from a in db.Set<Asset>().AsNoTracking()
            join site in db.Set<Site>() on a.SiteId equals site.Id
            where a.RetiredAt == null
            select new KnownAsset(a.Id, a.Name, site.Name, a.Tags)).ToListAsync(ct);
        return new SourcePages(AssetIndex.Of(assets, sites));
    }
}
