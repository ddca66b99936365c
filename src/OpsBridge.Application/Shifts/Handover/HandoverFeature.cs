using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Shifts.Handover;

/// <summary>Registrations of the handover.</summary>
public static class HandoverFeature
{
    /// <summary>Adds use cases, queries and the rounds. What slices tell and give they register themselves.</summary>
    public static IServiceCollection AddHandover(this IServiceCollection services) => services
        .AddSingleton<HandoverFactReader>()
        .AddSingleton<HandoverStore>()
        .AddSingleton<MoveHandover>()
        .AddSingleton<OpenHandover>()
        .AddSingleton<VerifyHandovers>()
        .AddSingleton<IHandoverList, HandoverList>()
        .AddSingleton<IHandoverReader, HandoverReader>()
        .AddSingleton<IHandoverFacts, PeopleFacts>()
        .AddSingleton<IHandoverQuality, HandoverQuality>()
        .AddSingleton<HandoverScores>()
        .AddSingleton<HandoverRounds>()
        .AddHostedService<HandoverWatch>();
}
