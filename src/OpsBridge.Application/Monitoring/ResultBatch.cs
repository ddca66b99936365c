using OpsBridge.Alerts;

namespace OpsBridge.Monitoring;

/// <summary>One number at one moment, before its series is known.</summary>
public readonly record struct PendingSample(Guid CheckId, string Metric, string Unit, DateTimeOffset At, double Value);

/// <summary>Observations on their way to the database: the latest state per check, every change, every sample, every signal in order.</summary>
public sealed class ResultBatch
{
    private readonly Dictionary<Guid, CheckObservation> _latest = [];
    private readonly List<(CheckObservation Seen, StateTransition Change)> _changes = [];
    private readonly List<PendingSample> _samples = [];
    private readonly Dictionary<Guid, List<AlertSignal>> _signals = [];

    /// <summary>How much waits; 0 when nothing does.</summary>
    public int Count => _latest.Count + _changes.Count + _samples.Count;

    /// <summary>The latest observation of each check.</summary>
    public IReadOnlyCollection<CheckObservation> Latest => _latest.Values;

    /// <summary>Every change, in order.</summary>
    public IReadOnlyList<(CheckObservation Seen, StateTransition Change)> Changes => _changes;

    /// <summary>Every number.</summary>
    public IReadOnlyList<PendingSample> Samples => _samples;

    /// <summary>Signals in order; repeats of one condition that waited together are one signal.</summary>
    public IReadOnlyList<AlertSignal> Signals => [.. _signals.Values.SelectMany(s => s).OrderBy(s => s.At)];

    /// <summary>Takes an observation.</summary>
    public void Add(CheckObservation seen)
    {
        TakeLatest(seen);
        _changes.AddRange(seen.Transitions.Select(t => (seen, t)));
        foreach (var metric in seen.Result?.Metrics ?? [])
        {
            if (metric.IsDetermined)
            {
                _samples.Add(new PendingSample(seen.Check.Id, metric.Name, metric.Unit, seen.At, metric.Value));
            }
        }

        if (CheckSignals.Of(seen) is { } signal)
        {
            AddSignal(signal);
        }
    }

    /// <summary>Takes what came later.</summary>
    public void Merge(ResultBatch later)
    {
        foreach (var seen in later._latest.Values)
        {
            TakeLatest(seen);
        }

        _changes.AddRange(later._changes);
        _samples.AddRange(later._samples);
        foreach (var signal in later._signals.Values.SelectMany(s => s))
        {
            AddSignal(signal);
        }
    }

    /// <summary>The same observations in two batches, each check whole in one of them; null when they are all of one check.</summary>
    public (ResultBatch First, ResultBatch Second)? Halves()
    {
        var checks = _latest.Keys.ToList();
        if (checks.Count < 2)
        {
            return null;
        }

        var first = checks.Take(checks.Count / 2).ToHashSet();
        return (Only(first.Contains), Only(c => !first.Contains(c)));
    }

    /// <summary>Drops the oldest samples above a number; returns how many.</summary>
    public int TrimSamples(int max)
    {
        var excess = Math.Max(0, _samples.Count - max);
        _samples.RemoveRange(0, excess);
        return excess;
    }

    private ResultBatch Only(Func<Guid, bool> wanted)
    {
        var part = new ResultBatch();
        foreach (var (check, seen) in _latest.Where(l => wanted(l.Key)))
        {
            part._latest.Add(check, seen);
        }

        part._changes.AddRange(_changes.Where(c => wanted(c.Seen.Check.Id)));
        part._samples.AddRange(_samples.Where(s => wanted(s.CheckId)));
        foreach (var (check, signals) in _signals.Where(s => wanted(s.Key)))
        {
            part._signals.Add(check, [.. signals]);
        }

        return part;
    }

    /// <summary>A state that changed without a result (silence, a parent's fall) keeps the result before it.</summary>
    private void TakeLatest(CheckObservation seen)
    {
        var known = _latest.GetValueOrDefault(seen.Check.Id);
        _latest[seen.Check.Id] = seen.Result is null && known?.Result is not null ? seen with { Result = known.Result } : seen;
    }

    private void AddSignal(AlertSignal signal)
    {
        var id = signal.CheckId!.Value;
        if (!_signals.TryGetValue(id, out var waiting))
        {
            _signals.Add(id, waiting = []);
        }

        if (waiting.Count > 0 && waiting[^1] is { } last && last.Firing == signal.Firing && last.HiddenBecause == signal.HiddenBecause && last.Severity == signal.Severity)
        {
            // A repeat that waited: the first stays, because its time is when the condition began.
            waiting[^1] = last with { Summary = signal.Summary, Detail = signal.Detail };
            return;
        }

        waiting.Add(signal);
    }
}
