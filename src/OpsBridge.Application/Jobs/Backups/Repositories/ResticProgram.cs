using System.Globalization;
using System.Text;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>restic (its manual: https://restic.readthedocs.io).</summary>
internal sealed class ResticProgram(RepositoryScene scene) : RepositoryProgram(scene)
{
    private const int Incomplete = 3; // "some source data could not be read"
    private const int Batch = 200;

    public override string Name => "restic";

    public override async Task<bool> OpenAsync(bool initialise, CancellationToken ct)
    {
        var (code, said) = await ProbeAsync(() => CallAsync(["cat", "config", "--no-lock"], static (isError, _) => !isError, ct));
        if (code != 0 && said.IsMissing)
        {
            if (!initialise)
            {
                return false;
            }

            Scene.Output.Note("there is no repository yet: restic makes it");
            (code, said) = await CallAsync(["init"], static (isError, _) => !isError, ct);
        }

        if (code != 0)
        {
            throw Fault("open", code, said);
        }

        // Locks of processes that are gone; restic leaves those of living ones alone.
        (code, said) = await CallAsync(["unlock", "--quiet"], static (isError, _) => !isError, ct);
        return code == 0 ? true : throw Fault("unlock", code, said);
    }

    public override async Task<RepositoryBackup> BackupAsync(RepositoryOrder what, CancellationToken ct)
    {
        ResticLine.Summary? summary = null;
        var unread = new UnreadPaths();
        var (code, said) = await CallAsync(
            ["backup", "--json", .. what.Marks.SelectMany(m => new[] { "--tag", m }), .. what.Exclude.SelectMany(e => what.Folders.Select(f => $"--exclude={Pattern(f, e)}")), "--", .. what.Folders],
            (isError, line) =>
            {
                switch (ResticLine.Read(line))
                {
                    case ResticLine.Status status:
                        Scene.Report(new RunProgress("back up", status.BytesDone, Math.Max(what.Bytes, status.BytesTotal ?? 0)));
                        return true;
                    case ResticLine.Summary made:
                        summary = made;
                        return true;
                    case ResticLine.Failure { Path: { } path } failure:
                        unread.Add(path);
                        Scene.Output.Line(isError: true, $"could not be read: {path}: {failure.Words}");
                        return true;
                    default:
                        return !isError && line.StartsWith('{'); // JSON of a sort that says nothing here
                }
            },
            ct);
        if (code is not (0 or Incomplete) || summary is null)
        {
            throw Fault("backup", code, said);
        }

        var entry = (await ListAsync(ct)).FirstOrDefault(e => e.Name == what.Name) ?? throw new KindFault($"restic says that it made {summary.Snapshot}, and the repository does not list it");
        var made = unread.With(new RepositoryBackup(entry.Id, summary.Added, summary.Bytes, summary.Files));
        return code == Incomplete && made.UnreadCount == 0 ? made with { UnreadCount = 1, Unread = ["a file that restic does not name"] } : made;
    }

    public override async Task<IReadOnlyList<RepositoryEntry>> ListAsync(CancellationToken ct)
    {
        var answer = new StringBuilder();
        var (code, said) = await CallAsync(["snapshots", "--json", "--no-lock"], (isError, line) => Collect(answer, isError, line), ct);
        return code != 0
            ? throw Fault("snapshots", code, said)
            : ResticLine.Snapshots(answer.ToString()) ?? throw new KindFault("the list of snapshots cannot be read");
    }

    public override async Task<string?> FilesAsync(RepositoryEntry copy, Action<RepositoryFile> file, CancellationToken ct)
    {
        var (code, said) = await CallAsync(
            ["ls", "--json", "--no-lock", copy.Id],
            (isError, line) =>
            {
                if (ResticLine.Read(line) is ResticLine.Node node)
                {
                    file(new RepositoryFile(node.Path, node.Size));
                }

                return !isError;
            },
            ct);
        return Damage("ls", code, said);
    }

    public override async Task<string?> CheckAsync(RepositoryEntry copy, int percent, CancellationToken ct)
    {
        Scene.Report(new RunProgress("check the repository"));
        var data = percent == 100 ? "--read-data" : string.Create(CultureInfo.InvariantCulture, $"--read-data-subset={percent}%");
        var (code, said) = await CallAsync(["check", data], static (_, line) => line.StartsWith('[') || line.StartsWith("using temporary cache", StringComparison.Ordinal), ct);
        return Damage("check", code, said);
    }

    public override async Task<string?> RestoreAsync(RepositoryEntry copy, string folder, IReadOnlyList<string>? paths, CancellationToken ct)
    {
        Scene.Report(new RunProgress("restore"));
        var (code, said) = await CallAsync(
            ["restore", "--json", "--no-lock", copy.Id, $"--target={folder}", .. (paths ?? []).Select(p => $"--include={Escape(p)}")],
            (isError, line) =>
            {
                if (ResticLine.Read(line) is ResticLine.Status status)
                {
                    Scene.Report(new RunProgress("restore", status.BytesDone, status.BytesTotal));
                }

                return !isError;
            },
            ct);
        return Damage("restore", code, said);
    }

    public override async Task ForgetAsync(IReadOnlyList<RepositoryEntry> copies, CancellationToken ct)
    {
        Scene.Report(new RunProgress("retention"));
        var batches = copies.Chunk(Batch).ToList();
        foreach (var batch in batches)
        {
            var prune = ReferenceEquals(batch, batches[^1]) ? (string[])["--prune"] : [];
            var (code, said) = await CallAsync(["forget", .. prune, .. batch.Select(c => c.Id)], static (isError, _) => !isError, ct);
            if (code != 0)
            {
                throw Fault("forget", code, said);
            }
        }
    }

    /// <summary>A glob as restic reads it (its manual, "Excluding Files"), below one of the folders only.</summary>
    internal static string Pattern(string folder, string glob)
    {
        glob = glob.Trim('/');
        return $"{Escape(folder.TrimEnd('/'))}/{(glob.Contains('/', StringComparison.Ordinal) ? "" : "**/")}{glob.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)}";
    }

    private static string Escape(string path)
    {
        var text = new StringBuilder();
        foreach (var c in path)
        {
            text.Append(c is '*' or '?' or '[' or '\\' ? $"\\{c}" : $"{c}");
        }

        return text.ToString();
    }

    private static bool Collect(StringBuilder answer, bool isError, string line)
    {
        if (!isError && answer.Length + line.Length <= MaxAnswer)
        {
            answer.AppendLine(line);
        }

        return !isError;
    }
}
