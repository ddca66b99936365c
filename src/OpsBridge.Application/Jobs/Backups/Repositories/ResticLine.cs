using System.Text.Json;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>A line of restic with <c>--json</c> (its manual, "Scripting"; seen with 0.14). Unknown lines and members are nothing.</summary>
internal abstract record ResticLine
{
    private ResticLine()
    {
    }

    /// <summary>How far it is; totals grow while it still looks for files.</summary>
    internal sealed record Status(long BytesDone, long? BytesTotal) : ResticLine;

    /// <summary>A backup is complete.</summary>
    internal sealed record Summary(string Snapshot, long Added, long Files, long Bytes) : ResticLine;

    /// <summary>Something about one file, or about all.</summary>
    internal sealed record Failure(string? Path, string Words) : ResticLine;

    /// <summary>A file of a listing.</summary>
    internal sealed record Node(string Path, long Size) : ResticLine;

    /// <summary>The line; null when it says nothing that is known.</summary>
    public static ResticLine? Read(string line) => ToolJson.Object(line) is not { } json
        ? null
        : json.Text("message_type") switch
        {
            "status" => ReadStatus(json),
            "summary" when json.Id("snapshot_id") is { } id && json.Number("data_added") is { } added && json.Number("total_files_processed") is { } files && json.Number("total_bytes_processed") is { } bytes => new Summary(id, added, files, bytes),
            "error" => new Failure(json.Text("item"), ErrorWords(json)),
            "exit_error" => new Failure(null, json.Text("message") ?? "failed"),
            "node" or null when (json.Text("struct_type") ?? json.Text("message_type")) == "node" && json.Text("type") == "file" && json.Text("path") is { } path => new Node(path, json.Number("size") ?? 0),
            _ => null,
        };

    /// <summary>Snapshots as <c>snapshots --json</c> lists them; null when that cannot be read.</summary>
    public static IReadOnlyList<RepositoryEntry>? Snapshots(string text)
    {
        if (ToolJson.Parse(text) is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        var entries = new List<RepositoryEntry>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.Id("id") is not { } id)
            {
                return null;
            }

            var tags = item.Items("tags").Select(ToolJson.Text).OfType<string>().ToList();
            entries.Add(new RepositoryEntry(id, RepositoryEntry.Find(tags, RepositoryEntry.NameMark) ?? "", RepositoryEntry.FindId(tags, RepositoryEntry.JobMark), RepositoryEntry.FindId(tags, RepositoryEntry.RunMark)));
        }

        return entries;
    }

    private static Status? ReadStatus(JsonElement json) => (json.Number("bytes_done") ?? json.Number("bytes_restored")) is { } done
        ? new Status(done, json.Number("total_bytes") is { } total && total >= done ? total : null)
        : null;

    // 0.14 writes the error as an object of Go, newer ones with a "message".
    private static string ErrorWords(JsonElement json)
    {
        if (json.Member("error") is not { } error)
        {
            return "failed";
        }

        var code = error.Number("Err");
        return error.Text("message") ?? code switch
        {
            2 => "no such file",
            5 => "input/output error",
            13 => "permission denied",
            { } other => $"{error.Text("Op") ?? "read"} failed with error {ToolJson.Words(other)}",
            null => "could not be read",
        };
    }
}
