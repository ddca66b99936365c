namespace OpsBridge.Live;

/// <summary>
/// Something that many screens show, computed once per process after a change and handed out as an immutable value:
/// fifty open pages cost one read.
/// </summary>
public sealed class SharedView<T> : IDisposable
    where T : class
{
    private readonly LiveSubscription _changes;
    private readonly Func<CancellationToken, Task<T>> _compute;
    private readonly SemaphoreSlim _one = new(1, 1);
    private T? _value;

    /// <summary>A view of the named topics; nothing is read before the first request.</summary>
    public SharedView(LiveFeed feed, string[] topics, Func<CancellationToken, Task<T>> compute)
    {
        _changes = feed.Subscribe(topics);
        _compute = compute;
    }

    /// <summary>The value as of the latest change. A failed computation is tried again on the next request.</summary>
    public async Task<T> GetAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_changes.TryTake() || _value is null)
            {
                try
                {
                    _value = await _compute(ct);
                }
                catch
                {
                    _changes.Signal(); // the change has not been seen yet
                    throw;
                }
            }

            return _value;
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
