using System.Text;
using System.Text.Json;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>
/// Body of <c>POST /v2/enqueue</c> (PagerDuty Events API v2): one event, its key in the body. A trigger without a
/// <c>dedup_key</c> is given one.
/// </summary>
internal sealed class PagerDutyEvents
{
    /// <summary>Name of the format.</summary>
    public const string Format = "pagerduty";

    /// <summary>The most bytes of a body.</summary>
    public const int MostBytes = 512_000;

    private const int LongestKey = 255;
    private const int LongestWord = 20;
    private const int LongestName = 1024;
    private const int MostLinks = 20;

    private readonly List<string> _errors = [];
    private readonly List<AlertLink> _links = [];
    private readonly List<Range> _secrets = [];
    private readonly PagerDutyPayload _payload = new();
    private string _action = "";
    private string _client = "";
    private string? _clientUrl;

    private PagerDutyEvents()
    {
    }

    /// <summary>The key in the body; null when there is none that could be one.</summary>
    public string? RoutingKey { get; private set; }

    /// <summary>Where keys stand in the body, so that they can be blotted out before anybody sees the body.</summary>
    public IReadOnlyList<Range> Secrets => _secrets;

    /// <summary>What identifies the condition.</summary>
    public string DedupKey { get; private set; } = "";

    /// <summary>What is wrong with it, in the words of the API; empty when nothing is.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The event; null when something is wrong.</summary>
    public IncomingEvent? Event { get; private set; }

    /// <summary>Reads a body.</summary>
    public static PagerDutyEvents Parse(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var read = new PagerDutyEvents();
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = WireReader.Deepest });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                read._errors.Add("the body is not an object");
                return read;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                read.Take(ref json);
            }

            json.Read(); // throws when something follows the end of the document
        }
        catch (JsonException)
        {
            read._errors.Add("the body is not JSON, or is nested too deep");
            return read;
        }

        read.Finish(now);
        return read;
    }

    private void Take(ref Utf8JsonReader json)
    {
        Span<byte> scratch = stackalloc byte[64];
        var member = Encoding.ASCII.GetString(WireText.Member(in json, scratch));
        json.Read();
        var reason = member switch
        {
            "routing_key" => TakeKey(ref json),
            "event_action" => WireText.Read(in json, LongestWord, cut: true, out _action),
            "dedup_key" => TakeDedupKey(ref json),
            "client" => WireText.Read(in json, LongestName, cut: true, out _client),
            "client_url" => TakeClientUrl(ref json),
            "payload" => _payload.Read(ref json),
            "links" => TakeLinks(ref json, "text"u8),
            "images" => TakeLinks(ref json, "alt"u8),
            _ => null,
        };
        if (reason is not null)
        {
            _errors.Add($"'{member}' {reason}");
        }

        WireReader.Skip(ref json);
    }

    private string? TakeKey(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return "is not text";
        }

        var start = (int)json.TokenStartIndex + 1;
        _secrets.Add(new Range(start, start + json.ValueSpan.Length));
        if (json.ValueIsEscaped || !Ascii.IsValid(json.ValueSpan))
        {
            return "is not a key";
        }

        RoutingKey = Encoding.ASCII.GetString(json.ValueSpan); // not through the cache of hot texts: it is a secret
        return _secrets.Count == 1 ? null : "stands there twice";
    }

    private string? TakeDedupKey(ref Utf8JsonReader json)
    {
        var reason = WireText.Read(in json, LongestKey, cut: false, out var key);
        DedupKey = key;
        return reason;
    }

    private string? TakeClientUrl(ref Utf8JsonReader json)
    {
        _clientUrl = WebAddress.Read(in json);
        return null;
    }

    private string? TakeLinks(ref Utf8JsonReader json, scoped ReadOnlySpan<byte> text)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return json.TokenType == JsonTokenType.Null ? null : "is not an array";
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var before = json;
            if (WireLink.Read(ref json, text, out var link) is not null)
            {
                json = before; // a link that leads nowhere is no reason to lose the event
                json.Skip();
            }
            else if (_links.Count < MostLinks)
            {
                _links.Add(link!);
            }
        }

        return null;
    }

    private void Finish(DateTimeOffset now)
    {
        EventAction? action = _action switch
        {
            "trigger" => EventAction.Fire,
            "acknowledge" => EventAction.Acknowledge,
            "resolve" => EventAction.Resolve,
            _ => null,
        };
        if (action is null)
        {
            _errors.Add("'event_action' is none of trigger, acknowledge, resolve");
        }

        if (action == EventAction.Fire)
        {
            _errors.AddRange(_payload.Missing());
            DedupKey = DedupKey.Length == 0 ? Guid.CreateVersion7(now).ToString("N") : DedupKey;
        }
        else if (DedupKey.Length == 0)
        {
            _errors.Add("'dedup_key' is missing or blank");
        }

        if (_errors.Count == 0)
        {
            Event = _payload.ToEvent(action!.Value, DedupKey, now) with { GeneratorUrl = _clientUrl, Links = _links };
            Event = _client.Length == 0 ? Event : Event with { Annotations = Event.Annotations.With("client", _client) };
        }
    }
}
