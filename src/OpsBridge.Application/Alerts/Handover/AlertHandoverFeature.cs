using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Alerts.Handover;

/// <summary>What the alerts tell and give to a handover.</summary>
internal static class AlertHandoverFeature
{
    /// <summary>Adds facts and belongings.</summary>
    public static IServiceCollection AddAlertHandover(this IServiceCollection services) => services
        .AddSingleton<IHandoverFacts, BridgeStateFacts>()
        .AddSingleton<IHandoverFacts, OpenAlertFacts>()
        .AddSingleton<IHandoverFacts, AlertLineUpFacts>()
        .AddSingleton<IHandoverFacts, AlertFigures>()
        .AddSingleton<IHandoverFacts, SourceHealthFacts>()
        .AddSingleton<IHandoverSurprises, AlertSurprises>()
        .AddSingleton<IHandoverBelongings, AlertBelongings>();
}
