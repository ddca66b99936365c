using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Jobs.Batches;
using OpsBridge.Jobs.Handover;
using OpsBridge.Jobs.Holds;
using OpsBridge.Jobs.Running;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Jobs;

/// <summary>Registrations of jobs: their schedule and their runs.</summary>
public static class JobsFeature
{
    /// <summary>Adds use cases, queries and workers.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddJobQueries()
        .AddSingleton<SaveJob>()
        .AddSingleton<RetireJob>()
        .AddSingleton<RunJobNow>()
        .AddSingleton<CancelRun>()
        .AddSingleton<PauseJob>()
        .AddSingleton<ResumeJob>()
        .AddSingleton<DecideMissed>()
        .AddSingleton<SaveCalendar>()
        .AddSingleton<RetireCalendar>()
        .AddHolds()
        .AddBatches()
        .AddSingleton<IHandoverFacts, JobFacts>()
        .AddSingleton<ILogBookKinds, JobLogKinds>()
        .AddSingleton<IPinSource, JobOutputPins>()
        .AddSingleton<ICalendarList, CalendarList>()
        .AddSingleton<INextFires, NextFires>()
        .AddSingleton<JobPlanner>()
        .AddEngine();

    private static IServiceCollection AddEngine(this IServiceCollection services) => services
        .AddSingleton<JobNode>()
        .AddSingleton<JobKinds>()
        .AddSingleton<EngineContext>()
        .AddSingleton<RunClaims>()
        .AddSingleton<RunFence>()
        .AddSingleton<RunEnding>()
        .AddSingleton<AttemptRunner>()
        .AddSingleton<JobEngine>()
        .AddSingleton<LeaseKeeper>()
        .AddSingleton<JobWatch>()
        .AddSingleton<JobRetention>()
        .AddSingleton<EngineParts>()
        .AddSingleton<WakeClock>()
        .AddHostedService(s => s.GetRequiredService<WakeClock>())
        .AddHostedService<JobWatcher>()
        .AddHostedService<JobWorker>();
}
