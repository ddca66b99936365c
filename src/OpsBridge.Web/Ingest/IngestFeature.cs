using Microsoft.Extensions.DependencyInjection.Extensions;
using OpsBridge.Alerts.Intake;

namespace OpsBridge.Ingest;

/// <summary>Registrations of everything that outside tools talk to.</summary>
public static class IngestFeature
{
    /// <summary>Adds the way in for events.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        _ = AlertmanagerStatus.MetricName; // karma looks for it before anybody has asked for anything else
        services.TryAddSingleton<EventReceipts>();
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, AlertmanagerErrors>()); // of several that can, the first writes
        return services.AddSingleton<EventDoor>();
    }
}
