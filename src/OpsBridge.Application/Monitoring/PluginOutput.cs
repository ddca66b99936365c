using System.Text;

namespace OpsBridge.Monitoring;

/// <summary>What a plugin printed, taken apart (monitoring-plugins guidelines, "Plugin output": first line, long text, performance data).</summary>
/// <param name="Summary">Text of the first line before the bar; "(no output)" when it is empty.</param>
/// <param name="LongText">Following lines; null when there are none.</param>
/// <param name="Metrics">Performance data, possibly none.</param>
/// <param name="Faults">What was unreadable or had to be bent, in plain words.</param>
public sealed record PluginOutput(string Summary, string? LongText, IReadOnlyList<Metric> Metrics, IReadOnlyList<string> Faults)
{
    /// <summary>Most bytes of standard output that are kept; the rest is read and thrown away so that the plugin never blocks.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Longest summary kept, in characters.</summary>
    public const int MaxSummary = 1000;

    /// <summary>Reads raw output. Bytes that are not UTF-8 become the replacement character, NUL is dropped. Never throws.</summary>
    public static PluginOutput Parse(ReadOnlySpan<byte> stdout)
    {
        var cut = stdout.Length > MaxBytes;
        var output = Parse(Encoding.UTF8.GetString(cut ? stdout[..MaxBytes] : stdout));
        return cut ? output with { Faults = [.. output.Faults, $"output cut at {MaxBytes / 1024} KiB"] } : output;
    }

    /// <summary>Reads output that is text already. Never throws.</summary>
    public static PluginOutput Parse(string stdout)
    {
        var lines = stdout.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var (summary, firstPerf) = SplitBar(lines[0]);
        var perf = new StringBuilder(firstPerf);
        var text = new StringBuilder();
        var inPerf = false;
        foreach (var line in lines.AsSpan(1))
        {
            var (before, after) = inPerf ? ("", line) : SplitBar(line);
            if (!inPerf)
            {
                text.Append(before).Append('\n');
                inPerf = line.Contains('|', StringComparison.Ordinal);
            }

            perf.Append(' ').Append(after);
        }

        var faults = new List<string>();
        var metrics = PerformanceData.Parse(perf.ToString(), faults);
        var longText = text.ToString().Trim('\n');
        return new PluginOutput(Cut(summary.Trim()), longText.Length == 0 ? null : longText, metrics, faults);
    }

    /// <summary>Status for an exit code: 0 to 3 as defined, anything else (126, 127, a signal, none at all) Unknown. Never from the text.</summary>
    public static CheckStatus StatusOf(int? exitCode) => exitCode is >= 0 and <= 3 ? (CheckStatus)exitCode.Value : CheckStatus.Unknown;

    /// <summary>Why an exit code is no status, in plain words; null for 0 to 3.</summary>
    public static string? ExplainCode(int exitCode) => exitCode switch
    {
        >= 0 and <= 3 => null,
        126 => "exit code 126: the plugin may not be executed",
        127 => "exit code 127: the plugin or a program it calls was not found",
        > 128 and < 193 => $"exit code {exitCode}: ended by signal {exitCode - 128}",
        _ => $"exit code {exitCode} is no plugin status",
    };

    private static (string Before, string After) SplitBar(string line)
    {
        var bar = line.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? (line, "") : (line[..bar], line[(bar + 1)..]);
    }

    private static string Cut(string summary)
    {
        if (summary.Length == 0)
        {
            return "(no output)";
        }

        return summary.Length <= MaxSummary ? summary : summary[..MaxSummary] + "…";
    }
}
