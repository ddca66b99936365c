using OpsBridge.Live;

namespace OpsBridge.Alerts.Board;

/// <summary>The set of silences and windows in force, asked for again when one of them changes, begins or ends.</summary>
internal sealed class SuppressionsInForce : IDisposable
{
    private readonly ISuppressions _suppressions;
    private readonly TimeProvider _clock;
    private readonly LiveSubscription _changes;
    private readonly SemaphoreSlim _one = new(1, 1);
    private ISuppressionSet? _set;

    public SuppressionsInForce(ISuppressions suppressions, LiveFeed feed, TimeProvider clock) =>
        (_suppressions, _clock, _changes) = (suppressions, clock, feed.Subscribe([.. suppressions.Topics]));

    /// <summary>Live topics whose change makes a set obsolete.</summary>
    public IReadOnlyList<string> Topics => _suppressions.Topics;

    /// <summary>When the set stops being true by itself (UTC); null for never.</summary>
    public DateTimeOffset? ValidUntil => Volatile.Read(ref _set)?.ValidUntil;

    /// <summary>The set in force now; the same object while nothing changed.</summary>
    public async Task<ISuppressionSet> GetAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_changes.TryTake() || _set is null || _set.ValidUntil <= _clock.GetUtcNow())
            {
                try
                {
                    Volatile.Write(ref _set, await _suppressions.CurrentAsync(ct));
                }
                catch
                {
                    _changes.Signal(); // the change has not been seen yet
                    throw;
                }
            }

            return _set!;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _changes.Dispose();
        _one.Dispose();
    }
}
