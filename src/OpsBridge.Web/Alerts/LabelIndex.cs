namespace OpsBridge.Alerts;

/// <summary>Names and values on the board, for completion and for the choice of groups; looked through at most every few seconds.</summary>
public sealed class LabelIndex(TimeProvider clock)
{
    /// <summary>Most values offered for one name.</summary>
    public const int MostValues = 200;

    private const int Looked = 20_000;
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(3);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (IReadOnlyList<(string Value, int Rows)> Values, DateTimeOffset At)> _values = new(StringComparer.Ordinal);
    private (IReadOnlyList<string> Names, DateTimeOffset At) _names = ([], DateTimeOffset.MinValue);
    private ((string Name, int Groups)? Best, DateTimeOffset At) _fold = (null, DateTimeOffset.MinValue);

    /// <summary>What rows can be searched and grouped by: what every row has, then the labels, the commonest first.</summary>
    public IReadOnlyList<string> Names(AlertBoardView view)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now - _names.At >= s_again)
            {
                var counts = new Dictionary<string, int>(StringComparer.Ordinal);
                foreach (var label in view.Rows.Take(Looked).SelectMany(r => r.Labels))
                {
                    counts[label.Key] = counts.GetValueOrDefault(label.Key) + 1;
                }

                _names = ([.. AlertFields.Known, .. counts.Keys.Except(AlertFields.Known, StringComparer.Ordinal).OrderByDescending(n => counts[n]).ThenBy(n => n, StringComparer.Ordinal)], now);
            }

            return _names.Names;
        }
    }

    /// <summary>Values of a name with the number of rows that have them, the commonest first.</summary>
    public IReadOnlyList<(string Value, int Rows)> Values(AlertBoardView view, string name)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_values.TryGetValue(name, out var known) && now - known.At < s_again)
            {
                return known.Values;
            }

            if (_values.Count > 50)
            {
                _values.Clear();
            }

            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var row in view.Rows.Take(Looked))
            {
                if (AlertFields.Value(row, name) is { Length: > 0 } value)
                {
                    counts[value] = counts.GetValueOrDefault(value) + 1;
                }
            }

            var values = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MostValues).Select(c => (c.Key, c.Value)).ToList();
            _values[name] = (values, now);
            return values;
        }
    }

    /// <summary>
    /// The name by which unhandled alerts fall into the fewest groups, none of which holds nearly all of them; null when no
    /// name folds them. Looked for at most every few seconds, for all screens.
    /// </summary>
    public (string Name, int Groups)? BestFold(AlertBoardView view)
    {
        var names = Names(view);
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now - _fold.At >= s_again)
            {
                _fold = (Fold([.. view.Rows.Where(r => r.Unhandled).Take(Looked / 4)], names), now);
            }

            return _fold.Best;
        }
    }

    private static (string Name, int Groups)? Fold(IReadOnlyList<AlertRow> rows, IReadOnlyList<string> names)
    {
        (string Name, int Groups)? best = null;
        foreach (var name in names.Where(n => n is not ("severity" or "state" or "owner" or "source")).Take(20))
        {
            var groups = rows.CountBy(r => AlertFields.Heading(r, name), StringComparer.Ordinal).ToList();
            var divides = groups.Count > 1 && groups.Max(g => g.Value) <= rows.Count * 0.8;
            if (divides && groups.Count <= rows.Count / 2 && (best is null || groups.Count < best.Value.Groups))
            {
                best = (name, groups.Count);
            }
        }

        return best;
    }
}
