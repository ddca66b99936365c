using System.Text.Json;
using OpsBridge.Alerts;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>
/// The members of one alert as Alertmanager v2, its webhook and Grafana's webhook write it; what a format does not have stays
/// empty. Times that are "no time" (year 1) are null.
/// </summary>
internal struct AlertFields()
{
    private const int LongestWord = 20;
    private const int LongestValues = 2000;
    private int _seen;
    private Labels _labels = Labels.Empty;
    private Labels _annotations = Labels.Empty;
    private DateTimeOffset? _startsAt;
    private DateTimeOffset? _endsAt;

    public readonly Labels Labels => _labels;

    public readonly Labels Annotations => _annotations;

    public readonly DateTimeOffset? StartsAt => _startsAt;

    public readonly DateTimeOffset? EndsAt => _endsAt;

    public string? GeneratorUrl { get; private set; }

    /// <summary>Webhooks only: <c>firing</c> or <c>resolved</c>.</summary>
    public string Status { get; private set; } = "";

    /// <summary>Grafana only: the measured values as text.</summary>
    public string Values { get; private set; } = "";

    /// <summary>Grafana only.</summary>
    public List<AlertLink>? Links { get; private set; }

    /// <summary>Reads the alert that the reader stands on, and judges it.</summary>
    /// <param name="json">On the first token of the alert; afterwards on its last.</param>
    /// <param name="webhook">True to read the members that only webhooks have.</param>
    /// <param name="fields">The members.</param>
    /// <returns>Why the alert is refused; null when it is not.</returns>
    public static string? Read(ref Utf8JsonReader json, bool webhook, out AlertFields fields)
    {
        fields = new AlertFields();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return "is not an object";
        }

        Span<byte> scratch = stackalloc byte[64];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = WireText.Member(in json, scratch);
            json.Read();
            var reason = fields.TryTake(ref json, member, out var taken);
            if (!taken && webhook)
            {
                reason = fields.TryTakeOfWebhook(ref json, member, out taken);
            }

            if (!taken && !WireReader.Skip(ref json))
            {
                reason = $"is nested deeper than {WireReader.Deepest}";
            }

            if (reason is not null)
            {
                return reason;
            }
        }

        return fields.Labels.Count == 0 ? "has no label with a value"
            : !webhook && fields.EndsAt < fields.StartsAt ? "ends before it starts"
            : null;
    }

    private string? TryTake(ref Utf8JsonReader json, scoped ReadOnlySpan<byte> member, out bool taken)
    {
        taken = true;
        if (member.SequenceEqual("labels"u8))
        {
            return Once(1, "labels") ?? WireLabels.Read(ref json, LabelLimits.Labels, out _labels);
        }

        if (member.SequenceEqual("annotations"u8))
        {
            return Once(2, "annotations") ?? WireLabels.Read(ref json, LabelLimits.Annotations, out _annotations);
        }

        if (member.SequenceEqual("startsAt"u8))
        {
            return Once(4, "startsAt") ?? WireTime.Read(in json, "startsAt", out _startsAt);
        }

        if (member.SequenceEqual("endsAt"u8))
        {
            return Once(8, "endsAt") ?? WireTime.Read(in json, "endsAt", out _endsAt);
        }

        taken = member.SequenceEqual("generatorURL"u8) && json.TokenType is JsonTokenType.String or JsonTokenType.Null;
        GeneratorUrl = taken ? WebAddress.Read(in json) : GeneratorUrl;
        return null;
    }

    private string? TryTakeOfWebhook(ref Utf8JsonReader json, scoped ReadOnlySpan<byte> member, out bool taken)
    {
        taken = json.TokenType is JsonTokenType.String or JsonTokenType.Null;
        if (!taken)
        {
            return null;
        }

        if (member.SequenceEqual("status"u8))
        {
            var reason = WireText.Read(in json, LongestWord, cut: false, out var status);
            Status = status;
            return reason is null ? null : $"status {reason}";
        }

        if (member.SequenceEqual("valueString"u8))
        {
            var reason = WireText.Read(in json, LongestValues, cut: true, out var values);
            Values = values;
            return reason is null ? null : $"valueString {reason}";
        }

        var text = member.SequenceEqual("dashboardURL"u8) ? "Dashboard"
            : member.SequenceEqual("panelURL"u8) ? "Panel"
            : member.SequenceEqual("silenceURL"u8) ? "Silence in Grafana"
            : member.SequenceEqual("imageURL"u8) ? "Image"
            : null;
        if (text is not null && WebAddress.Read(in json) is { } href)
        {
            (Links ??= []).Add(new AlertLink(text, href));
        }

        return null;
    }

    private string? Once(int bit, string member)
    {
        var before = _seen;
        _seen |= bit;
        return (before & bit) == 0 ? null : $"{member} stands there twice";
    }
}
