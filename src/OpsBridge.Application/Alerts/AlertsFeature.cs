using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpsBridge.Alerts.Board;
using OpsBridge.Alerts.Intake;
using OpsBridge.Alerts.Sources;
using OpsBridge.Data;

namespace OpsBridge.Alerts;

/// <summary>Registrations of the slice.</summary>
public static class AlertsFeature
{
    /// <summary>Adds use cases and queries of alerts.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.TryAddSingleton<ISuppressions, NoSuppressions>();
        return services.AddHandling().AddBoard().AddAlertSources().AddSingleton<EventReceipts>().AddSingleton<ApplySignals>();
    }

    private static IServiceCollection AddHandling(this IServiceCollection services) => services
        .AddSingleton(provider => new DayPartitionedTable(
            AlertTransitionSql.Table, Math.Max(AlertsOptions.LeastDays, provider.GetRequiredService<IOptions<AlertsOptions>>().Value.KeepChangesDays)))
        .AddSingleton<AlertChange>()
        .AddSingleton<AcknowledgeAlert>()
        .AddSingleton<TakeAlert>()
        .AddSingleton<NoteAlert>()
        .AddSingleton<CloseAlert>();

    private static IServiceCollection AddBoard(this IServiceCollection services) => services
        .AddSingleton<AlertBoard>()
        .AddSingleton<IAlertBoard>(s => s.GetRequiredService<AlertBoard>())
        .AddSingleton<IBoardSnapshot>(s => s.GetRequiredService<AlertBoard>())
        .AddHostedService<AlertBoardPump>();
}
