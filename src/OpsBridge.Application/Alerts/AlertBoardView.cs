using OpsBridge.Alerts.Board;

namespace OpsBridge.Alerts;

/// <summary>The open alerts of one moment; immutable and shared by every screen of the process.</summary>
/// <param name="Rows">Worst first, then oldest first; at most <see cref="AlertBoard.Limit"/>. Without <see cref="AlertRow.Detail"/>.</param>
/// <param name="ReadAt">When they were read.</param>
/// <param name="Truncated">True when more are open than are held.</param>
public sealed record AlertBoardView(IReadOnlyList<AlertRow> Rows, DateTimeOffset ReadAt, bool Truncated)
{
    private static readonly TimeSpan s_unownedKept = TimeSpan.FromSeconds(5);
    private UnownedCount? _unowned;

    /// <summary>Nothing read yet.</summary>
    public static AlertBoardView Empty { get; } = new([], DateTimeOffset.MinValue, false);

    /// <summary>What the rows add up to.</summary>
    public AlertCounts Counts { get => field ??= AlertCounts.Of(Rows); init; }

    /// <summary>Grows with each change: equal numbers are equal rows.</summary>
    public long Sequence { get; init; }

    internal BoardLog? Log { get; init; }

    /// <summary>Unhandled alerts without an owner that were raised before a moment; counted once in five seconds for all screens.</summary>
    public int UnownedBefore(DateTimeOffset moment)
    {
        var counted = Volatile.Read(ref _unowned);
        if (counted is null || (moment - counted.Before).Duration() >= s_unownedKept)
        {
            counted = new UnownedCount(moment, Counts.Unowned == 0 ? 0 : Rows.Count(r => r.Unhandled && r.OwnerName is null && r.RaisedAt < moment));
            Volatile.Write(ref _unowned, counted);
        }

        return counted.Rows;
    }

    /// <summary>The row of an alert; null when it is not open.</summary>
    public AlertRow? Find(long id) => Rows is SortedRows rows ? BoardState.Find(rows, id) : Rows.FirstOrDefault(r => r.Id == id);

    /// <summary>The steps from an earlier snapshot to this one; null when they are not known and everything must be looked at anew.</summary>
    public IReadOnlyList<BoardDelta>? Since(AlertBoardView earlier) =>
        Log is not null && ReferenceEquals(earlier.Log, Log) ? Log.Between(earlier.Sequence, Sequence) : null;

    private sealed record UnownedCount(DateTimeOffset Before, int Rows);
}
