using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsBridge.Alerts.Correlation;
using OpsBridge.Data;
using OpsBridge.Monitoring.Handover;
using OpsBridge.Monitoring.Probes;
using OpsBridge.Network;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Monitoring;

/// <summary>Registrations of the slice.</summary>
public static class MonitoringFeature
{
    /// <summary>Adds probes, poller, writer, use cases and queries.</summary>
    /// <param name="services">Where to add.</param>
    /// <param name="forbidden">Endpoints that no check may reach: the console's own database.</param>
    public static IServiceCollection AddMonitoring(this IServiceCollection services, IReadOnlyList<ProtectedEndpoint> forbidden)
    {
        services.AddSingleton(provider => new TargetGuard(provider.GetRequiredService<IOptions<MonitoringOptions>>().Value.AllowLoopback, forbidden));
        services.AddSingleton<PluginRegistry>();
        services.AddSingleton<PluginRunner>();
        services.AddSingleton<HostResolver>();
        services.AddSingleton<GuardedConnector>();
        services.AddSingleton<IProbeRunner, ProbeRunner>();
        services.AddSingleton<CheckCatalog>();
        services.AddSingleton<CheckSchedule>();
        services.AddSingleton<PolledEstate>();
        services.AddSingleton<PollerLease>();
        services.AddSingleton<PollerParts>();
        services.AddSingleton<WatchListParts>();
        services.AddSingleton<WatchList>();
        services.AddSingleton<OrphanedAlerts>();
        services.AddSingleton<SeriesCatalog>();
        services.AddSingleton<ResultStore>();
        services.AddSingleton<ResultWriter>();
        services.AddCheckChanges().AddCheckQueries().AddSingleton<ILogBookKinds, MonitoringLogKinds>()
            .AddSingleton<IPinSource, CheckPins>().AddSingleton<IPinSource, ReadingPins>();
        services.AddSingleton(provider => new DayPartitionedTable("samples", provider.GetRequiredService<IOptions<MonitoringOptions>>().Value.KeepSamplesDays));
        services.AddSingleton(provider => new DayPartitionedTable("check_changes", provider.GetRequiredService<IOptions<MonitoringOptions>>().Value.KeepChangesDays));
        services.AddHostedService(provider => provider.GetRequiredService<ResultWriter>()); // stops after the poller, so it stores the last runs
        services.AddHostedService<CheckPoller>();
        services.AddSingleton<IHandoverFacts, CheckLineUpFacts>().AddSingleton<IHandoverFacts, QuietCertificate>();
        return services;
    }

    private static IServiceCollection AddCheckChanges(this IServiceCollection services) => services
        .AddSingleton<CheckChange>()
        .AddSingleton<CheckRules>()
        .AddSingleton<ProbeOnce>()
        .AddSingleton<CreateCheck>()
        .AddSingleton<ChangeCheck>()
        .AddSingleton<DeleteCheck>()
        .AddSingleton<SwitchChecks>()
        .AddSingleton<RunCheckNow>()
        .AddSingleton<TryCheck>()
        .AddSingleton<IssueHeartbeatUrl>()
        .AddSingleton<RecordHeartbeat>()
        .AddSingleton<RegisterPlugin>()
        .AddSingleton<RemovePlugin>();

    private static IServiceCollection AddCheckQueries(this IServiceCollection services) => services
        .AddSingleton<ICheckBoard, CheckBoard>()
        .AddSingleton<IOutageEvidence, CheckOutages>()
        .AddSingleton<ICheckDirectory, CheckDirectory>()
        .AddSingleton<IAssetHealth, AssetHealth>()
        .AddSingleton<ISeriesReader, SeriesReader>()
        .AddSingleton<IUptime, Uptime>()
        .AddSingleton<SiteLatency>()
        .AddSingleton<ISiteOverview, SiteOverview>();
}
