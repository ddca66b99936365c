using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>What a <see cref="TriageQuery"/> finds.</summary>
/// <param name="Rows">In the order shown.</param>
/// <param name="Counts">Rows that each view would show; null where it is not known.</param>
/// <param name="Error">Why the search text is not a filter yet, in words; null when it is one.</param>
public sealed record TriageRows(IReadOnlyList<AlertRow> Rows, IReadOnlyDictionary<string, int?> Counts, string? Error)
{
    /// <summary>Group of alerts whose asset stands at no known site.</summary>
    public const string NoSite = "No site";

    private static readonly string[] s_saidElsewhere = ["site", "asset", "alertname", "check", "kind"];

    /// <summary>Nothing read yet.</summary>
    public static TriageRows Empty { get; } = new([], new Dictionary<string, int?>(StringComparer.Ordinal), null);

    /// <summary>The group of a row.</summary>
    public static string SiteOf(AlertRow row) => row.SiteName ?? row.Labels["site"] ?? NoSite;

    /// <summary>"env=prod, team=platform": what all rows of a group have in common; "" for nothing or a single row.</summary>
    public static string SharedLabels(IReadOnlyList<AlertRow> rows)
    {
        if (rows.Count < 2)
        {
            return "";
        }

        IEnumerable<KeyValuePair<string, string>> shared = rows[0].Labels.Where(l => !s_saidElsewhere.Contains(l.Key, StringComparer.Ordinal));
        var left = shared.ToList();
        for (var i = 1; i < rows.Count && left.Count > 0; i++)
        {
            Labels labels = rows[i].Labels;
            left.RemoveAll(l => labels[l.Key] != l.Value);
        }

        return string.Join(", ", left.Take(3).Select(l => $"{l.Key}={l.Value}"));
    }
}
