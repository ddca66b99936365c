using System.Threading.Channels;

namespace OpsBridge.Live;

/// <summary>A one-slot mailbox: ten thousand signals that nobody has taken yet are one signal.</summary>
public sealed class LiveSubscription : IDisposable
{
    private readonly LiveFeed _feed;
    private readonly Channel<bool> _slot = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal LiveSubscription(LiveFeed feed, string[] topics)
    {
        _feed = feed;
        Topics = topics;
    }

    internal string[] Topics { get; }

    /// <summary>
    /// Runs <paramref name="refresh"/> after each signal, and then at most once per <paramref name="interval"/>:
    /// the first change shows at once, a burst costs one more read.
    /// </summary>
    public async Task PumpAsync(Func<Task> refresh, TimeSpan interval, TimeProvider clock, CancellationToken ct)
    {
        await foreach (var _ in _slot.Reader.ReadAllAsync(ct))
        {
            await refresh();
            await Task.Delay(interval, clock, ct);
        }
    }

    /// <summary>Waits for a signal and takes it; false when none came in time.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await _slot.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Takes the waiting signal, if there is one.</summary>
    public bool TryTake() => _slot.Reader.TryRead(out _);

    /// <summary>Ends the subscription and its pump.</summary>
    public void Dispose()
    {
        _feed.Remove(this);
        _slot.Writer.TryComplete();
    }

    /// <summary>Asks for one more read.</summary>
    public void Signal() => _slot.Writer.TryWrite(true);
}
