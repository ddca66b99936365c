namespace OpsBridge.Alerts.Correlation;

/// <summary>An asset has no working way in.</summary>
/// <param name="Since">When the last way in was lost (UTC).</param>
/// <param name="Root">The failed asset at the top of the way that was lost last; it is not cut off itself.</param>
public sealed record Cut(DateTimeOffset Since, Guid Root);

/// <summary>
/// Which assets are cut off: those with parents all of which have failed or are cut off themselves (a redundancy group: one
/// way in that works is enough). A pure function of what has failed and since when, so the order in which alerts arrived
/// plays no part. Remembers what it has worked out; for one thread.
/// </summary>
/// <param name="parents">For each asset what it is reached through.</param>
/// <param name="failed">Failed assets, with since when (UTC).</param>
/// <param name="reached">Assets that answered, with when last (UTC): one that answered after its ways in were lost is not cut off.</param>
/// <param name="window">An asset that failed longer than this before it was cut off has failed by itself.</param>
public sealed class Reachability(
    ILookup<Guid, Guid> parents, IReadOnlyDictionary<Guid, DateTimeOffset> failed, IReadOnlyDictionary<Guid, DateTimeOffset> reached, TimeSpan window)
{
    private readonly Dictionary<Guid, Cut?> _known = [];
    private readonly HashSet<Guid> _entered = [];
    private readonly Stack<(Guid Asset, IEnumerator<Guid> Parents)> _path = new();

    /// <summary>Whether the asset is cut off, and by what; null when it is not.</summary>
    public Cut? Find(Guid asset)
    {
        if (failed.Count == 0)
        {
            return null;
        }

        // Parents before children, with a path of its own: a chain of parents may be as long as a file.
        Enter(asset);
        while (_path.TryPeek(out var at))
        {
            if (!_known.ContainsKey(at.Asset) && at.Parents.MoveNext())
            {
                Enter(at.Parents.Current);
            }
            else
            {
                _known.TryAdd(at.Asset, Judge(at.Asset));
                _path.Pop().Parents.Dispose();
            }
        }

        return _known[asset];
    }

    /// <summary>Once on the path an asset is not entered again: in a circle, which nobody may make, it counts as reachable.</summary>
    private void Enter(Guid asset)
    {
        if (_entered.Add(asset))
        {
            _path.Push((asset, parents[asset].GetEnumerator()));
        }
    }

    private Cut? Judge(Guid asset)
    {
        Cut? last = null;
        foreach (var parent in parents[asset])
        {
            if (LostThrough(parent) is not { } lost)
            {
                return null;
            }

            if (last is null || lost.Since > last.Since || (lost.Since == last.Since && lost.Root.CompareTo(last.Root) < 0))
            {
                last = lost;
            }
        }

        return last is not null && reached.TryGetValue(asset, out var answered) && answered > last.Since ? null : last;
    }

    /// <summary>Since when and because of whom the way through a parent is lost; null while it works.</summary>
    private Cut? LostThrough(Guid parent)
    {
        var cut = _known.GetValueOrDefault(parent);
        if (!failed.TryGetValue(parent, out var since))
        {
            return cut;
        }

        if (cut is null || since < cut.Since - window)
        {
            return new Cut(since, parent);
        }

        return since < cut.Since ? cut with { Since = since } : cut;
    }
}
