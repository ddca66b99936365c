using System.Collections;

namespace OpsBridge.Alerts.Board;

/// <summary>
/// Rows in an order, immutable and safe to share. A change copies only the pieces that it touches, so a few hundred changes
/// among 100,000 rows cost a few hundred small copies and not a new list (which would also land on the large object heap).
/// </summary>
public sealed class SortedRows : IReadOnlyList<AlertRow>
{
    private const int Full = 128;
    private readonly Func<AlertRow, RowKey> _key;
    private readonly AlertRow[][] _pieces;
    private readonly int[] _starts; // index of the first row of each piece

    private SortedRows(Func<AlertRow, RowKey> key, AlertRow[][] pieces)
    {
        (_key, _pieces, _starts) = (key, pieces, new int[pieces.Length]);
        for (var i = 0; i < pieces.Length; i++)
        {
            _starts[i] = Count;
            Count += pieces[i].Length;
        }
    }

    /// <inheritdoc />
    public int Count { get; }

    /// <inheritdoc />
    public AlertRow this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var found = Array.BinarySearch(_starts, index);
            var piece = found >= 0 ? found : ~found - 1;
            return _pieces[piece][index - _starts[piece]];
        }
    }

    /// <summary>No rows yet, in the order that <paramref name="key"/> gives.</summary>
    public static SortedRows Empty(Func<AlertRow, RowKey> key) => new(key, []);

    /// <summary>The rows in the order that <paramref name="key"/> gives.</summary>
    public static SortedRows From(IEnumerable<AlertRow> rows, Func<AlertRow, RowKey> key) => Empty(key).Change([], [.. rows]);

    /// <summary>The row at a place; null when there is none.</summary>
    public AlertRow? Find(RowKey key)
    {
        var piece = PieceOf(key);
        return piece >= 0 && Search(_pieces[piece], key) is >= 0 and var at ? _pieces[piece][at] : null;
    }

    /// <summary>Where a row with this key stands, or would stand.</summary>
    public int IndexOf(RowKey key)
    {
        var piece = PieceOf(key);
        if (piece < 0)
        {
            return 0;
        }

        var at = Search(_pieces[piece], key);
        return _starts[piece] + (at >= 0 ? at : ~at);
    }

    /// <summary>These rows without some and with others. A row added at a place that is taken takes that place.</summary>
    public SortedRows Change(IReadOnlyCollection<AlertRow> removed, IReadOnlyCollection<AlertRow> added)
    {
        if (removed.Count == 0 && added.Count == 0)
        {
            return this;
        }

        var gone = removed.Select(_key).Order().ToArray();
        var come = added.Select(r => (Key: _key(r), Row: r)).OrderBy(r => r.Key).ToArray();
        var pieces = new List<AlertRow[]>(_pieces.Length + (come.Length / Full) + 1);
        var (g, c) = (0, 0);
        for (var i = 0; i < _pieces.Length; i++)
        {
            var (firstGone, firstCome) = (g, c);
            var last = i == _pieces.Length - 1;
            var next = last ? default : _key(_pieces[i + 1][0]);
            while (g < gone.Length && (last || gone[g] < next)) { g++; }
            while (c < come.Length && (last || come[c].Key < next)) { c++; }
            if (firstGone == g && firstCome == c)
            {
                pieces.Add(_pieces[i]);
            }
            else
            {
                Cut(Merge(_pieces[i], gone.AsSpan(firstGone..g), come.AsSpan(firstCome..c)), pieces);
            }
        }

        if (_pieces.Length == 0)
        {
            Cut(Merge([], [], come), pieces);
        }

        return Compact(pieces);
    }

    /// <inheritdoc />
    public IEnumerator<AlertRow> GetEnumerator()
    {
        foreach (var piece in _pieces)
        {
            foreach (var row in piece)
            {
                yield return row;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Cut(List<AlertRow> rows, List<AlertRow[]> pieces)
    {
        var parts = (rows.Count + Full - 1) / Full;
        for (var part = 0; part < parts; part++)
        {
            var (from, to) = ((int)((long)rows.Count * part / parts), (int)((long)rows.Count * (part + 1) / parts));
            pieces.Add([.. rows[from..to]]);
        }
    }

    /// <summary>Looks only at the places that change and copies what lies between.</summary>
    private List<AlertRow> Merge(AlertRow[] old, ReadOnlySpan<RowKey> gone, ReadOnlySpan<(RowKey Key, AlertRow Row)> come)
    {
        var rows = new List<AlertRow>(old.Length + come.Length);
        var (copied, g, c) = (0, 0, 0);
        while (g < gone.Length || c < come.Length)
        {
            var comes = g == gone.Length || (c < come.Length && come[c].Key <= gone[g]);
            var at = Search(old, comes ? come[c].Key : gone[g]);
            var place = at >= 0 ? at : ~at;
            if (place > copied)
            {
                rows.AddRange(old.AsSpan(copied..place));
            }

            if (comes)
            {
                rows.Add(come[c++].Row);
            }
            else
            {
                g++;
            }

            copied = Math.Max(copied, at >= 0 ? at + 1 : place);
        }

        rows.AddRange(old.AsSpan(copied));
        return rows;
    }

    // After many removals small pieces are put together again.
    private SortedRows Compact(List<AlertRow[]> pieces)
    {
        var count = pieces.Sum(p => p.Length);
        if (pieces.Count <= (4 * count / Full) + 8)
        {
            return new SortedRows(_key, [.. pieces]);
        }

        var whole = new List<AlertRow[]>();
        Cut([.. pieces.SelectMany(p => p)], whole);
        return new SortedRows(_key, [.. whole]);
    }

    /// <summary>The last piece whose first row is not after the key; 0 when the key is before all, -1 without rows.</summary>
    private int PieceOf(RowKey key)
    {
        var (low, high) = (0, _pieces.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_key(_pieces[middle][0]) <= key) { low = middle; } else { high = middle - 1; }
        }

        return high < 0 ? -1 : low;
    }

    private int Search(AlertRow[] piece, RowKey key)
    {
        var (low, high) = (0, piece.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (_key(piece[middle]).CompareTo(key))
            {
                case 0: return middle;
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return ~low;
    }
}
