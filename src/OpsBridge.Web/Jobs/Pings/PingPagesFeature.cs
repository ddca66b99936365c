namespace OpsBridge.Jobs.Pings;

/// <summary>Registrations of the pages of reported jobs.</summary>
public static class PingPagesFeature
{
    /// <summary>Adds what the pages need besides the use cases.</summary>
    public static IServiceCollection AddPingPages(this IServiceCollection services) => services
        .AddSingleton<PingApiDoor>()
        .AddSingleton<PingVerbs>()
        .AddScoped<IPingActions, PingActions>();
}
