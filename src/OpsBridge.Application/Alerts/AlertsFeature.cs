using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsBridge.Alerts.Handling;
using OpsBridge.Alerts.History;
using OpsBridge.Data;

namespace OpsBridge.Alerts;

/// <summary>Registrations of the slice.</summary>
public static class AlertsFeature
{
    /// <summary>Adds use cases and queries of alerts.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services
        .AddSingleton(provider => new DayPartitionedTable(
            AlertTransitionSql.Table, Math.Max(AlertsOptions.LeastDays, provider.GetRequiredService<IOptions<AlertsOptions>>().Value.KeepChangesDays)))
        .AddSingleton<IShiftChanges, DailyShiftChanges>()
        .AddSingleton<OrderRules>()
        .AddSingleton<AlertSteps>()
        .AddSingleton<HandleAlerts>()
        .AddSingleton<UndoAlertAction>()
        .AddHostedService<AlertTimers>()
        .AddSingleton<IAlertHistory, AlertHistory>()
        .AddSingleton<IAlertsAsOf, AlertsAsOf>()
        .AddSingleton<ExportAlerts>()
        .AddSingleton<ApplySignals>()
        .AddSingleton<IAlertBoard, AlertBoard>();
}
