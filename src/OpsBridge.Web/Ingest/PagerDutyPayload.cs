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
                wrong ??= $"{member} {reason}";
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
        "summary" => WireText.Read(in json, LongestSummary, cut: true, out _summary),
        "source" => WireText.Read(in json, LongestField, cut: true, out _source),
        "severity" => WireText.Read(in json, LongestField, cut: true, out _severity),
        "component" => WireText.Read(in json, LongestField, cut: true, out _component),
        "group" => WireText.Read(in json, LongestField, cut: true, out _group),
        "class" => WireText.Read(in json, LongestField, cut: true, out _class),
        "timestamp" => WireTime.Read(in json, "it", out _timestamp),
        "custom_details" => _details.Read(ref json, "details"),
        _ => null,
    };

    private static AlertSeverity? SeverityOf(string word) => word switch
    {
        "critical" => AlertSeverity.Critical,
        "error" => AlertSeverity.Major,
        "warning" => AlertSeverity.Warning,
        "info" => AlertSeverity.Info,
        _ => null,
    };
}
