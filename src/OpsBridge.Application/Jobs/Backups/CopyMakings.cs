using OpsBridge.Jobs.Backups.Repositories;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Who makes and checks the copies of which settings.</summary>
public sealed class CopyMakings(PgParts parts, BackupFolders folders, RepositoryParts repositories)
{
    /// <summary>For one attempt.</summary>
    /// <exception cref="KindFault">The target cannot be reached, or this kind has no copies of its own.</exception>
    internal async Task<BackupMaking> FindAsync(KindScene<BackupSettings> scene, CancellationToken ct) => scene.Settings switch
    {
        PgDumpSettings dump => await DumpAsync(scene, dump, ct),
        OwnDatabaseSettings => new DumpMaking(scene.Attempt, scene.Output, parts.Programs(scene), parts.Own(), parts.Own(), parts.Clock),
        ClusterBackupSettings server => new ClusterBackupMaking(scene.Attempt, parts.Programs(scene), await parts.FindAsync(scene, server.Server, ct), server.Server, folders, parts.Clock),
        ArchiveSettings archive => new ArchiveMaking(scene.Attempt, scene.Output, archive, folders, parts.Clock),
        RepositorySettings repository => await repositories.FindAsync(scene, repository, ct),
        var other => throw new KindFault($"backups of the kind '{other.Kind}' cannot be checked here", mayRetry: false),
    };

    private async Task<DumpMaking> DumpAsync(KindScene<BackupSettings> scene, PgDumpSettings settings, CancellationToken ct)
    {
        var source = await parts.FindAsync(scene, settings.Database, ct);
        var scratch = settings.ScratchServer is { } server ? await parts.FindAsync(scene, server, ct) : source;
        return new DumpMaking(scene.Attempt, scene.Output, parts.Programs(scene), source, scratch, parts.Clock);
    }
}
