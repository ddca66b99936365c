using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Live;

/// <summary>Registrations of the live plumbing.</summary>
public static class LiveFeature
{
    /// <summary>Adds feed, listener and pulses.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton<LiveFeed>()
        .AddSingleton<Pulses>()
        .AddHostedService<PostgresChangeListener>();
}
