using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Assets;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Backups.Repositories;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Processes;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Registrations of what jobs do: kinds, secrets, backups.</summary>
public static class KindsFeature
{
    /// <summary>Adds kinds, use cases, queries and workers. The host supplies <see cref="JobsFolder"/>.</summary>
    public static IServiceCollection AddJobKinds(this IServiceCollection services)
    {
        foreach (var name in BackupKind.Names)
        {
            services.AddSingleton<IJobKind>(p => ActivatorUtilities.CreateInstance<BackupKind>(p, name));
        }

        return services.AddParts().AddProofs();
    }

    private static IServiceCollection AddParts(this IServiceCollection services) => services
        .AddSingleton<ProgramRunner>()
        .AddSingleton<KindRun>().AddSingleton<PgTools>().AddSingleton<PgParts>()
        .AddSingleton<IJobKind, CommandKind>().AddSingleton<IJobKind, HttpCallKind>().AddSingleton<IJobKind, SqlKind>()
        .AddSingleton<RegisterCommand>().AddSingleton<RemoveCommand>().AddSingleton<ICommandList, CommandList>()
        .AddSingleton<SecretKey>().AddSingleton<SecretVault>().AddSingleton<SaveSecret>().AddSingleton<RemoveSecret>().AddSingleton<RotateSecretKey>().AddSingleton<ISecretList, SecretList>()
        .AddSingleton<BackupFolders>().AddSingleton<CopyRecords>().AddSingleton<CopyKeeping>().AddSingleton<BackupRunner>().AddSingleton<RepositoryParts>().AddSingleton<CopyMakings>();

    private static IServiceCollection AddProofs(this IServiceCollection services) => services
        .AddSingleton<IJobKind, VerifyKind>().AddSingleton<IJobKind, DrillKind>().AddSingleton<IJobKind, RestoreKind>()
        .AddSingleton<CopyProofs>()
        .AddSingleton<RestoreVerbs>().AddSingleton<AskRestore>().AddSingleton<DecideRestore>().AddSingleton<RunProof>()
        .AddSingleton<IRunCopies, RunCopies>().AddSingleton<IBackupEstate, BackupEstate>().AddSingleton<ICopyList, CopyList>().AddSingleton<IBackupTruth, BackupTruth>().AddSingleton<IAssetRemarks, BackupTruth>()
        .AddSingleton<BackupJudge>().AddSingleton<ILogBookKinds, BackupLogKinds>();

    /// <summary>Adds what works by itself: alerts about backups, the backup of the console's own database.</summary>
    public static IServiceCollection AddBackupWatch(this IServiceCollection services) => services.AddSingleton<PrepareSecretKey>().AddHostedService<BackupWatch>();
}
