using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts;

/// <summary>Reads alerts for screens and the API.</summary>
public interface IAlertBoard
{
    /// <summary>Every open alert, worst first, with everything that was announced before the call.</summary>
    Task<AlertBoardView> OpenAsync(Actor actor, CancellationToken ct);

    /// <summary>Alerts closed since a moment, newest first, at most 500.</summary>
    Task<IReadOnlyList<AlertRow>> ClosedSinceAsync(DateTimeOffset since, Actor actor, CancellationToken ct);

    /// <summary>One alert, open or closed; null when there is none.</summary>
    Task<AlertRow?> FindAsync(long id, Actor actor, CancellationToken ct);

    /// <summary>Open and recent alerts of one asset, newest first, at most 100.</summary>
    Task<IReadOnlyList<AlertRow>> OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct);

    /// <summary>Earlier alerts with the same fingerprint, newest first, at most 20.</summary>
    Task<IReadOnlyList<AlertRow>> EarlierAsync(string fingerprint, long beforeId, Actor actor, CancellationToken ct);

    /// <summary>Open or all alerts by descending id, for the API.</summary>
    Task<Page<AlertRow>> PageAsync(bool openOnly, long? beforeId, int size, Actor actor, CancellationToken ct);
}

/// <summary>The snapshot of the open alerts without waiting for a read, for screens that follow <see cref="AlertBoard.Topic"/>.</summary>
public interface IBoardSnapshot
{
    /// <summary>As last read, at most about a quarter of a second old; null before the first read.</summary>
    AlertBoardView? Current(Actor actor);
}
