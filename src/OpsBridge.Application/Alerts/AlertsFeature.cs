using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts.Sources;

namespace OpsBridge.Alerts;

/// <summary>Registrations of the slice.</summary>
public static class AlertsFeature
{
    /// <summary>Adds use cases and queries of alerts.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services
        .AddSingleton<AlertChange>()
        .AddSingleton<AcknowledgeAlert>()
        .AddSingleton<TakeAlert>()
        .AddSingleton<NoteAlert>()
        .AddSingleton<CloseAlert>()
        .AddSingleton<ApplySignals>()
        .AddSingleton<IAlertBoard, AlertBoard>()
        .AddAlertSources();
}
