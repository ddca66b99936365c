using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Assets;

/// <summary>Registrations of the slice.</summary>
public static class AssetsFeature
{
    /// <summary>Adds use cases and queries of sites and assets.</summary>
    public static IServiceCollection AddAssets(this IServiceCollection services) => services
        .AddSingleton<EstateChange>()
        .AddSingleton<CreateSite>()
        .AddSingleton<ChangeSite>()
        .AddSingleton<DeleteSite>()
        .AddSingleton<CreateAsset>()
        .AddSingleton<ChangeAsset>()
        .AddSingleton<RetireAsset>()
        .AddSingleton<ReinstateAsset>()
        .AddSingleton<BulkEditAssets>()
        .AddSingleton<ImportAssets>()
        .AddSingleton<ExportAssets>()
        .AddSingleton<IAssetList, AssetList>()
        .AddSingleton<IAssetDirectory, AssetDirectory>()
        .AddSingleton<ISiteList, SiteList>();
}
