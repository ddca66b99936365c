using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Jobs.Pings;

/// <summary>Registrations of reported jobs.</summary>
public static class PingsFeature
{
    /// <summary>Adds use cases, queries and the worker.</summary>
    public static IServiceCollection AddPings(this IServiceCollection services) => services
        .AddSingleton<PingRooms>()
        .AddSingleton<ReportedJobChange>()
        .AddSingleton<RecordPing>()
        .AddSingleton<SaveReportedJob>()
        .AddSingleton<PauseReportedJob>()
        .AddSingleton<ResumeReportedJob>()
        .AddSingleton<PlanDowntime>()
        .AddSingleton<RemoveReportedJob>()
        .AddSingleton<RenewPingAddress>()
        .AddSingleton<CreatePingKey>()
        .AddSingleton<RevokePingKey>()
        .AddSingleton<IReportedBoard, ReportedBoard>()
        .AddSingleton<IReportedDay, ReportedDay>()
        .AddSingleton<IReportedJobs, ReportedJobs>()
        .AddSingleton<PingRounds>()
        .AddSingleton<IHandoverFacts, ReportedJobFacts>()
        .AddSingleton<ILogBookKinds, PingLogKinds>()
        .AddSingleton(provider => new DayPartitionedTable(PingsSql.Pings, Math.Clamp(provider.GetRequiredService<IOptions<PingsOptions>>().Value.KeepDays, 1, 3650)))
        .AddSingleton(provider => new DayPartitionedTable(PingsSql.Flips, Math.Clamp(provider.GetRequiredService<IOptions<PingsOptions>>().Value.KeepFlipsDays, 1, 3650)))
        .AddHostedService<PingWatch>();
}
