using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Support;
using OpsBridge.Timeline;

namespace OpsBridge.Assets;

/// <summary>The slice over a test database, with the actors and the first site that most tests need.</summary>
internal sealed class Estate(TestDatabase database) : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddData(database.ConnectionString)
        .AddSingleton(TimeProvider.System).AddTimeline().AddAssets().BuildServiceProvider();

    public static Actor Admin { get; } = Actor.InRole(Guid.CreateVersion7(), "admin1", Role.Admin);

    public static Actor Viewer { get; } = Actor.InRole(Guid.CreateVersion7(), "viewer1", Role.Viewer);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A site of a name that no other test has.</summary>
    public async Task<Guid> SiteAsync(string name, CancellationToken ct)
    {
        var result = await Get<CreateSite>().HandleAsync(new SiteDetails(name, SiteKind.DataCentre, "Europe/Zurich", null), Admin, ct);
        return ((CreateSiteResult.Done)result).Id;
    }

    public async Task<CreateAssetResult.Done> AssetAsync(string name, Guid site, CancellationToken ct, params Guid[] parents)
    {
        var result = await Get<CreateAsset>().HandleAsync(new AssetDetails(name, "server", site, Criticality.Medium) { ParentIds = parents }, Admin, ct);
        return (CreateAssetResult.Done)result;
    }

    public async Task<IReadOnlyList<TimelineRow>> HistoryAsync(Guid asset, CancellationToken ct) =>
        await Get<ITimelineReader>().OfAssetAsync(asset, 100, Admin, ct);

    public async Task<int> CountAsync(string prefix, CancellationToken ct)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(ct);
        return await db.Set<Asset>().CountAsync(a => a.Name.StartsWith(prefix), ct);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
