using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Jobs.Holds;

/// <summary>Registrations of holds for incidents.</summary>
internal static class HoldsFeature
{
    /// <summary>Adds use cases and queries.</summary>
    public static IServiceCollection AddHolds(this IServiceCollection services) => services
        .AddSingleton<HoldJobs>()
        .AddSingleton<ReleaseJobs>()
        .AddSingleton<IHoldForecast, HoldForecast>()
        .AddSingleton<IHoldScope, HoldScope>();
}
