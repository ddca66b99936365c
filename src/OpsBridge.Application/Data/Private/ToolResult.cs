namespace OpsBridge.Data.Private;

/// <summary>How a command line tool ended.</summary>
/// <param name="ExitCode">Zero is success.</param>
/// <param name="Output">Standard output and error, one after the other.</param>
internal sealed record ToolResult(int ExitCode, string Output)
{
    private const int TailLines = 5;

    /// <summary>The last lines of the output on one line, for an error message.</summary>
    public string Tail => LastLines(Output);

    /// <summary>True when the tool failed because the disk is full.</summary>
    public bool DiskFull => IsDiskFull(Output);

    /// <summary>The last lines of a text on one line.</summary>
    public static string LastLines(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "it said nothing" : string.Join(" / ", lines.TakeLast(TailLines));
    }

    /// <summary>True when the text holds the system's words for a full disk.</summary>
    public static bool IsDiskFull(string text) =>
        text.Contains("No space left on device", StringComparison.OrdinalIgnoreCase)
        || text.Contains("Disk quota exceeded", StringComparison.OrdinalIgnoreCase)
        || text.Contains("Check free disk space", StringComparison.OrdinalIgnoreCase); // PostgreSQL's hint after half a write.
}
