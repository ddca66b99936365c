using System.Text;
using System.Text.Json;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>The <c>payload</c> of a PagerDuty event, which is PD-CEF: what happened, where, how bad.</summary>
internal sealed class PagerDutyPayload
{
    private const int LongestSummary = 1024;
    private const int LongestField = 255;

    private readonly WireDetails _details = new();
    private string _summary = "";
    private string _source = "";
    private string _severity = "";
    private string _component = "";
    private string _group = "";
    private string _class = "";
    private DateTimeOffset? _timestamp;

    /// <summary>Reads the object, or null, that the reader stands on; afterwards the reader stands on its last token.</summary>
    /// <returns>What is wrong, the reader then stands on the last token all the same; null when nothing is.</returns>
    public string? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return json.TokenType == JsonTokenType.Null ? null : "is not an object";
        }

        string? wrong = null;
        Span<byte> scratch = stackalloc byte[64];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = Encoding.ASCII.GetString(WireText.Member(in json, scratch));
            json.Read();
            var before = json;
            if (Take(ref json, member) is { } reason)
            {
                wrong ??= reason;
                json = before;
            }

            WireReader.Skip(ref json);
        }

        return wrong;
    }

    /// <summary>What a trigger lacks, in the words of the API.</summary>
    public IEnumerable<string> Missing()
    {
        if (_summary.Length == 0)
        {
            yield return "'payload.summary' is missing or blank";
        }

        if (_source.Length == 0)
        {
            yield return "'payload.source' is missing or blank";
        }

        if (SeverityOf(_severity) is null)
        {
            yield return "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')";
        }
    }

    /// <summary>The event. An acknowledgement or a resolution may come without anything but its key.</summary>
    public IncomingEvent ToEvent(EventAction action, string dedupKey, DateTimeOffset now)
    {
        var labels = Labels.Of(("alertname", _class), ("host", _source), ("component", _component), ("group", _group), ("class", _class));
        return new IncomingEvent(action, labels.Count == 0 ? Labels.Of(("dedup_key", dedupKey)) : labels, now)
        {
            Annotations = _details.Labels,
            Severity = SeverityOf(_severity),
            Summary = _summary.Length == 0 ? null : _summary,
            DedupKey = dedupKey,
            StartsAt = action == EventAction.Fire ? _timestamp : null,
            EndsAt = action == EventAction.Resolve ? _timestamp : null,
            HoldsUntilResolved = true,
        };
    }

    private string? Take(ref Utf8JsonReader json, string member) => member switch
    {
        "summary" => TakeText(in json, member, LongestSummary, out _summary),
        "source" => TakeText(in json, member, LongestField, out _source),
        "severity" => TakeText(in json, member, LongestField, out _severity),
        "component" => TakeText(in json, member, LongestField, out _component),
        "group" => TakeText(in json, member, LongestField, out _group),
        "class" => TakeText(in json, member, LongestField, out _class),
        "timestamp" => WireTime.Read(in json, member, out _timestamp),
        "custom_details" => _details.Read(ref json, member),
        _ => null,
    };

    private static string? TakeText(ref readonly Utf8JsonReader json, string member, int most, out string text) =>
        WireText.Read(in json, most, cut: true, out text) is { } reason ? $"{member} {reason}" : null;

    private static AlertSeverity? SeverityOf(string word) => word switch
    {
        "critical" => AlertSeverity.Critical,
        "error" => AlertSeverity.Major,
        "warning" => AlertSeverity.Warning,
        "info" => AlertSeverity.Info,
        _ => null,
    };
}
