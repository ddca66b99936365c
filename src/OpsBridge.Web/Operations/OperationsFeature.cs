using OpsBridge.Live;

namespace OpsBridge.Operations;

/// <summary>Registrations of health, metrics and problem details.</summary>
public static class OperationsFeature
{
    /// <summary>Adds what makes the process observable.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        var metrics = new MetricsCollector(OpsMeter.Name, "Microsoft.AspNetCore.Components.Server.Circuits", "Microsoft.AspNetCore.Hosting");
        services.AddSingleton(_ => metrics); // listens from now on, not from the first scrape; the container disposes it
        services.AddHostedService<DatabasePulse>();
        services.AddHostedService<PulseBanners>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptions>();
        services.AddOpenApi("v1");
        return services;
    }
}
