using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Maintenance.Handover;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Maintenance;

/// <summary>Registrations of the slice.</summary>
public static class MaintenanceFeature
{
    /// <summary>Adds use cases and queries of silences and maintenance windows, and the worker that looks after them.</summary>
    public static IServiceCollection AddMaintenance(this IServiceCollection services) => services
        .AddSingleton<MaintenanceChange>()
        .AddSingleton<SaveSilence>()
        .AddSingleton<ExpireSilence>()
        .AddSingleton<ExtendSilence>()
        .AddSingleton<SaveWindow>()
        .AddSingleton<EndWindow>()
        .AddSingleton<ExtendWindow>()
        .AddSingleton<CancelWindow>()
        .AddSingleton<TakeOwnership>()
        .AddSingleton<ISilenceList, SilenceList>()
        .AddSingleton<IWindowList, WindowList>()
        .AddSingleton<IWindowTimes, WindowTimes>()
        .AddSingleton<IScopePreview, ScopePreview>()
        .AddSingleton<IHiddenAlerts, HiddenAlerts>()
        .AddSingleton<IMaintenanceReview, MaintenanceReview>()
        .AddSingleton<INoticeList, NoticeList>()
        .AddSingleton<ISuppressions, Suppressions>()
        .AddSingleton<IHandoverFacts, HiderFacts>()
        .AddSingleton<IHandoverFacts, WindowFacts>()
        .AddSingleton<IHandoverBelongings, SilenceBelongings>()
        .AddSingleton<MaintenanceRounds>()
        .AddSingleton<ILogBookKinds, MaintenanceLogKinds>()
        .AddHostedService<MaintenanceWatch>();
}
