using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Processes;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Registrations of what jobs do: kinds, secrets, backups.</summary>
public static class KindsFeature
{
    /// <summary>Adds kinds, use cases, queries and workers. The host supplies <see cref="JobsFolder"/>.</summary>
    public static IServiceCollection AddJobKinds(this IServiceCollection services) => services
        .AddSingleton<ProgramRunner>()
        .AddSingleton<KindRun>().AddSingleton<PgTools>().AddSingleton<PgParts>()
        .AddSingleton<IJobKind, CommandKind>().AddSingleton<IJobKind, HttpCallKind>().AddSingleton<IJobKind, SqlKind>()
        .AddSingleton<IJobKind, PgDumpKind>().AddSingleton<IJobKind, OwnDatabaseKind>()
        .AddSingleton<RegisterCommand>().AddSingleton<RemoveCommand>().AddSingleton<ICommandList, CommandList>()
        .AddSingleton<SecretKey>().AddSingleton<SecretVault>().AddSingleton<SaveSecret>().AddSingleton<RemoveSecret>().AddSingleton<ISecretList, SecretList>()
        .AddSingleton<BackupFolders>().AddSingleton<CopyRecords>().AddSingleton<CopyKeeping>().AddSingleton<BackupRunner>();
}
