using OpsBridge.Alerts.Board;

namespace OpsBridge.Alerts;

/// <summary>The open alerts of one moment; immutable and shared by every screen of the process.</summary>
/// <param name="Rows">Worst first, then oldest first; at most <see cref="AlertBoard.Limit"/>. Without <see cref="AlertRow.Detail"/>.</param>
/// <param name="ReadAt">When they were read.</param>
/// <param name="Truncated">True when more are open than are held.</param>
public sealed record AlertBoardView(IReadOnlyList<AlertRow> Rows, DateTimeOffset ReadAt, bool Truncated)
{
    /// <summary>Nothing read yet.</summary>
    public static AlertBoardView Empty { get; } = new([], DateTimeOffset.MinValue, false);

    /// <summary>What the rows add up to.</summary>
    public AlertCounts Counts { get => field ??= AlertCounts.Of(Rows); init; }

    /// <summary>Grows with each change: equal numbers are equal rows.</summary>
    public long Sequence { get; init; }

    internal BoardLog? Log { get; init; }

    /// <summary>The row of an alert; null when it is not open.</summary>
    public AlertRow? Find(long id) => Rows is SortedRows rows ? BoardState.Find(rows, id) : Rows.FirstOrDefault(r => r.Id == id);

    /// <summary>The steps from an earlier snapshot to this one; null when they are not known and everything must be looked at anew.</summary>
    public IReadOnlyList<BoardDelta>? Since(AlertBoardView earlier) =>
        Log is not null && ReferenceEquals(earlier.Log, Log) ? Log.Between(earlier.Sequence, Sequence) : null;
}
