namespace OpsBridge.Ui;

/// <summary>Which rows a hot list shows while the data underneath changes. While it is held, rows keep their places: changed ones are updated, gone ones stay and are marked, new ones wait.</summary>
internal sealed class HotRows<TItem>
{
    private List<HotRow<TItem>> _rows = [];
    private List<TItem> _waiting = [];

    /// <summary>Rows in the order shown.</summary>
    public IReadOnlyList<HotRow<TItem>> Rows => _rows;

    /// <summary>New items that are not shown yet.</summary>
    public IReadOnlyList<TItem> Waiting => _waiting;

    /// <summary>Shows the items as they are.</summary>
    public void TakeIn(IReadOnlyList<TItem> items, Func<TItem, string> key, Func<TItem, string>? group)
    {
        _rows = new List<HotRow<TItem>>(items.Count);
        foreach (var item in items)
        {
            _rows.Add(new HotRow<TItem>(key(item), item, group?.Invoke(item) ?? "", Gone: false));
        }
        _waiting = [];
    }

    /// <summary>Shows nothing of it, and only remembers which items are new.</summary>
    public void Await(IReadOnlyList<TItem> items, Func<TItem, string> key)
    {
        var shown = _rows.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        _waiting = [.. items.Where(i => !shown.Contains(key(i)))];
    }

    /// <summary>Updates in place and lets nothing move.</summary>
    public void Hold(IReadOnlyList<TItem> items, Func<TItem, string> key)
    {
        var latest = new Dictionary<string, TItem>(items.Count, StringComparer.Ordinal);
        foreach (var item in items)
        {
            latest[key(item)] = item;
        }
        for (var i = 0; i < _rows.Count; i++)
        {
            var row = _rows[i];
            _rows[i] = latest.Remove(row.Key, out var item) ? row with { Item = item, Gone = false } : row with { Gone = true };
        }
        _waiting = [.. latest.Values];
    }
}

/// <summary>One row as shown.</summary>
internal sealed record HotRow<TItem>(string Key, TItem Item, string Group, bool Gone);

/// <summary>One line of the list: a group's heading when <paramref name="Row"/> is null.</summary>
internal readonly record struct HotLine<TItem>(HotRow<TItem>? Row, HotGroup<TItem>? Group);

/// <summary>A group of consecutive rows.</summary>
/// <param name="Name">What <c>GroupOf</c> answered.</param>
/// <param name="Items">Its items, in the order shown.</param>
public sealed record HotGroup<TItem>(string Name, IReadOnlyList<TItem> Items);
