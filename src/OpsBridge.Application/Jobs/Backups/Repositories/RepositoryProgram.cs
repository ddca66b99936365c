using System.Globalization;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Processes;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>What a program needs for one attempt.</summary>
/// <param name="Programs">Runs it.</param>
/// <param name="Path">Its file.</param>
/// <param name="Environment">Repository, password and keys: never arguments.</param>
/// <param name="Mark">Names the attempt among the processes.</param>
/// <param name="Output">Where its words go.</param>
/// <param name="Report">Where its progress goes.</param>
internal sealed record RepositoryScene(
    ProgramRunner Programs, string Path, IReadOnlyList<KeyValuePair<string, string>> Environment, string Mark, CleanOutput Output, Action<RunProgress> Report);

/// <summary>A program that keeps copies in a repository. What it says is read strictly and shown; what it means is told in plain words.</summary>
internal abstract class RepositoryProgram(RepositoryScene scene)
{
    /// <summary>Most bytes of an answer in JSON, such as the list of all copies.</summary>
    protected const int MaxAnswer = 32 * 1024 * 1024;

    private const int MaxUnread = 20;

    private volatile bool _probing;

    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>Opens the repository, so that a wrong password, a missing repository or an unreachable one is told before anything begins.</summary>
    /// <param name="initialise">Whether it is made when there is none.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>False when there is none.</returns>
    /// <exception cref="KindFault">It cannot be opened.</exception>
    public abstract Task<bool> OpenAsync(bool initialise, CancellationToken ct);

    /// <summary>Backs folders up.</summary>
    /// <param name="what">Folders, patterns, name.</param>
    /// <param name="ct">Kills it.</param>
    /// <exception cref="KindFault">There is no copy.</exception>
    public abstract Task<RepositoryBackup> BackupAsync(RepositoryOrder what, CancellationToken ct);

    /// <summary>All copies that bear our marks.</summary>
    public abstract Task<IReadOnlyList<RepositoryEntry>> ListAsync(CancellationToken ct);

    /// <summary>The regular files of a copy, told one by one; returns damage in words, or null.</summary>
    public abstract Task<string?> FilesAsync(RepositoryEntry copy, Action<RepositoryFile> file, CancellationToken ct);

    /// <summary>Checks the repository; returns damage in words, or null.</summary>
    /// <param name="copy">The copy in question.</param>
    /// <param name="percent">Part of the data that is read.</param>
    /// <param name="ct">Kills it.</param>
    /// <exception cref="KindFault">It could not be looked at.</exception>
    public abstract Task<string?> CheckAsync(RepositoryEntry copy, int percent, CancellationToken ct);

    /// <summary>Restores a copy into a folder; returns damage in words, or null.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="paths">Only these files; null for all.</param>
    /// <param name="ct">Kills it.</param>
    /// <exception cref="KindFault">It could not be restored, and not because of the copy.</exception>
    public abstract Task<string?> RestoreAsync(RepositoryEntry copy, string folder, IReadOnlyList<string>? paths, CancellationToken ct);

    /// <summary>Removes copies and frees their room.</summary>
    public abstract Task ForgetAsync(IReadOnlyList<RepositoryEntry> copies, CancellationToken ct);

    /// <summary>What it runs in.</summary>
    protected RepositoryScene Scene => scene;

    /// <summary>Runs it once.</summary>
    /// <param name="arguments">No secrets.</param>
    /// <param name="line">Takes what it prints; returns whether the line was understood and needs not be shown.</param>
    /// <param name="ct">Kills it.</param>
    /// <param name="from">The folder that it runs in.</param>
    protected async Task<(int? Code, RepositoryWords Said)> CallAsync(IReadOnlyList<string> arguments, Func<bool, string, bool> line, CancellationToken ct, string? from = null)
    {
        var said = new RepositoryWords();
        // env changes the folder and becomes the program: no shell.
        var (path, all) = from is null ? (scene.Path, arguments) : ("/usr/bin/env", ["-C", from, scene.Path, .. arguments]);
        var end = await scene.Programs.RunAsync(
            new ProgramCall(path, all) { Environment = scene.Environment, Mark = scene.Mark, MaxLine = MaxAnswer },
            (isError, text) =>
            {
                if (!line(isError, text) && text.Length > 0)
                {
                    Say(said, isError, text);
                }
            },
            ct);
        return end.Refusal is { } refusal ? throw new KindFault(refusal, mayRetry: false) : (end.Code, said);
    }

    /// <summary>Shows what the program says and keeps it for the verdict.</summary>
    protected void Say(RepositoryWords said, bool isError, string text, bool isMissing = false)
    {
        var shown = text.Length <= ToolJson.MaxText ? text : $"{text[..ToolJson.MaxText]}…";
        said.Add(isError, shown, isMissing);
        if (!_probing)
        {
            scene.Output.Line(isError, shown);
        }
    }

    /// <summary>Asks whether the repository opens, and says what was told only when the answer is a fault: that there is none is no error yet.</summary>
    protected async Task<(int? Code, RepositoryWords Said)> ProbeAsync(Func<Task<(int? Code, RepositoryWords Said)>> call)
    {
        _probing = true;
        try
        {
            return await call();
        }
        finally
        {
            _probing = false;
        }
    }

    /// <summary>The fault behind an end that was not good.</summary>
    protected KindFault Fault(string what, int? code, RepositoryWords said) =>
        new($"{Name} {what} failed: {said.Words(code)}", mayRetry: !said.IsForGood, code);

    /// <summary>Damage in words when the end was not good because of the data, or null.</summary>
    /// <exception cref="KindFault">It was not good for another reason.</exception>
    protected string? Damage(string what, int? code, RepositoryWords said) => code == 0
        ? null
        : said.IsOfTheData ? $"{Name} {what}: {said.Words(code)}" : throw Fault(what, code, said);

    /// <summary>Collects paths that could not be read.</summary>
    protected sealed class UnreadPaths
    {
        private readonly List<string> _first = [];
        private readonly HashSet<string> _all = new(StringComparer.Ordinal);

        /// <summary>Adds one, once.</summary>
        public void Add(string path)
        {
            if (_all.Count < 100_000 && _all.Add(path) && _first.Count < MaxUnread)
            {
                _first.Add(path);
            }
        }

        /// <summary>The backup with them.</summary>
        public RepositoryBackup With(RepositoryBackup made) => made with { Unread = _first, UnreadCount = _all.Count };
    }
}

/// <summary>What is backed up.</summary>
/// <param name="Name">Name of the copy, unique.</param>
/// <param name="Job">The job.</param>
/// <param name="Run">The run.</param>
/// <param name="Folders">Real paths.</param>
/// <param name="Exclude">Globs relative to them.</param>
/// <param name="Bytes">Bytes found in them: the total of the progress.</param>
internal sealed record RepositoryOrder(string Name, Guid Job, Guid Run, IReadOnlyList<string> Folders, IReadOnlyList<string> Exclude, long Bytes)
{
    /// <summary>The marks of the copy.</summary>
    public IReadOnlyList<string> Marks =>
    [
        RepositoryEntry.NameMark + Name,
        RepositoryEntry.JobMark + Job.ToString("N", CultureInfo.InvariantCulture),
        RepositoryEntry.RunMark + Run.ToString("N", CultureInfo.InvariantCulture),
    ];
}
