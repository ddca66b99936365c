using System.Runtime.InteropServices;

namespace OpsBridge.Ui;

/// <summary>The lines of a list: headings, and rows of unfolded groups. Made from groups alone, so ten thousand rows cost nothing.</summary>
internal sealed class HotLines<TItem>
{
    private readonly List<Block> _blocks = [];

    /// <summary>Lays the groups out.</summary>
    public HotLines(IReadOnlyList<HotGroup<TItem>> groups, Func<HotGroup<TItem>, bool> folded)
    {
        var hidden = false;
        foreach (var group in groups)
        {
            hidden = group.Level == 0 ? false : hidden;
            if (hidden)
            {
                continue;
            }

            if (group.Headless && group.Items.Count == 0)
            {
                continue;
            }

            var closed = !group.Headless && folded(group);
            var rows = closed ? 0 : group.Items.Count;
            _blocks.Add(new Block(group, Count, rows, closed));
            Count += (group.Headless ? 0 : 1) + rows;
            hidden = group.Level == 0 ? closed : hidden;
        }
    }

    /// <summary>Number of lines.</summary>
    public int Count { get; }

    /// <summary>Whether there is any row or heading that hides some.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The line at a place.</summary>
    public HotLine<TItem> this[int index]
    {
        get
        {
            var block = BlockAt(index);
            var row = index - block.First - (block.Group.Headless ? 0 : 1);
            return new HotLine<TItem>(block.Group, row, block.Folded);
        }
    }

    /// <summary>The line of a group's heading; -1 when it is not there.</summary>
    public int HeadOf(string key) => _blocks.FindIndex(b => !b.Group.Headless && b.Group.Key == key) is >= 0 and var at ? _blocks[at].First : -1;

    /// <summary>The line of a row; -1 when it is not there or folded away.</summary>
    public int RowOf(Func<TItem, bool> wanted)
    {
        foreach (var block in _blocks)
        {
            for (var i = 0; i < block.Rows; i++)
            {
                if (wanted(block.Group.Items[i]))
                {
                    return block.First + (block.Group.Headless ? 0 : 1) + i;
                }
            }
        }

        return -1;
    }

    private Block BlockAt(int index)
    {
        var (low, high) = (0, _blocks.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_blocks[middle].First <= index) { low = middle; } else { high = middle - 1; }
        }

        return _blocks[low];
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Block(HotGroup<TItem> Group, int First, int Rows, bool Folded);
}

/// <summary>One line: a heading when <paramref name="Row"/> is negative, otherwise the row of that index in the group.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HotLine<TItem>(HotGroup<TItem> Group, int Row, bool Folded)
{
    /// <summary>Whether it is a heading.</summary>
    public bool IsHead => Row < 0;

    /// <summary>The item of a row.</summary>
    public TItem Item => Group.Items[Row];
}
