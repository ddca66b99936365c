namespace OpsBridge.Alerts;

/// <summary>What a name means on a row: in searches, as a heading, in completion. Names that are no label stand for what OpsBridge knows besides.</summary>
internal static class AlertFields
{
    /// <summary>Names that every row answers to, whatever its labels.</summary>
    public static IReadOnlyList<string> Known { get; } = ["severity", "site", "asset", "owner", "source", "state"];

    /// <summary>The value; "" where there is none.</summary>
    public static string Value(AlertRow row, string name) => name switch
    {
        "severity" => row.Severity switch { AlertSeverity.Critical => "critical", AlertSeverity.Major => "major", AlertSeverity.Warning => "warning", _ => "info" },
        "owner" => row.OwnerName ?? "",
        "state" => AlertMarks.StateOf(row),
        "site" => row.Labels["site"] ?? row.SiteName ?? "",
        "asset" => row.Labels["asset"] ?? row.AssetName ?? "",
        "source" => row.Labels["source"] ?? row.Source,
        _ => row.Labels[name] ?? "",
    };

    /// <summary>The heading that a row stands under.</summary>
    public static string Heading(AlertRow row, string name) => name switch
    {
        "site" => row.SiteName ?? row.Labels["site"] ?? "No site",
        "severity" => row.Severity.ToString(),
        _ => Value(row, name) is { Length: > 0 } value ? value : $"No {name}",
    };
}
