using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpsBridge.Alerts.Archive;
using OpsBridge.Alerts.Board;
using OpsBridge.Alerts.Flood;
using OpsBridge.Alerts.Views;

namespace OpsBridge.Alerts;

/// <summary>Registrations of the slice.</summary>
public static class AlertsFeature
{
    /// <summary>Adds use cases and queries of alerts.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.TryAddSingleton<ISuppressions, NoSuppressions>();
        return services.AddVerbs().AddBoard();
    }

    private static IServiceCollection AddVerbs(this IServiceCollection services) => services
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
