using System.Collections.Concurrent;

namespace OpsBridge.Alerts.Sources;

/// <summary>What was heard from one source since the last time somebody asked.</summary>
/// <param name="SourceId">The source.</param>
/// <param name="LastAt">When last (UTC).</param>
/// <param name="Events">Events taken.</param>
/// <param name="Refused">Events refused because they were over its rate.</param>
/// <param name="Unreadable">Messages that could not be read.</param>
/// <param name="ClockOffset">Our clock minus the sender's, in seconds; null where nothing told.</param>
public sealed record HeardOfSource(Guid SourceId, DateTimeOffset LastAt, long Events, long Refused, long Unreadable, double? ClockOffset);

/// <summary>Listens to the sources in memory, so that hearing costs the intake no write; <see cref="SourceWatch"/> writes it down.</summary>
public sealed class SourceEars(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, HeardOfSource> _heard = new();

    /// <summary>Something came from a source: it lives, whatever became of it.</summary>
    public void Hear(Guid sourceId, long events = 0, long refused = 0, long unreadable = 0, double? clockOffset = null) =>
        PutBack(new HeardOfSource(sourceId, clock.GetUtcNow(), events, refused, unreadable, clockOffset));

    /// <summary>Takes what was heard since the last time; empty when nothing was.</summary>
    public IReadOnlyList<HeardOfSource> Drain()
    {
        var taken = new List<HeardOfSource>();
        foreach (var id in _heard.Keys)
        {
            if (_heard.TryRemove(id, out var heard))
            {
                taken.Add(heard);
            }
        }

        return taken;
    }

    /// <summary>Adds to what was heard, also what could not be written down.</summary>
    public void PutBack(HeardOfSource heard) => _heard.AddOrUpdate(heard.SourceId, heard, (_, known) => known with
    {
        LastAt = known.LastAt > heard.LastAt ? known.LastAt : heard.LastAt,
        Events = known.Events + heard.Events,
        Refused = known.Refused + heard.Refused,
        Unreadable = known.Unreadable + heard.Unreadable,
        ClockOffset = known.LastAt > heard.LastAt ? known.ClockOffset ?? heard.ClockOffset : heard.ClockOffset ?? known.ClockOffset,
    });
}
