using System.Collections.Concurrent;
using OpsBridge.Alerts.Intake;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// Holds every source to its rate with a token bucket of its own, so that one tool in a frenzy costs the others nothing.
/// Per process: two processes let twice as much through.
/// </summary>
public sealed class SourceRate(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Bucket> _buckets = new();

    /// <summary>
    /// Takes a batch out of the bucket of its source. Null: go on. Busy: it is over its rate; nothing was taken, and the
    /// bucket is as it was. A batch that is larger than the bucket passes when the bucket is full, and leaves it in debt:
    /// it could never pass otherwise.
    /// </summary>
    /// <param name="source">The source; one without a limit always goes on.</param>
    /// <param name="events">How many events; none always go on.</param>
    public IntakeResult.Busy? Admit(SourceProfile source, int events)
    {
        if (source is not { Id: { } id, Rate: { } limit } || events <= 0)
        {
            return null;
        }

        var wait = _buckets.GetOrAdd(id, _ => new Bucket(limit.Burst, clock.GetTimestamp())).Take(events, limit, clock);
        return wait is { } retry ? new IntakeResult.Busy(retry, OwnFault: true) : null;
    }

    private sealed class Bucket(double tokens, long at)
    {
        private readonly Lock _gate = new();
        private double _tokens = tokens;
        private long _at = at;

        /// <summary>Null when taken; else how long until it can be.</summary>
        public TimeSpan? Take(int events, SourceRateLimit limit, TimeProvider clock)
        {
            lock (_gate)
            {
                var now = clock.GetTimestamp();
                _tokens = Math.Min(limit.Burst, _tokens + (clock.GetElapsedTime(_at, now).TotalSeconds * limit.EventsPerSecond));
                _at = now;
                var needed = Math.Min(events, limit.Burst);
                if (_tokens < needed)
                {
                    return TimeSpan.FromSeconds(Math.Clamp((needed - _tokens) / limit.EventsPerSecond, 1, 300));
                }

                _tokens -= events;
                return null;
            }
        }
    }
}
