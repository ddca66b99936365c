using System.Diagnostics.Metrics;
using OpsBridge.Live;

namespace OpsBridge.Monitoring;

/// <summary>Hears what the poller records about its runs: every start delay, and what was late or skipped.</summary>
internal sealed class CheckMeter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly List<double> _delays = [];
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _notOk;

    public CheckMeter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == OpsMeter.Name && !instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
        {
            if (instrument.Name == "opsbridge_check_start_delay_seconds")
            {
                lock (_gate)
                {
                    _delays.Add(value);
                }
            }
        });
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.Start();
    }

    /// <summary>Seconds from due to started of every run since the last <see cref="Reset"/>.</summary>
    public IReadOnlyList<double> Delays
    {
        get
        {
            lock (_gate)
            {
                return [.. _delays];
            }
        }
    }

    /// <summary>Runs that ended with another status than OK since the last <see cref="Reset"/>.</summary>
    public long NotOk
    {
        get
        {
            lock (_gate)
            {
                return _notOk;
            }
        }
    }

    /// <summary>A counter's increase since the last <see cref="Reset"/>.</summary>
    public long this[string counter]
    {
        get
        {
            lock (_gate)
            {
                return _counts.GetValueOrDefault(counter);
            }
        }
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _delays.Clear();
            _counts.Clear();
            _notOk = 0;
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        lock (_gate)
        {
            _counts[instrument.Name] = _counts.GetValueOrDefault(instrument.Name) + value;
            foreach (var tag in tags)
            {
                _notOk += tag is { Key: "status", Value: CheckStatus and not CheckStatus.Ok } ? value : 0;
            }
        }
    }
}
