using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Where copies lie, and what may be packed. Every path is judged with its symbolic links resolved.</summary>
public sealed class BackupFolders(JobsFolder own, IOptions<BackupsOptions> options)
{
    private const int MaxSlug = 40;

    /// <summary>The data folder.</summary>
    internal JobsFolder Own => own;

    /// <summary>The folder for copies when a job names none.</summary>
    public string Default => Path.Combine(Path.GetFullPath(own.Root), "backups");

    /// <summary>The folder into which archives are restored.</summary>
    public string Restored => Path.Combine(Path.GetFullPath(own.Root), "restored");

    /// <summary>The folder of scratch copies; each in a folder named after its run.</summary>
    public string Scratch => Path.GetFullPath(options.Value.Scratch ?? Path.Combine(own.Root, "scratch"));

    /// <summary>Makes the folder of a job's copies, private to this account, and returns it.</summary>
    /// <exception cref="KindFault">The policy names a folder that the settings do not allow.</exception>
    internal string Prepare(BackupPolicy policy, Guid jobId, string jobName)
    {
        var root = policy.Folder is { } named ? Allowed(named, [Default, .. options.Value.Folders]) ?? throw NotAllowed(named, "Backups__Folders__0") : Default;
        PrivateFiles.MakeFolder(root);
        var folder = Directory.EnumerateDirectories(root, $"*-{Short(jobId)}").FirstOrDefault() // the job may have been renamed
            ?? Path.Combine(root, $"{Slug(jobName)}-{Short(jobId)}");
        PrivateFiles.MakeFolder(folder);
        return folder;
    }

    /// <summary>Where a restore under a new name goes, and where it is made until it is whole. What a killed one left there is removed.</summary>
    /// <exception cref="KindFault">The name is taken.</exception>
    internal (string Final, string Making) RestoreTo(string newName)
    {
        PrivateFiles.MakeFolder(Restored);
        var (final, making) = (Path.Combine(Restored, newName), Path.Combine(Restored, $"{BackupRunner.MakingPrefix}{newName}"));
        if (Path.Exists(final))
        {
            throw new KindFault($"{final} exists already", mayRetry: false);
        }

        DurableFiles.Remove(making);
        return (final, making);
    }

    /// <summary>The real path of a folder to pack.</summary>
    /// <exception cref="KindFault">It does not exist, or the settings do not allow it.</exception>
    internal string Source(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new KindFault($"there is no folder {folder}");
        }

        var real = Allowed(folder, options.Value.Sources) ?? throw NotAllowed(folder, "Backups__Sources__0");
        var data = Real(own.Root);
        return IsWithin(data, real) || IsWithin(real, data) // the key of the secrets lies there
            ? throw new KindFault($"{folder} holds OpsBridge's own data folder; it is backed up by its own job", mayRetry: false)
            : real;
    }

    /// <summary>The real path of a repository on this machine; it need not exist yet.</summary>
    /// <exception cref="KindFault">The settings do not allow it, or it lies within what is backed up.</exception>
    internal string Repository(string folder, IReadOnlyList<string> sources)
    {
        var real = Allowed(folder, [Default, .. options.Value.Folders]) ?? throw NotAllowed(folder, "Backups__Folders__0");
        return sources.FirstOrDefault(s => IsWithin(real, s)) is { } source
            ? throw new KindFault($"the repository lies within {source}, which is backed up", mayRetry: false)
            : real;
    }

    /// <summary>Name of a new copy: job, nominal time, end of the run's id, attempt. Unique for each attempt, so none overwrites another.</summary>
    internal static string NameOf(JobAttempt attempt, string ending) => string.Create(
        CultureInfo.InvariantCulture, $"{Slug(attempt.JobName)}-{attempt.NominalAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{attempt.RunId.ToString("N")[^8..]}-{attempt.Number}{ending}");

    private static string Short(Guid id) => id.ToString("N")[^12..];

    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString(0, Math.Min(slug.Length, MaxSlug)).Trim('-');
        return text.Length == 0 ? "job" : text;
    }

    private static string? Allowed(string path, IEnumerable<string> roots)
    {
        var real = Real(path);
        return roots.Any(r => IsWithin(real, Real(r))) ? real : null;
    }

    /// <summary>The path with the symbolic links of every folder that exists resolved.</summary>
    private static string Real(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            var entry = new DirectoryInfo(real);
            real = entry.LinkTarget is null ? real : entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName; // what does not exist yet is no link
        }

        return real;
    }

    private static bool IsWithin(string path, string root) =>
        path == root || path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static KindFault NotAllowed(string path, string setting) =>
        new($"{path} lies in no folder that the settings allow; an admin names it in {setting}", mayRetry: false);
}
