using System.Text.Json;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>
/// Body of our own <c>POST /api/v1/events</c>: one event or an array of them (docs/integrations.md). An unknown member is
/// refused, because a misspelt <c>dedupKey</c> would change which alert is meant.
/// </summary>
internal sealed class OwnEvents
{
    /// <summary>Name of the format.</summary>
    public const string Format = "opsbridge";

    private const int LongestLine = 1000;
    private const int LongestDetail = 8000;
    private const int LongestKey = 255;
    private const int MostLinks = 20;

    private readonly DateTimeOffset _now;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<AlertLink> _links = [];
    private EventAction? _action;
    private AlertSeverity? _severity;
    private Labels _labels = Labels.Empty;
    private Labels _annotations = Labels.Empty;
    private DateTimeOffset? _startsAt;
    private DateTimeOffset? _endsAt;
    private string _summary = "";
    private string _detail = "";
    private string _dedupKey = "";
    private string? _generatorUrl;
    private bool _holds;

    private OwnEvents(DateTimeOffset now) => _now = now;

    /// <summary>Reads a body.</summary>
    public static ParsedEvents Parse(ReadOnlySpan<byte> body, DateTimeOffset now) => WireReader.ReadBody(body, now, single: true, Read);

    private static string? Read(ref Utf8JsonReader json, DateTimeOffset now, out IncomingEvent? read)
    {
        read = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return "is not an object";
        }

        var draft = new OwnEvents(now);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (WireText.Read(in json, 40, cut: true, out var member) is { } bad)
            {
                return $"a member's name {bad}";
            }

            json.Read();
            if (!draft._seen.Add(member))
            {
                return $"{member} stands there twice";
            }

            if (draft.Take(ref json, member) is { } reason)
            {
                return reason;
            }
        }

        return draft.Finish(out read);
    }

    private string? Take(ref Utf8JsonReader json, string member) => member switch
    {
        "labels" => WireLabels.Read(ref json, LabelLimits.Labels, out _labels),
        "annotations" => WireLabels.Read(ref json, LabelLimits.Annotations, out _annotations),
        "startsAt" => WireTime.Read(in json, member, out _startsAt),
        "endsAt" => WireTime.Read(in json, member, out _endsAt),
        "summary" => Named(member, WireText.Read(in json, LongestLine, cut: true, out _summary)),
        "detail" => Named(member, WireText.Read(in json, LongestDetail, cut: true, out _detail)),
        "dedupKey" => Named(member, WireText.Read(in json, LongestKey, cut: false, out _dedupKey)),
        "action" => TakeWord(ref json, member, ref _action, "fire", "resolve", "acknowledge"),
        "severity" => TakeWord(ref json, member, ref _severity, "info", "warning", "major", "critical"),
        "holdsUntilResolved" => TakeHolds(ref json),
        "generatorUrl" => TakeAddress(ref json, member, out _generatorUrl),
        "links" => TakeLinks(ref json),
        _ => $"{member} is not known here",
    };

    private string? Finish(out IncomingEvent? read)
    {
        read = null;
        if (_labels.Count == 0 && _dedupKey.Length == 0)
        {
            return "has neither a label with a value nor a dedupKey";
        }

        if (_endsAt < _startsAt)
        {
            return "ends before it starts";
        }

        var action = _action ?? (_endsAt <= _now ? EventAction.Resolve : EventAction.Fire);
        read = new IncomingEvent(action, _labels.Count == 0 ? Labels.Of(("dedup_key", _dedupKey)) : _labels, _now)
        {
            Annotations = _annotations,
            Severity = _severity,
            Summary = _summary.Length == 0 ? null : _summary,
            Detail = _detail.Length == 0 ? null : _detail,
            DedupKey = _dedupKey.Length == 0 ? null : _dedupKey,
            StartsAt = _startsAt,
            EndsAt = _endsAt,
            HoldsUntilResolved = _holds,
            GeneratorUrl = _generatorUrl,
            Links = _links,
        };
        return null;
    }

    private static string? Named(string member, string? reason) => reason is null ? null : $"{member} {reason}";

    /// <summary>Words in the order of the enumeration's values.</summary>
    private static string? TakeWord<T>(ref Utf8JsonReader json, string member, ref T? value, params ReadOnlySpan<string> words)
        where T : struct, Enum
    {
        if (WireText.Read(in json, 20, cut: true, out var word) is { } reason)
        {
            return $"{member} {reason}";
        }

        var place = words.IndexOf(word.ToLowerInvariant());
        if (place < 0)
        {
            return $"{member} is none of {string.Join(", ", words!)}";
        }

        value = Enum.GetValues<T>()[place];
        return null;
    }

    private string? TakeHolds(ref Utf8JsonReader json)
    {
        _holds = json.TokenType == JsonTokenType.True;
        return json.TokenType is JsonTokenType.True or JsonTokenType.False ? null : "holdsUntilResolved is neither true nor false";
    }

    private static string? TakeAddress(ref Utf8JsonReader json, string member, out string? address)
    {
        address = WebAddress.Read(in json);
        return address is null ? $"{member} is no http or https address" : null;
    }

    private string? TakeLinks(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return "links is not an array";
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (_links.Count == MostLinks)
            {
                return $"links holds more than {MostLinks}";
            }

            if (WireLink.Read(ref json, "text"u8, out var link) is { } reason)
            {
                return $"links: {reason}";
            }

            _links.Add(link!);
        }

        return null;
    }
}
