namespace OpsBridge.Live;

/// <summary>
/// Something that many screens show, computed once per process after a change and handed out as an immutable value:
/// fifty open pages cost one read.
/// </summary>
/// <param name="feed">Where changes are told.</param>
/// <param name="topics">Topics whose change makes the value obsolete.</param>
/// <param name="compute">Reads the value; nothing is read before the first request.</param>
/// <param name="longest">How long a value lasts without a change, where time alone makes it obsolete; null for ever.</param>
public sealed class SharedView<T>(LiveFeed feed, IReadOnlyList<string> topics, Func<CancellationToken, Task<T>> compute, (TimeProvider Clock, TimeSpan Span)? longest = null) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private T? _value;
    private long _version;
    private DateTimeOffset _readAt;

    /// <summary>The value as of the latest change. A failed computation is tried again on the next request.</summary>
    public async Task<T> GetAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var version = feed.VersionOf(topics); // before the read: a change during it makes the value obsolete again
            var now = longest?.Clock.GetUtcNow() ?? DateTimeOffset.MinValue;
            if (_value is null || version != _version || now - _readAt >= longest?.Span)
            {
                _value = await compute(ct);
                (_version, _readAt) = (version, now);
            }

            return _value;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();
}
