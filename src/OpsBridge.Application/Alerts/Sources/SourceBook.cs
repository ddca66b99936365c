using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts.Intake;
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
    private const int MostStrangers = 10_000;
    private readonly LiveSubscription _changes = feed.Subscribe("assets", "sites", "sources", "source_keys");
    private readonly ConcurrentDictionary<Guid, bool> _strangers = new(); // keys that belong to no source; they never will
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile SourcePages? _pages;
    private volatile int _wanted = 1; // counts changes
    private volatile int _have;       // how many of them the pages hold

    /// <inheritdoc />
    public void Dispose()
    {
        _changes.Dispose();
        _one.Dispose();
    }

    /// <summary>The profile of the source that a key belongs to; null where it belongs to none.</summary>
    internal async ValueTask<SourceProfile?> OfKeyAsync(Guid keyId, CancellationToken ct)
    {
        var known = (await ReadAsync(ct)).OfKey(keyId);
        if (known is not null || _strangers.ContainsKey(keyId))
        {
            return known;
        }

        // A key that was made a moment ago: the announcement of it may still be on its way.
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<SourceKey>().AnyAsync(k => k.ApiKeyId == keyId, ct))
        {
            Interlocked.Increment(ref _wanted);
            return (await ReadAsync(ct)).OfKey(keyId);
        }

        if (_strangers.Count < MostStrangers)
        {
            _strangers.TryAdd(keyId, true);
        }

        return null;
    }

    /// <summary>The picture of now.</summary>
    internal async ValueTask<SourcePages> ReadAsync(CancellationToken ct)
    {
        if (_changes.TryTake())
        {
            Interlocked.Increment(ref _wanted);
        }

        if (_pages is { } current && _have == _wanted)
        {
            return current;
        }

        await _one.WaitAsync(ct);
        try
        {
            var wanted = _wanted;
            if (_pages is null || _have != wanted)
            {
                _pages = await LoadAsync(ct);
                _have = wanted;
            }

            return _pages;
        }
        catch (Exception exception) when (_pages is not null && exception is not OperationCanceledException)
        {
            return _pages; // the next request tries again
        }
        finally
        {
            _one.Release();
        }
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
        var index = AssetIndex.Of(assets, sites);
        var byKey = new Dictionary<Guid, SourceProfile>();
        foreach (var source in await db.Set<Source>().AsNoTracking().Include(s => s.Keys).ToListAsync(ct))
        {
            var profile = SourcePages.Profile(source, index);
            foreach (var key in source.Keys)
            {
                byKey.Add(key.ApiKeyId, profile);
            }
        }

        return new SourcePages(index, byKey);
    }
}
