using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OpsBridge.Alerts.Sources;
using OpsBridge.Data;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Intake;

/// <summary>Registrations of the intake.</summary>
public static class IntakeFeature
{
    /// <summary>Adds the pipeline, its worker, quarantine and the history of events.</summary>
    public static IServiceCollection AddAlertIntake(this IServiceCollection services)
    {
        services.AddSingleton(provider => new DayPartitionedTable(IntakeSql.Events, Math.Max(1, provider.GetRequiredService<IOptions<IntakeOptions>>().Value.KeepEventsDays)));
        services.AddSingleton(provider => new IntakeQueue(Math.Clamp(provider.GetRequiredService<IOptions<IntakeOptions>>().Value.QueueCapacity, 1_000, 1_000_000)));
        services.AddSingleton<IntakeGate>();
        services.AddSingleton<Quarantine>();
        services.AddSingleton<SourceRate>().AddSingleton<SourceEars>().AddSingleton<SourceVoices>();
        services.AddSingleton<IntakeParts>();
        services.AddSingleton(provider => new EventIntake(
            provider.GetRequiredService<IntakeQueue>(), provider.GetRequiredService<IntakeGate>(), provider.GetRequiredService<Quarantine>()));
        services.AddSingleton<IEventIntake>(provider => new WatchedIntake(
            provider.GetRequiredService<EventIntake>(), provider.GetRequiredService<SourceRate>(), provider.GetRequiredService<SourceEars>()));
        services.AddHostedService(Writer);
        return services
            .AddSingleton<IEventHistory, EventHistory>()
            .AddSingleton<IQuarantineList, QuarantineList>()
            .AddSingleton<DeleteQuarantined>();
    }

    /// <summary>The writer with what belongs to it alone.</summary>
    internal static IntakeWriter Writer(IServiceProvider provider)
    {
        var parts = provider.GetRequiredService<IntakeParts>();
        var quarantine = provider.GetRequiredService<Quarantine>();
        var memory = new IntakeMemory(provider.GetService<IOptions<AlertsOptions>>()?.Value.Flapping ?? FlapRule.Default);
        var connection = new IntakeConnection(provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<IDbContextFactory<OpsDbContext>>());
        return new IntakeWriter(
            parts,
            new GroupWriter(parts, new GroupStore(connection, memory), memory, quarantine),
            new IntakeChores(parts, connection, memory, quarantine, provider.GetRequiredService<LiveFeed>()));
    }
}
