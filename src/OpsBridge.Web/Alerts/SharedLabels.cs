using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>
/// Labels that all rows of a group have alike, kept as rows come and go. A row that comes can only make them fewer; when one
/// goes they are found anew, though not at once: what is said stays true meanwhile.
/// </summary>
internal sealed class SharedLabels
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);
    private static readonly HashSet<string> s_saidElsewhere = new(StringComparer.Ordinal) { "site", "asset", "alertname", "check", "kind" };
    private readonly HashSet<string> _said;
    private List<KeyValuePair<string, string>>? _left;
    private DateTimeOffset _foundAt;
    private bool _dirty;

    public SharedLabels(IEnumerable<string> groupedBy) => _said = [.. s_saidElsewhere, .. groupedBy];

    /// <summary>Shared so far; all that is left when no row has come yet is unknown.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Left => _left ?? [];

    /// <summary>A row came.</summary>
    public void Add(AlertRow row)
    {
        if (_left is null)
        {
            _left = [.. row.Labels.Where(l => !_said.Contains(l.Key))];
            return;
        }

        if (_left.Count > 0)
        {
            Labels labels = row.Labels;
            _left.RemoveAll(l => !string.Equals(labels[l.Key], l.Value, StringComparison.Ordinal));
        }
    }

    /// <summary>A row went.</summary>
    public void Remove() => _dirty = true;

    /// <summary>Finds them anew where a row went, at most every few seconds.</summary>
    public void Settle(IEnumerable<AlertRow> rows, DateTimeOffset now)
    {
        if (!_dirty || now - _foundAt < s_again)
        {
            return;
        }

        (_left, _dirty, _foundAt) = (null, false, now);
        foreach (var row in rows)
        {
            Add(row);
            if (_left is { Count: 0 })
            {
                break;
            }
        }
    }

    /// <summary>"env=prod, team=platform", at most three; "" for a single row, whose labels the preview shows.</summary>
    public static string Words(IEnumerable<KeyValuePair<string, string>> shared, int rows) =>
        rows < 2 ? "" : string.Join(", ", shared.Take(3).Select(l => $"{l.Key}={l.Value}"));
}
