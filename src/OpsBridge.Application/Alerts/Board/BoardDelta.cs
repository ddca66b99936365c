namespace OpsBridge.Alerts.Board;

/// <summary>From one snapshot to a later one. A row that changed is in both lists, as it was and as it is.</summary>
/// <param name="Removed">Rows as they stood before.</param>
/// <param name="Added">Rows as they stand now.</param>
/// <param name="Raised">Of the added ones those that had never been seen.</param>
public sealed record BoardDelta(IReadOnlyList<AlertRow> Removed, IReadOnlyList<AlertRow> Added, IReadOnlyList<AlertRow> Raised)
{
    /// <summary>Nothing changed.</summary>
    public static BoardDelta None { get; } = new([], [], []);
}
