namespace OpsBridge.Alerts.Board;

/// <summary>
/// The open alerts as they are known, and how changed rows are merged into them. Used by one thread at a time; what it hands
/// out never changes.
/// </summary>
internal sealed class BoardState(int limit)
{
    private readonly AlertTally _tally = new();
    private long _newest;

    /// <summary>Worst first, then oldest first.</summary>
    public SortedRows Rows { get; private set; } = SortedRows.Empty(KeyOf);

    /// <summary>Whether open alerts had to be left out.</summary>
    public bool Truncated { get; private set; }

    /// <summary>What the rows add up to.</summary>
    public AlertCounts Counts => _tally.ToCounts();

    /// <summary>Place of a row on the board.</summary>
    public static RowKey KeyOf(AlertRow row) => KeyOf(row.Severity, row.Id);

    /// <summary>The row of an alert among rows in the board's order; null when it is not there.</summary>
    public static AlertRow? Find(SortedRows rows, long id)
    {
        for (var severity = AlertSeverity.Critical; severity >= AlertSeverity.Info; severity--)
        {
            if (rows.Find(KeyOf(severity, id)) is { } row)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>Takes in rows that changed; closed ones leave. Of two rows of one alert the last counts.</summary>
    /// <param name="changed">As they were read.</param>
    /// <param name="dress">Adds what the columns do not say.</param>
    public BoardDelta Apply(IEnumerable<AlertRow> changed, Func<AlertRow, AlertRow> dress)
    {
        var latest = new Dictionary<long, AlertRow>();
        foreach (var row in changed)
        {
            latest[row.Id] = row;
        }

        var (removed, added, raised) = (new List<AlertRow>(), new List<AlertRow>(), new List<AlertRow>());
        foreach (var row in latest.Values.Select(dress))
        {
            var before = Find(Rows, row.Id);
            if (before is null && row.Id > _newest)
            {
                raised.Add(row);
            }

            if (ReferenceEquals(before, row))
            {
                continue;
            }

            if (before is not null)
            {
                removed.Add(before);
            }

            if (row.State != AlertState.Closed)
            {
                added.Add(row);
            }
        }

        _newest = latest.Count == 0 ? _newest : Math.Max(_newest, latest.Keys.Max());
        return Change(removed, added, raised);
    }

    /// <summary>Forgets everything and takes in all open rows.</summary>
    public BoardDelta Replace(IReadOnlyList<AlertRow> open, bool truncated)
    {
        var gone = new List<AlertRow>(Rows);
        gone.ForEach(r => _tally.Add(r, -1));
        Rows = SortedRows.Empty(KeyOf);
        (_newest, Truncated) = (open.Count == 0 ? _newest : Math.Max(_newest, open.Max(r => r.Id)), truncated);
        return Change([], open, []) with { Removed = gone };
    }

    private static RowKey KeyOf(AlertSeverity severity, long id) => new(-(long)severity, 0, id);

    private BoardDelta Change(List<AlertRow> removed, IReadOnlyList<AlertRow> added, List<AlertRow> raised)
    {
        Rows = Rows.Change(removed, added);
        removed.ForEach(r => _tally.Add(r, -1));
        foreach (var row in added)
        {
            _tally.Add(row, 1);
        }

        if (Rows.Count > limit)
        {
            // What does not fit is the least severe and youngest; the rest is read again once there is room.
            var surplus = Rows.Skip(limit).ToList();
            surplus.ForEach(r => _tally.Add(r, -1));
            Rows = Rows.Change(surplus, []);
            var (left, fresh) = (surplus.Select(r => r.Id).ToHashSet(), added.Select(r => r.Id).ToHashSet());
            (Truncated, removed, added) = (true, [.. removed, .. surplus.Where(r => !fresh.Contains(r.Id))], [.. added.Where(r => !left.Contains(r.Id))]);
        }

        return removed.Count + added.Count + raised.Count == 0 ? BoardDelta.None : new BoardDelta(removed, added, raised);
    }
}
