using OpsBridge.Alerts.Board;

namespace OpsBridge.Alerts;

/// <summary>Rows that lie together on a triage screen, kept in order as rows come and go.</summary>
internal sealed class TriageLeaf
{
    private readonly List<AlertRow> _gone = [];
    private readonly Dictionary<long, AlertRow> _come = []; // several steps may settle at once: of one alert the last row counts

    public TriageLeaf(string top, string? inner, bool aside, Func<AlertRow, RowKey> order, IEnumerable<string> groupedBy) =>
        (Top, Inner, Aside, Rows, Shared) = (top, inner, aside, SortedRows.Empty(order), new SharedLabels(groupedBy));

    /// <summary>Heading of the first level.</summary>
    public string Top { get; }

    /// <summary>Heading of the second level; null when there is one level only.</summary>
    public string? Inner { get; }

    /// <summary>Holds what is handled, below the rest.</summary>
    public bool Aside { get; }

    /// <summary>In the order of the screen.</summary>
    public SortedRows Rows { get; private set; }

    /// <summary>Those that nobody handles.</summary>
    public SeverityCounts Unhandled { get; private set; }

    /// <summary>Labels that all have alike.</summary>
    public SharedLabels Shared { get; }

    /// <summary>A row came (<paramref name="by"/> 1) or went (-1); shown after <see cref="Settle"/>.</summary>
    public void Move(AlertRow row, int by)
    {
        Unhandled = row.Unhandled ? Unhandled.Plus(row.Severity, by) : Unhandled;
        if (by > 0)
        {
            _come[row.Id] = row;
            Shared.Add(row);
            return;
        }

        _come.Remove(row.Id);
        _gone.Add(row);
    }

    /// <summary>Puts what came and went into its place.</summary>
    public void Settle(DateTimeOffset now)
    {
        if (_gone.Count + _come.Count > 0)
        {
            if (!_gone.TrueForAll(r => _come.ContainsKey(r.Id)))
            {
                Shared.Remove(); // a row that only changed keeps its labels
            }

            Rows = Rows.Change(_gone, _come.Values);
            _gone.Clear();
            _come.Clear();
        }

        Shared.Settle(Rows, now);
    }
}
