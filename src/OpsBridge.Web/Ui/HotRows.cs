namespace OpsBridge.Ui;

/// <summary>Which rows a hot list shows while the data underneath changes. While it is held, rows keep their places: changed ones are updated, gone ones stay and are marked, new ones wait. Lists are kept, never copied.</summary>
internal sealed class HotRows<TItem>(Func<TItem, string> key)
{
    private readonly Dictionary<string, TItem> _latest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HotGroup<TItem>> _heads = new(StringComparer.Ordinal);
    private HashSet<string>? _kept;

    /// <summary>Groups in the order shown; a list without groups is one group without a head.</summary>
    public IReadOnlyList<HotGroup<TItem>> Groups { get; private set; } = [];

    /// <summary>New items that are not shown yet.</summary>
    public IReadOnlyList<TItem> Waiting { get; private set; } = [];

    /// <summary>Whether anything is shown.</summary>
    public bool IsEmpty => Groups.All(g => g.Items.Count == 0);

    /// <summary>Shows the groups as they are.</summary>
    public void TakeIn(IReadOnlyList<HotGroup<TItem>> groups)
    {
        (Groups, Waiting, _kept) = (groups, [], null);
        _latest.Clear();
        _heads.Clear();
    }

    /// <summary>Shows nothing of it, and only remembers which items are new.</summary>
    public void Await(IReadOnlyList<HotGroup<TItem>> groups) => Waiting = [.. Items(groups).Where(i => !Kept.Contains(key(i)))];

    /// <summary>Updates in place and lets nothing move.</summary>
    public void Hold(IReadOnlyList<HotGroup<TItem>> groups)
    {
        var waiting = new List<TItem>();
        var kept = Kept;
        _latest.Clear();
        foreach (var item in Items(groups))
        {
            var itemKey = key(item);
            if (kept.Contains(itemKey))
            {
                _latest[itemKey] = item;
            }
            else
            {
                waiting.Add(item);
            }
        }

        _heads.Clear();
        foreach (var group in groups)
        {
            _heads[group.Key] = group;
        }

        Waiting = waiting;
        IsHeld = true;
    }

    /// <summary>A group with the heading that it has now.</summary>
    public HotGroup<TItem> Head(HotGroup<TItem> group) => _heads.GetValueOrDefault(group.Key, group);

    /// <summary>What is shown in the place of an item.</summary>
    public HotRow<TItem> Row(TItem item)
    {
        var itemKey = key(item);
        return !IsHeld || _kept is null ? new HotRow<TItem>(itemKey, item, Gone: false)
            : _latest.TryGetValue(itemKey, out var latest) ? new HotRow<TItem>(itemKey, latest, Gone: false)
            : new HotRow<TItem>(itemKey, item, Gone: true);
    }

    private bool IsHeld { get; set; }

    private HashSet<string> Kept
    {
        get
        {
            if (_kept is null)
            {
                (_kept, IsHeld) = (Items(Groups).Select(key).ToHashSet(StringComparer.Ordinal), false);
            }

            return _kept;
        }
    }

    private static IEnumerable<TItem> Items(IReadOnlyList<HotGroup<TItem>> groups) => groups.SelectMany(g => g.Items);
}

/// <summary>One row as shown.</summary>
internal sealed record HotRow<TItem>(string Key, TItem Item, bool Gone);

/// <summary>A group of rows that lie together.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Items">Its items, in the order shown; none when groups of the next level hold them.</param>
public sealed record HotGroup<TItem>(string Name, IReadOnlyList<TItem> Items)
{
    /// <summary>Tells it apart from all others of the list.</summary>
    public string Key { get; init; } = Name;

    /// <summary>0, or 1 for a group within the group of level 0 before it.</summary>
    public int Level { get; init; }

    /// <summary>Folded until somebody unfolds it.</summary>
    public bool FoldedAtFirst { get; init; }

    /// <summary>Has no heading and cannot be folded.</summary>
    public bool Headless { get; init; }

    /// <summary>What the heading is made of, for the page.</summary>
    public object? About { get; init; }
}
