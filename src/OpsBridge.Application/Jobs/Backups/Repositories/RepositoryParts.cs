using System.Globalization;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Network;
using OpsBridge.Processes;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>What the kinds around repositories have in common.</summary>
public sealed class RepositoryParts(ProgramRunner programs, TargetGuard guard, BackupFolders folders, JobsFolder own, CopyRecords records, TimeProvider clock)
{
    private static readonly string[] s_bin = ["/usr/local/bin", "/usr/bin", "/bin"];

    private readonly Lock _lock = new();
    private (Guid Run, int Number, string Repository, Task<string?> Damage)? _checked;

    internal TimeProvider Clock => clock;

    internal CopyRecords Records => records;

    /// <summary>For one attempt.</summary>
    /// <exception cref="KindFault">The program is not here, or the repository is not allowed.</exception>
    internal async Task<BackupMaking> FindAsync(KindScene<BackupSettings> scene, RepositorySettings settings, CancellationToken ct)
    {
        var path = s_bin.Select(b => Path.Combine(b, settings.Kind)).FirstOrDefault(File.Exists)
            ?? throw new KindFault($"there is no {settings.Kind} on this machine; install it (Debian: apt install {(settings.Kind == "borg" ? "borgbackup" : settings.Kind)})", mayRetry: false);
        var place = settings.Place;
        if (place.Folder is { } folder)
        {
            folders.Repository(folder, []);
        }
        else if (place.Host is { } host)
        {
            await GuardedHost.FindAsync(host, place.Port, guard, ct);
        }

        var with = new RepositoryScene(programs, path, Environment(scene, settings), scene.Mark, scene.Output, scene.Attempt.Report);
        return new RepositoryMaking(scene, settings, settings is BorgSettings ? new BorgProgram(with) : new ResticProgram(with), this);
    }

    /// <summary>The real paths of what is backed up.</summary>
    /// <exception cref="KindFault">One is not there or not allowed, or the repository lies within.</exception>
    internal IReadOnlyList<string> Sources(RepositorySettings settings)
    {
        var sources = settings.Folders.Select(folders.Source).Distinct(StringComparer.Ordinal).ToList();
        if (settings.Place.Folder is { } repository)
        {
            folders.Repository(repository, sources);
        }

        return sources;
    }

    /// <summary>Where something is restored to stay.</summary>
    internal string Restored(string name)
    {
        PrivateFiles.MakeFolder(folders.Restored);
        return Path.Combine(folders.Restored, name);
    }

    /// <summary>Where a restore is tried; the next run of the backup removes what a dead attempt left.</summary>
    internal string Scratch(RepositorySettings settings, BackupCopy copy, JobAttempt attempt) => Path.Combine(
        folders.Prepare(settings.Policy, copy.JobId, attempt.JobName),
        string.Create(CultureInfo.InvariantCulture, $"{BackupRunner.MakingPrefix}{attempt.RunId:N}-restore-{attempt.Number}"));

    /// <summary>Whether so many bytes fit, with a tenth to spare.</summary>
    internal static bool HasRoom(string path, long bytes) => new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace / 11 > bytes / 10;

    /// <summary>What the check of a repository found, which counts for all of its copies within an attempt.</summary>
    internal Task<string?> CheckedAsync(JobAttempt attempt, string repository, Func<Task<string?>> check)
    {
        lock (_lock)
        {
            if (_checked is { } known && (known.Run, known.Number, known.Repository) == (attempt.RunId, attempt.Number, repository))
            {
                return known.Damage;
            }

            var damage = check();
            _checked = (attempt.RunId, attempt.Number, repository, damage);
            return damage;
        }
    }

    private List<KeyValuePair<string, string>> Environment(KindScene<BackupSettings> scene, RepositorySettings settings)
    {
        var cache = Path.Combine(Path.GetFullPath(own.Root), "cache", settings.Kind);
        PrivateFiles.MakeFolder(cache);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["TMPDIR"] = scene.Room("tmp") };
        foreach (var use in settings.Variables)
        {
            variables[use.Variable] = use.AsFile ? scene.Hide(use.Variable, scene.Secrets[use.Secret]) : scene.Secrets[use.Secret];
        }

        foreach (var (name, value) in settings is BorgSettings ? Borg(settings, scene.Secrets[settings.Secret], cache) : Restic(settings, scene.Secrets[settings.Secret], cache))
        {
            variables[name] = value;
        }

        return [.. variables];
    }

    private static IEnumerable<(string Name, string Value)> Restic(RepositorySettings settings, string password, string cache) =>
    [
        ("RESTIC_REPOSITORY", settings.Repository), ("RESTIC_PASSWORD", password), ("RESTIC_CACHE_DIR", cache), ("RESTIC_PROGRESS_FPS", "1"),
    ];

    // What borg would ask a person is answered with no.
    private static IEnumerable<(string Name, string Value)> Borg(RepositorySettings settings, string password, string cache) =>
    [
        ("BORG_REPO", settings.Repository), ("BORG_PASSPHRASE", password), ("BORG_BASE_DIR", cache),
        ("BORG_RELOCATED_REPO_ACCESS_IS_OK", "no"), ("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "no"),
    ];
}
