using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Timeline;

/// <summary>Registrations of the slice.</summary>
public static class TimelineFeature
{
    /// <summary>Adds the readers of history.</summary>
    public static IServiceCollection AddTimeline(this IServiceCollection services) =>
        services.AddSingleton<ITimelineReader, TimelineReader>();
}
