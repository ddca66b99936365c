using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Batches;
using OpsBridge.Jobs.Holds;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Profiles;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Shell;

namespace OpsBridge.Jobs;

/// <summary>Registrations of the pages of jobs.</summary>
public static class JobPagesFeature
{
    /// <summary>Adds what the pages need besides the use cases.</summary>
    public static IServiceCollection AddJobPages(this IServiceCollection services) => services
        .AddSingleton<RunVerbs>()
        .AddSingleton<PauseVerbs>()
        .AddSingleton<JobVerbs>()
        .AddSingleton<JobFormSources>()
        .AddSingleton<BackupVerbs>()
        .AddScoped<IBackupActions, BackupActions>()
        .Configure<AlertCompanions>(companions => companions.All.Add(new AlertCompanion(typeof(AlertJobs), Permissions.ViewJobs)))
        .Configure<AlertCompanions>(companions => companions.All.Add(new AlertCompanion(typeof(BackupLine), Permissions.ViewJobs)))
        .AddScoped<IJobActions, JobActions>()
        .AddSingleton<BatchVerbs>()
        .AddScoped<IBatchActions, BatchActions>()
        .AddSingleton<HoldVerbs>()
        .AddScoped<IHoldActions, HoldActions>()
        .AddScoped<ICommandActions, CommandActions>()
        .AddScoped<ISecretActions, SecretActions>()
        .AddScoped<ICalendarActions, CalendarActions>()
        .AddScoped<ISearchSource, JobSearch>();
}
