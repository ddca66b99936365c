using System.Collections.Immutable;

namespace OpsBridge.Live;

/// <summary>
/// Tells subscribers within this process that something they show has changed. A topic is a table name.
/// Signals carry no data: readers read again through their own query.
/// </summary>
public sealed class LiveFeed
{
    private readonly Lock _gate = new();
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

    /// <summary>Signals a change of one topic.</summary>
    public void Publish(string topic)
    {
        foreach (var subscription in Volatile.Read(ref _byTopic).GetValueOrDefault(topic, []))
        {
            subscription.Signal();
        }
    }

    /// <summary>Signals every topic: something may have been missed.</summary>
    public void PublishAll()
    {
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
