using Microsoft.Extensions.DependencyInjection;
<<<<<<< HEAD
using Microsoft.Extensions.Options;
using OpsBridge.Data;
=======
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpsBridge.Alerts.Board;
>>>>>>> board

namespace OpsBridge.Alerts;

/// <summary>Registrations of the slice.</summary>
public static class AlertsFeature
{
    /// <summary>Adds use cases and queries of alerts.</summary>
<<<<<<< HEAD
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services
        .AddSingleton(provider => new DayPartitionedTable(
            AlertTransitionSql.Table, Math.Max(AlertsOptions.LeastDays, provider.GetRequiredService<IOptions<AlertsOptions>>().Value.KeepChangesDays)))
=======
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.TryAddSingleton<ISuppressions, NoSuppressions>();
        return services.AddVerbs().AddBoard();
    }

    private static IServiceCollection AddVerbs(this IServiceCollection services) => services
>>>>>>> board
        .AddSingleton<AlertChange>()
        .AddSingleton<AcknowledgeAlert>()
        .AddSingleton<TakeAlert>()
        .AddSingleton<NoteAlert>()
        .AddSingleton<CloseAlert>()
        .AddSingleton<ApplySignals>();

    private static IServiceCollection AddBoard(this IServiceCollection services) => services
        .AddSingleton<AlertBoard>()
        .AddSingleton<IAlertBoard>(s => s.GetRequiredService<AlertBoard>())
        .AddSingleton<IBoardSnapshot>(s => s.GetRequiredService<AlertBoard>())
        .AddHostedService<AlertBoardPump>();
}
