using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpsBridge.Alerts.Board;
using OpsBridge.Alerts.Handling;
using OpsBridge.Alerts.Handover;
using OpsBridge.Alerts.History;
using OpsBridge.Alerts.Intake;
using OpsBridge.Alerts.Sources;
using OpsBridge.Data;
using OpsBridge.Shifts;
using OpsBridge.Alerts.Archive;
using OpsBridge.Alerts.Flood;
using OpsBridge.Alerts.Views;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Alerts;

/// <summary>Registrations of the slice.</summary>
public static class AlertsFeature
{
    /// <summary>Adds use cases and queries of alerts.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.TryAddSingleton<ISuppressions, NoSuppressions>();
        return services.AddHandling().AddAlertHandover().AddHistory().AddBoard().AddAlertSources().AddAlertIntake().AddSingleton<EventReceipts>().AddSingleton<ApplySignals>();
    }

    private static IServiceCollection AddHandling(this IServiceCollection services) => services
        .AddSingleton<IWatchAlarms, WatchAlarms>()
        .AddSingleton<OrderRules>()
        .AddSingleton<AlertSteps>()
        .AddSingleton<HandleAlerts>()
        .AddSingleton<UndoAlertAction>()
        .AddHostedService<AlertTimers>();

    private static IServiceCollection AddHistory(this IServiceCollection services) => services
        .AddSingleton(provider => new DayPartitionedTable(
            AlertTransitionSql.Table, Math.Max(AlertsOptions.LeastDays, provider.GetRequiredService<IOptions<AlertsOptions>>().Value.KeepChangesDays)))
        .AddSingleton<IAlertHistory, AlertHistoryReader>()
        .AddSingleton<IAlertsAsOf, AlertsAsOf>()
        .AddSingleton<ExportAlerts>()
        .AddSingleton<ILogBookKinds, AlertLogKinds>()
        .AddSingleton<IPinSource, AlertPins>();

    private static IServiceCollection AddBoard(this IServiceCollection services) => services
        .AddSingleton<AlertBoard>()
        .AddSingleton<IAlertBoard>(s => s.GetRequiredService<AlertBoard>())
        .AddSingleton<IBoardSnapshot>(s => s.GetRequiredService<AlertBoard>())
        .AddHostedService<AlertBoardPump>()
        .AddSingleton<IAlertArchive, AlertArchive>()
        .AddSingleton<IAlertPresence, AlertPresence>()
        .AddSingleton<ISavedViews, SavedViews>()
        .AddSingleton<SaveView>()
        .AddSingleton<DeleteView>()
        .AddSingleton<FloodParts>()
        .AddSingleton<FloodWatch>()
        .AddSingleton<IFloodWatch>(s => s.GetRequiredService<FloodWatch>())
        .AddHostedService(s => s.GetRequiredService<FloodWatch>());
}
