using System.Globalization;
using System.Text;
using System.Text.Json;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>
/// Body and query of Icinga 2's <c>POST /v1/actions/process-check-result</c> (Icinga 2 documentation, chapter 12): the result of a
/// passive check of a host or a service. A problem fires, OK and UP resolve.
/// </summary>
internal sealed class IcingaCheckResult
{
    /// <summary>Name of the format.</summary>
    public const string Format = "icinga2";

    private const int LongestName = 255;
    private const int LongestOutput = 8000;
    private const int MostTtl = 365 * 86_400;

    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly WireDetails _perfdata = new();
    private Labels _variables = Labels.Empty;
    private double? _exitStatus;
    private double? _ttl;
    private double? _end;

    private IcingaCheckResult()
    {
    }

    /// <summary>What is wrong, in words for the sender; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>The name that Icinga gives the object: <c>host</c> or <c>host!service</c>.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The event; null when something is wrong.</summary>
    public IncomingEvent? Event { get; private set; }

    /// <summary>Reads a request. What stands in the query counts where the body does not say it.</summary>
    public static IcingaCheckResult Parse(ReadOnlySpan<byte> body, IEnumerable<KeyValuePair<string, string>> query, DateTimeOffset now)
    {
        var read = new IcingaCheckResult();
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = WireReader.Deepest });
            read.Error = json.Read() && json.TokenType == JsonTokenType.StartObject ? read.ReadMembers(ref json) : "The body is not an object.";
        }
        catch (JsonException)
        {
            read.Error = "The body is not JSON, or is nested too deep.";
        }

        foreach (var (name, value) in query)
        {
            read._words.TryAdd(name, value);
        }

        read.Error ??= read.Finish(now);
        return read;
    }

    private string? ReadMembers(ref Utf8JsonReader json)
    {
        Span<byte> scratch = stackalloc byte[64];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = Encoding.ASCII.GetString(WireText.Member(in json, scratch));
            json.Read();
            var reason = member switch
            {
                "exit_status" => TakeNumber(ref json, out _exitStatus),
                "ttl" => TakeNumber(ref json, out _ttl),
                "execution_end" => TakeNumber(ref json, out _end),
                "performance_data" => _perfdata.Read(ref json, "performance_data"),
                "filter_vars" => WireLabels.Read(ref json, LabelLimits.Labels, out _variables),
                "type" or "filter" or "host" or "service" or "plugin_output" or "check_source" => TakeWord(ref json, member),
                _ => null,
            };
            if (reason is not null)
            {
                return $"{member} {reason}.";
            }

            WireReader.Skip(ref json);
        }

        json.Read(); // throws when something follows the end of the document
        return null;
    }

    private string? TakeWord(ref Utf8JsonReader json, string member)
    {
        var reason = WireText.Read(in json, LongestOutput, cut: true, out var text);
        _words[member] = text;
        return reason;
    }

    private static string? TakeNumber(ref Utf8JsonReader json, out double? number)
    {
        number = null;
        var text = json.TokenType is JsonTokenType.Number or JsonTokenType.String ? Encoding.UTF8.GetString(json.ValueSpan) : "";
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            return "is not a number";
        }

        number = value;
        return null;
    }

    private string? Finish(DateTimeOffset now)
    {
        var target = IcingaTarget.Find(_words.GetValueOrDefault("type"), _words.GetValueOrDefault("host"), _words.GetValueOrDefault("service"), _words.GetValueOrDefault("filter"), _variables);
        if (target is null)
        {
            return "No object is named: send \"service\": \"host!service\", \"host\": \"name\", or a filter such as host.name==\"h\" && service.name==\"s\".";
        }

        if (target.Host.Length > LongestName || target.Service?.Length > LongestName)
        {
            return $"A name has at most {LongestName} characters.";
        }

        if (_exitStatus is not { } status || status != Math.Floor(status))
        {
            return "exit_status is missing or not a whole number.";
        }

        Name = target.Service is null ? target.Host : $"{target.Host}!{target.Service}";
        Event = Make(target, status, now);
        return null;
    }

    private IncomingEvent Make(IcingaTarget target, double status, DateTimeOffset now)
    {
        var output = _words.GetValueOrDefault("plugin_output") ?? "";
        var lines = output.Split('\n', 2);
        var labels = Labels.Of(("alertname", target.Service ?? "host"), ("host", target.Host), ("service", target.Service ?? ""));
        var good = status == 0;
        return new IncomingEvent(good ? EventAction.Resolve : EventAction.Fire, labels, now)
        {
            Annotations = _perfdata.Labels.With("check_source", _words.GetValueOrDefault("check_source") ?? ""),
            Severity = SeverityOf(target.Service is null, status),
            Summary = lines[0].Length > 0 ? lines[0] : null,
            Detail = lines.Length > 1 && lines[1].Length > 0 ? lines[1] : null,
            EndsAt = good ? Time(_end, now) : _ttl is > 0 and <= MostTtl ? now.AddSeconds(_ttl.Value) : null,
            HoldsUntilResolved = true,
        };
    }

    private static DateTimeOffset? Time(double? unixSeconds, DateTimeOffset now) =>
        unixSeconds is > 0 and < 100_000_000_000 && DateTimeOffset.UnixEpoch.AddSeconds(unixSeconds.Value) is var at && at <= now ? at : null;

    /// <summary>A host is up or down; a service has the four states of the plugin contract, and everything else is UNKNOWN.</summary>
    private static AlertSeverity? SeverityOf(bool host, double status) => status switch
    {
        0 => null,
        _ when host => AlertSeverity.Critical,
        2 => AlertSeverity.Critical,
        _ => AlertSeverity.Warning,
    };
}
