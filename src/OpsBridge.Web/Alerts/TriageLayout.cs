using OpsBridge.Alerts.Board;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>Puts leaves into the order of the screen: groups by their first row, what is handled below, at most so many rows.</summary>
internal static class TriageLayout
{
    /// <summary>Groups with their rows; counts and errors are the caller's.</summary>
    /// <param name="leaves">The leaves.</param>
    /// <param name="order">The place of a row.</param>
    /// <param name="name">Words of a heading of the first level, where they are not what tells the group apart: such groups are one line until unfolded.</param>
    public static TriageRows Of(IReadOnlyCollection<TriageLeaf> leaves, Func<AlertRow, RowKey> order, Func<string, string>? name = null)
    {
        var main = leaves.Where(l => !l.Aside && l.Rows.Count > 0).GroupBy(l => l.Top, StringComparer.Ordinal)
            .Select(g => (Top: g.Key, Inner: g.OrderBy(l => order(l.Rows[0])).ToList()))
            .OrderBy(g => name is not null && g.Top.Length == 0) // what is in no group comes after the groups
            .ThenBy(g => order(g.Inner[0].Rows[0]))
            .ToList();
        var (groups, left, cut) = (new List<HotGroup<AlertRow>>(), TriageRows.Most, false);
        IReadOnlyList<AlertRow> Take(TriageLeaf leaf)
        {
            var take = Math.Min(left, leaf.Rows.Count);
            (left, cut) = (left - take, cut || take < leaf.Rows.Count);
            return TriageRows.First(leaf.Rows, take);
        }

        foreach (var (top, inner) in main)
        {
            if (left == 0)
            {
                cut = true;
                break;
            }

            Add(groups, (top, name?.Invoke(top) ?? top), inner, Take, asOneLine: name is not null && top.Length > 0);
        }

        var cutHere = cut; // what lies aside is folded anyway
        foreach (var aside in leaves.Where(l => l.Aside && l.Rows.Count > 0).OrderBy(l => l.Top, StringComparer.Ordinal))
        {
            groups.Add(new HotGroup<AlertRow>(aside.Top, Take(aside)) { Key = $"~{aside.Top}", FoldedAtFirst = true, About = About(aside.Top, [aside]) });
        }

        return TriageRows.Empty with { Groups = groups, Found = main.Sum(g => g.Inner.Sum(l => l.Rows.Count)), Cut = cutHere };
    }

    private static void Add(List<HotGroup<AlertRow>> groups, (string Key, string Name) head, List<TriageLeaf> inner, Func<TriageLeaf, IReadOnlyList<AlertRow>> take, bool asOneLine)
    {
        var (top, name) = head;
        if (inner is [{ Inner: null } only])
        {
            groups.Add(new HotGroup<AlertRow>(name, take(only)) { Key = top, Headless = name.Length == 0, FoldedAtFirst = asOneLine, About = About(name, inner) });
            return;
        }

        var said = Shared(inner);
        groups.Add(new HotGroup<AlertRow>(name, []) { Key = top, FoldedAtFirst = asOneLine, About = About(name, inner) });
        foreach (var leaf in inner)
        {
            groups.Add(new HotGroup<AlertRow>(leaf.Inner!, take(leaf)) { Key = $"{top}/{leaf.Inner}", Level = 1, About = About(leaf.Inner!, [leaf], said) });
        }
    }

    private static List<KeyValuePair<string, string>> Shared(List<TriageLeaf> leaves) =>
        [.. leaves[0].Shared.Left.Where(s => leaves.TrueForAll(l => l.Shared.Left.Contains(s)))];

    private static TriageGroup About(string name, List<TriageLeaf> leaves, IEnumerable<KeyValuePair<string, string>>? saidAbove = null)
    {
        var unhandled = default(SeverityCounts);
        foreach (var leaf in leaves)
        {
            unhandled = new SeverityCounts(
                unhandled.Critical + leaf.Unhandled.Critical, unhandled.Major + leaf.Unhandled.Major, unhandled.Warning + leaf.Unhandled.Warning, unhandled.Info + leaf.Unhandled.Info);
        }

        var shared = Shared(leaves).Except(saidAbove ?? []);
        var count = leaves.Sum(l => l.Rows.Count);
        return new TriageGroup(name, count, unhandled, SharedLabels.Words(shared, count), leaves[0].Aside);
    }
}
