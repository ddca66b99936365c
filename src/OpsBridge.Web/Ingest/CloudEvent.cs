using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpsBridge.Alerts.Intake;
using OpsBridge.Alerts.Sources;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>One CloudEvent on its way in: its context attributes and what its data says.</summary>
internal sealed class CloudEvent
{
    private const int LongestName = 40;
    private const int LongestValue = 2000;
    private const int MostAttributes = 64;
    private const int LongestKey = 255;
    private static readonly SearchValues<char> s_nameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly string[] s_texts = ["id", "source", "specversion", "type", "subject", "time", "datacontenttype", "dataschema"];

    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private readonly WireDetails _data = new();
    private DateTimeOffset? _time;

    /// <summary>The same for two deliveries of one event: <c>source</c> and <c>id</c> (CloudEvents 1.0, section "id").</summary>
    public string Occurrence => $"{this["source"]}\n{this["id"]}";

    private string this[string attribute] => _attributes.GetValueOrDefault(attribute, "");

    /// <summary>Reads the JSON form; the reader stands on its first token, afterwards on its last.</summary>
    /// <returns>Why it is refused; null when it is not.</returns>
    public string? ReadJson(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return "is not an object";
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (WireText.Read(in json, LongestName, cut: false, out var name) is { } bad)
            {
                return $"an attribute's name {bad}";
            }

            json.Read();
            var reason = name switch
            {
                "data" => _data.Read(ref json, "data"),
                "data_base64" => SkipBytes(in json),
                _ => ReadAttribute(ref json, name),
            };
            if (reason is not null)
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>Reads the body of binary mode, which is the data alone.</summary>
    /// <returns>Why it is refused; null when it is not.</returns>
    public string? ReadData(ReadOnlySpan<byte> body, string mediaType)
    {
        if (mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            return _data.AddText(body, "data");
        }

        if (body.IsEmpty || !IsJson(mediaType))
        {
            return null; // nobody here reads other data; the attributes say enough
        }

        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = WireReader.Deepest });
            json.Read();
            var reason = _data.Read(ref json, "data");
            json.Read(); // throws when something follows the end of the document
            return reason;
        }
        catch (JsonException)
        {
            return "the data is not JSON, or is nested too deep";
        }
    }

    /// <summary>Sets one attribute.</summary>
    /// <returns>Why it is refused; null when it is not.</returns>
    public string? Set(string name, string value)
    {
        if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAnyExcept(s_nameLetters))
        {
            return $"{name} cannot name an attribute; names are of a-z and 0-9";
        }

        if (value.Length > LongestValue || value.Contains('\0', StringComparison.Ordinal))
        {
            return $"{name} is longer than {LongestValue} characters or holds a NUL character";
        }

        if (_attributes.Count == MostAttributes || !_attributes.TryAdd(name, value))
        {
            return $"{name} stands there twice, or there are more than {MostAttributes} attributes";
        }

        return name == "time" ? ReadTime(value) : null;
    }

    /// <summary>What is missing or wrong as a whole; null when nothing is.</summary>
    public string? Judge() => this["specversion"] != "1.0" ? "specversion is not 1.0"
        : this["id"].Length == 0 ? "id is missing"
        : this["source"].Length == 0 ? "source is missing"
        : this["type"].Length == 0 ? "type is missing"
        : null;

    /// <summary>The event (docs/integrations.md says which names mean what).</summary>
    public IncomingEvent ToEvent(DateTimeOffset now)
    {
        var said = _data.Labels;
        var action = CloudEventMeaning.ActionOf(Said("action") ?? Said("status"), this["type"]);
        var condition = CloudEventMeaning.ConditionOf(this["type"]);
        var labels = Labels.Of(
            ("alertname", condition), ("event_source", this["source"]), ("subject", this["subject"]),
            ("host", said["host"] ?? ""), ("service", said["service"] ?? ""));
        return new IncomingEvent(action, labels, now)
        {
            Annotations = said,
            Severity = Said("severity") is { } word ? SeverityWords.Read(word) : null,
            Summary = said["summary"] ?? said["title"] ?? said["message"] ?? said["data"],
            Detail = said["description"] ?? said["detail"],
            DedupKey = Bounded(Said("dedupkey") ?? said["dedupKey"] ?? said["dedup_key"] ?? $"{this["source"]} {this["subject"]} {condition}"),
            StartsAt = action == EventAction.Fire ? _time : null,
            EndsAt = action == EventAction.Resolve ? _time : null,
            HoldsUntilResolved = true,
        };
    }

    private static bool IsJson(string mediaType)
    {
        var type = mediaType.Split(';')[0].Trim();
        return type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private static string? SkipBytes(ref readonly Utf8JsonReader json) =>
        json.TokenType is JsonTokenType.String or JsonTokenType.Null ? null : "data_base64 is not text"; // nobody here reads binary data

    private string? ReadAttribute(ref Utf8JsonReader json, string name)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null; // an attribute that is null counts as absent
            case not JsonTokenType.String when s_texts.Contains(name, StringComparer.Ordinal):
                return $"{name} is not text";
            case JsonTokenType.True or JsonTokenType.False:
                return Set(name, json.TokenType == JsonTokenType.True ? "true" : "false");
            case JsonTokenType.Number:
                return json.TryGetInt32(out var number) ? Set(name, number.ToString(CultureInfo.InvariantCulture)) : $"{name} is not a whole number";
            default:
                return WireText.Read(in json, LongestValue, cut: false, out var text) is { } reason ? $"{name} {reason}" : Set(name, text);
        }
    }

    /// <summary>A long key is hashed: cut, it could be that of another.</summary>
    private static string Bounded(string key) =>
        key.Length <= LongestKey ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private string? ReadTime(string value)
    {
        var good = Rfc3339.TryParse(Encoding.UTF8.GetBytes(value), out var time);
        _time = good ? time : null;
        return good ? null : "time is not a time as RFC 3339 writes it";
    }

    /// <summary>An extension attribute, or a member of the data of the same name.</summary>
    private string? Said(string name) => this[name] is { Length: > 0 } attribute ? attribute : _data.Labels[name];
}
