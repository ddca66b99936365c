using System.Collections.Concurrent;

namespace OpsBridge.Live;

/// <summary>State of one working part: poller, listener, database, writer.</summary>
/// <param name="Name">The part's name as operators know it.</param>
/// <param name="Alive">Whether it has given a sign of life within its limit and reported no failure since.</param>
/// <param name="LastBeat">Its last sign of life, or null before the first.</param>
/// <param name="Problem">What it reported, in words; null when it is alive or simply silent.</param>
public sealed record PulseState(string Name, bool Alive, DateTimeOffset? LastBeat, string? Problem);

/// <summary>Signs of life of the parts that must never stop silently. Read by banners, health and metrics.</summary>
public sealed class Pulses(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Declares a part that must beat at least every <paramref name="limit"/>.</summary>
    public void Expect(string name, TimeSpan limit) => _entries.TryAdd(name, new Entry(limit, clock.GetUtcNow()));

    /// <summary>A sign of life.</summary>
    public void Beat(string name)
    {
        if (_entries.TryGetValue(name, out var entry))
        {
            entry.LastBeat = clock.GetUtcNow();
            entry.Problem = null;
        }
    }

    /// <summary>The part knows that it does not work; <paramref name="problem"/> is shown to operators.</summary>
    public void Fail(string name, string problem)
    {
        if (_entries.TryGetValue(name, out var entry))
        {
            entry.Problem = problem;
        }
    }

    /// <summary>Every declared part, by name.</summary>
    public IReadOnlyList<PulseState> Read()
    {
        var now = clock.GetUtcNow();
        return [.. _entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Value.State(e.Key, now))];
    }

    private sealed class Entry(TimeSpan limit, DateTimeOffset since)
    {
        public DateTimeOffset? LastBeat { get; set; }

        public string? Problem { get; set; }

        public PulseState State(string name, DateTimeOffset now) =>
            new(name, Problem is null && now - (LastBeat ?? since) <= limit, LastBeat, Problem);
    }
}
