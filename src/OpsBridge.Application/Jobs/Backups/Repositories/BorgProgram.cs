using System.Text;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>borg (its manual: https://borgbackup.readthedocs.io).</summary>
internal sealed class BorgProgram(RepositoryScene scene) : RepositoryProgram(scene)
{
    private const int Batch = 200;

    private static readonly string[] s_always = ["--log-json", "--lock-wait=5"];

    public override string Name => "borg";

    public override async Task<bool> OpenAsync(bool initialise, CancellationToken ct)
    {
        var (code, said) = await ProbeAsync(() => TalkAsync(["list", "--json", "--last=1"], null, ct));
        if (code != 0 && said.IsMissing)
        {
            if (!initialise)
            {
                return false;
            }

            Scene.Output.Note("there is no repository yet: borg makes it");
            (code, said) = await TalkAsync(["init", "--encryption=repokey-blake2"], null, ct);
        }

        return code == 0 ? true : throw Fault("open", code, said);
    }

    public override async Task<RepositoryBackup> BackupAsync(RepositoryOrder what, CancellationToken ct)
    {
        var answer = new StringBuilder();
        var unread = new UnreadPaths();
        var (code, said) = await TalkAsync(
            [
                "create", "--json", "--progress", "--list", "--filter=E", $"--comment={string.Join(' ', what.Marks)}",
                .. what.Exclude.SelectMany(e => what.Folders.Select(f => $"--exclude=re:{Pattern(f, e)}")), $"::{what.Name}", .. what.Folders,
            ],
            line =>
            {
                switch (line)
                {
                    case BorgLine.Progress progress:
                        Scene.Report(new RunProgress("back up", progress.Bytes, Math.Max(what.Bytes, progress.Bytes)));
                        break;
                    case BorgLine.FileStatus { Status: "E" } status:
                        unread.Add(status.Path);
                        break;
                }
            },
            ct,
            answer);
        return IsDone(code) && BorgLine.Created(answer.ToString()) is { } made ? unread.With(made) : throw Fault("create", code, said);
    }

    public override async Task<IReadOnlyList<RepositoryEntry>> ListAsync(CancellationToken ct)
    {
        var answer = new StringBuilder();
        var (code, said) = await TalkAsync(["list", "--json", "--format={name}{comment}"], null, ct, answer);
        return code != 0
            ? throw Fault("list", code, said)
            : BorgLine.Archives(answer.ToString()) ?? throw new KindFault("the list of archives cannot be read");
    }

    public override async Task<string?> FilesAsync(RepositoryEntry copy, Action<RepositoryFile> file, CancellationToken ct)
    {
        var (code, said) = await CallAsync(
            [.. s_always, "list", "--json-lines", $"::{copy.Name}"],
            (isError, line) =>
            {
                if (!isError && BorgLine.Item(line) is { } found)
                {
                    file(found);
                }

                return !isError;
            },
            ct);
        return Damage("list", code, said);
    }

    public override async Task<string?> CheckAsync(RepositoryEntry copy, int percent, CancellationToken ct)
    {
        Scene.Report(new RunProgress("check the repository"));
        var (code, said) = await TalkAsync(
            percent == 100 ? ["check", "--progress", "--verify-data"] : ["check", "--progress", $"--glob-archives={copy.Name}"],
            line =>
            {
                if (line is BorgLine.Percent percentage)
                {
                    Scene.Report(new RunProgress("check the repository", percentage.Done, percentage.Total));
                }
            },
            ct);
        return Damage("check", code, said);
    }

    public override async Task<string?> RestoreAsync(RepositoryEntry copy, string folder, IReadOnlyList<string>? paths, CancellationToken ct)
    {
        Scene.Report(new RunProgress("restore"));
        var (code, said) = await TalkAsync(
            ["extract", "--progress", $"::{copy.Name}", .. (paths ?? []).Select(p => $"pp:{p.TrimStart('/')}")],
            line =>
            {
                if (line is BorgLine.Percent percentage)
                {
                    Scene.Report(new RunProgress("restore", percentage.Done, percentage.Total));
                }
            },
            ct,
            from: folder);
        return Damage("extract", code, said);
    }

    public override async Task ForgetAsync(IReadOnlyList<RepositoryEntry> copies, CancellationToken ct)
    {
        Scene.Report(new RunProgress("retention"));
        foreach (var arguments in copies.Chunk(Batch).Select(b => (string[])["delete", "::", .. b.Select(c => c.Name)]).Append(["compact"]))
        {
            var (code, said) = await TalkAsync(arguments, null, ct);
            if (!IsDone(code))
            {
                throw Fault(arguments[0], code, said);
            }
        }
    }

    /// <summary>A glob as a regular expression of borg (its manual, "borg help patterns"), below one of the folders only; paths have no slash in front.</summary>
    internal static string Pattern(string folder, string glob) => $"^{Literal(folder.Trim('/'))}/{PathGlob.ToPattern(glob)}\\Z";

    private static string Literal(string text)
    {
        var literal = new StringBuilder();
        foreach (var c in text)
        {
            literal.Append(char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' || c > 127 ? $"{c}" : $"\\{c}");
        }

        return literal.ToString();
    }

    // 1 and, in newer versions, 100 to 127: done, with warnings.
    private static bool IsDone(int? code) => code is 0 or 1 or (>= 100 and <= 127);

    private async Task<(int? Code, RepositoryWords Said)> TalkAsync(IReadOnlyList<string> arguments, Action<BorgLine>? hear, CancellationToken ct, StringBuilder? answer = null, string? from = null)
    {
        var words = new RepositoryWords();
        var (code, said) = await CallAsync(
            [.. s_always, .. arguments],
            (isError, line) =>
            {
                if (!isError)
                {
                    if (answer is not null && answer.Length + line.Length <= MaxAnswer)
                    {
                        answer.AppendLine(line);
                    }

                    return true;
                }

                switch (BorgLine.Read(line))
                {
                    case BorgLine.Message message:
                        Say(words, message.IsError || message.IsWarning, message.Words, message.Id is "Repository.DoesNotExist" or "Repository.InvalidRepository" or "Repository.ParentPathDoesNotExist");
                        return true;
                    case { } known:
                        hear?.Invoke(known);
                        return true;
                    default:
                        return line.AsSpan().TrimStart() is ['{', ..]; // JSON of a sort that says nothing here
                }
            },
            ct,
            from);
        words.Take(said);
        return (code, words);
    }
}
