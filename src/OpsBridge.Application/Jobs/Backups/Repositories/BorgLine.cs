using System.Text.Json;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>A line of borg with <c>--log-json</c>, or its answer with <c>--json</c> (its manual, "All about JSON"; seen with 1.2). Unknown lines and members are nothing.</summary>
internal abstract record BorgLine
{
    private BorgLine()
    {
    }

    /// <summary>Bytes read so far; how many there are in all it does not know.</summary>
    internal sealed record Progress(long Bytes) : BorgLine;

    /// <summary>How far an operation is, in units of its own.</summary>
    internal sealed record Percent(string Operation, long Done, long Total) : BorgLine;

    /// <summary>What it has to say.</summary>
    internal sealed record Message(string? Id, bool IsError, bool IsWarning, string Words) : BorgLine;

    /// <summary>What became of a file: E could not be read, C changed meanwhile.</summary>
    internal sealed record FileStatus(string Status, string Path) : BorgLine;

    /// <summary>The line; null when it says nothing that is known.</summary>
    public static BorgLine? Read(string line) => ToolJson.Object(line) is not { } json
        ? null
        : json.Text("type") switch
        {
            "archive_progress" when json.Number("original_size") is { } bytes => new Progress(bytes),
            "progress_percent" when json.Number("current") is { } done && json.Number("total") is { } total && total > 0 && done <= total => new Percent(json.Text("msgid") ?? "", done, total),
            "log_message" when json.Text("message") is { } words => new Message(json.Text("msgid"), json.Text("levelname") is "ERROR" or "CRITICAL", json.Text("levelname") == "WARNING", words.Split('\n', 2)[0]),
            "file_status" when json.Text("status") is { Length: 1 } status && json.Text("path") is { } path => new FileStatus(status, path),
            _ => null,
        };

    /// <summary>A regular file of <c>list --json-lines</c>, also as a further name of one; null for anything else.</summary>
    public static RepositoryFile? Item(string line) => ToolJson.Object(line) is { } json && json.Text("path") is { } path
        ? json.Text("type") switch { "-" => new RepositoryFile($"/{path}", json.Number("size") ?? 0), "h" => new RepositoryFile($"/{path}", null), _ => null }
        : null;

    /// <summary>What <c>create --json</c> has made; null when that cannot be read.</summary>
    public static RepositoryBackup? Created(string text) =>
        ToolJson.Parse(text)?.Member("archive") is { } archive && archive.Id("id") is { } id && archive.Member("stats") is { } stats
        && stats.Number("deduplicated_size") is { } added && stats.Number("original_size") is { } bytes && stats.Number("nfiles") is { } files
            ? new RepositoryBackup(id, added, bytes, files)
            : null;

    /// <summary>Archives as <c>list --json</c> lists them with their comments; null when that cannot be read.</summary>
    public static IReadOnlyList<RepositoryEntry>? Archives(string text)
    {
        if (ToolJson.Parse(text) is not { } json || json.Member("archives") is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        var entries = new List<RepositoryEntry>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.Id("id") is not { } id || item.Text("name") is not { } name)
            {
                return null;
            }

            var marks = (item.Text("comment") ?? "").Split(' ');
            entries.Add(new RepositoryEntry(id, name, RepositoryEntry.FindId(marks, RepositoryEntry.JobMark), RepositoryEntry.FindId(marks, RepositoryEntry.RunMark)));
        }

        return entries;
    }
}
