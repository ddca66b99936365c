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

    /// <summary>The name by which unhandled alerts fall into the fewest groups, more than one; null when none does.</summary>
    public (string Name, int Groups)? BestFold(AlertBoardView view)
    {
        var unhandled = view.Rows.Where(r => r.Unhandled).Take(Looked / 4).ToList();
        (string Name, int Groups)? best = null;
        foreach (var name in Names(view).Where(n => n is not ("severity" or "state" or "owner" or "source")).Take(20))
        {
            var groups = unhandled.Select(r => AlertFields.Heading(r, name)).Distinct(StringComparer.Ordinal).Take(1000).Count();
            if (groups > 1 && groups <= unhandled.Count / 2 && (best is null || groups < best.Value.Groups))
            {
                best = (name, groups);
            }
        }

        return best;
    }
}
