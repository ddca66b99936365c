using OpsBridge.Shell;

namespace OpsBridge.Assets;

/// <summary>Registrations of the slice's pages.</summary>
public static class AssetPagesFeature
{
    /// <summary>Adds what the forms need, and assets to the search box of the top bar.</summary>
    public static IServiceCollection AddAssetPages(this IServiceCollection services) => services
        .AddScoped<FormVoice>().AddScoped<AssetFormActions>().AddScoped<ISearchSource, AssetSearchSource>();
}
