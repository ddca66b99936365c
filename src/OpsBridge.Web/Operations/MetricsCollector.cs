using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace OpsBridge.Operations;

/// <summary>
/// Listens to the instruments of chosen meters and prints them in the Prometheus text format, version 0.0.4.
/// Histograms have fixed buckets from 1 ms to 60 s.
/// </summary>
public sealed class MetricsCollector : IDisposable
{
    private static readonly double[] s_bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Family> _families = new(StringComparer.Ordinal);

    /// <summary>Starts listening to the named meters.</summary>
    public MetricsCollector(params string[] meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name, StringComparer.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(NameOf(instrument), _ => new Family(instrument)));
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((Family)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((Family)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((Family)state!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>The exposition text of this moment.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (name, family) in _families.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            family.Write(text, name);
        }

        return text.ToString();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private static string NameOf(Instrument instrument)
    {
        var name = new StringBuilder(instrument.Name.Length);
        foreach (var c in instrument.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        var isCounter = instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) && !instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);
        return isCounter && !instrument.Name.EndsWith("_total", StringComparison.Ordinal) ? name.Append("_total").ToString() : name.ToString();
    }

    private sealed class Family(Instrument instrument)
    {
        private readonly string _type = TypeOf(instrument);
        private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);

        public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var series = _series.GetOrAdd(LabelsOf(tags), _ => new Series());
            lock (series)
            {
                switch (_type)
                {
                    case "counter" when !instrument.IsObservable:
                    case "gauge" when !instrument.IsObservable && instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal):
                        series.Sum += value;
                        break;
                    case "histogram":
                        series.Observe(value);
                        break;
                    default:
                        series.Sum = value;
                        break;
                }
            }
        }

        public void Write(StringBuilder text, string name)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(instrument.Description ?? instrument.Name)}\n# TYPE {name} {_type}\n");
            foreach (var (labels, series) in _series.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                lock (series)
                {
                    if (_type == "histogram")
                    {
                        series.WriteHistogram(text, name, labels);
                    }
                    else
                    {
                        Line(text, name, labels, series.Sum);
                    }
                }
            }
        }

        private static string TypeOf(Instrument instrument)
        {
            var name = instrument.GetType().Name;
            return name.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
                : name.Contains("UpDown", StringComparison.Ordinal) || name.Contains("Gauge", StringComparison.Ordinal) ? "gauge"
                : "counter";
        }

        private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var parts = new List<string>(tags.Length);
            foreach (var (key, value) in tags)
            {
                parts.Add($"{key.Replace('.', '_')}=\"{Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")}\"");
            }

            return string.Join(',', parts);
        }

        private static string Escape(string text) =>
            text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : $"{{{labels}}}")} {value}\n");

    private sealed class Series
    {
        private readonly long[] _buckets = new long[s_bounds.Length];
        private long _count;

        public double Sum { get; set; }

        public void Observe(double value)
        {
            Sum += value;
            _count++;
            for (var i = 0; i < s_bounds.Length; i++)
            {
                if (value <= s_bounds[i])
                {
                    _buckets[i]++;
                }
            }
        }

        public void WriteHistogram(StringBuilder text, string name, string labels)
        {
            var prefix = labels.Length == 0 ? "" : labels + ",";
            for (var i = 0; i < s_bounds.Length; i++)
            {
                Line(text, name + "_bucket", $"{prefix}le=\"{s_bounds[i].ToString(CultureInfo.InvariantCulture)}\"", _buckets[i]);
            }

            Line(text, name + "_bucket", $"{prefix}le=\"+Inf\"", _count);
            Line(text, name + "_sum", labels, Sum);
            Line(text, name + "_count", labels, _count);
        }
    }
}
