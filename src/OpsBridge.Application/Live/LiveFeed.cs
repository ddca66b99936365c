using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace OpsBridge.Live;

/// <summary>
/// Tells subscribers within this process that something they show has changed. A topic is a table name.
/// Signals carry no data: readers read again through their own query.
/// </summary>
public sealed class LiveFeed
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, long> _versions = new(StringComparer.Ordinal);
    private long _allVersion;
    private ImmutableDictionary<string, ImmutableHashSet<LiveSubscription>> _byTopic =
        ImmutableDictionary<string, ImmutableHashSet<LiveSubscription>>.Empty;

    /// <summary>Starts listening to topics; subscribe before the first read, so that no change falls between.</summary>
    public LiveSubscription Subscribe(params ReadOnlySpan<string> topics)
    {
        var subscription = new LiveSubscription(this, topics.ToArray());
        lock (_gate)
        {
            foreach (var topic in subscription.Topics)
            {
                _byTopic = _byTopic.SetItem(topic, _byTopic.GetValueOrDefault(topic, []).Add(subscription));
            }
        }

        return subscription;
    }

    /// <summary>
    /// A number that grows with every change of any of the topics, before any subscriber hears of it. Whoever is woken and
    /// then asks a shared view must not get the value from before the change.
    /// </summary>
    public long VersionOf(IReadOnlyList<string> topics)
    {
        var sum = Interlocked.Read(ref _allVersion);
        for (var i = 0; i < topics.Count; i++)
        {
            sum += _versions.GetValueOrDefault(topics[i]);
        }

        return sum;
    }

    /// <summary>Signals a change of one topic.</summary>
    public void Publish(string topic)
    {
        _versions.AddOrUpdate(topic, 1, static (_, version) => version + 1);
        foreach (var subscription in Volatile.Read(ref _byTopic).GetValueOrDefault(topic, []))
        {
            subscription.Signal();
        }
    }

    /// <summary>Signals every topic: something may have been missed.</summary>
    public void PublishAll()
    {
        Interlocked.Increment(ref _allVersion);
        foreach (var subscription in Volatile.Read(ref _byTopic).Values.SelectMany(s => s).Distinct())
        {
            subscription.Signal();
        }
    }

    internal void Remove(LiveSubscription subscription)
    {
        lock (_gate)
        {
            foreach (var topic in subscription.Topics)
            {
                var rest = _byTopic.GetValueOrDefault(topic, []).Remove(subscription);
                _byTopic = rest.IsEmpty ? _byTopic.Remove(topic) : _byTopic.SetItem(topic, rest);
            }
        }
    }
}
