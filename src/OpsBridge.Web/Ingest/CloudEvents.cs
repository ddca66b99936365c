using System.Text.Json;
using OpsBridge.Alerts.Intake;

namespace OpsBridge.Ingest;

/// <summary>What came in as CloudEvents.</summary>
/// <param name="Events">The events and what could not be read.</param>
/// <param name="Occurrences">For each event, in order, what tells one occurrence from another: its <c>source</c> and <c>id</c>.</param>
internal sealed record CloudEventsRead(ParsedEvents Events, IReadOnlyList<string> Occurrences);

/// <summary>
/// CloudEvents 1.0 over HTTP (cloudevents/spec, http-protocol-binding and json-format): structured, batched and binary mode,
/// told apart by the media type.
/// </summary>
internal static class CloudEvents
{
    /// <summary>Name of the format.</summary>
    public const string Format = "cloudevents";

    private const string Structured = "application/cloudevents";
    private const string Batch = "application/cloudevents-batch";
    private const string AttributeHeader = "ce-";

    /// <summary>Reads a request.</summary>
    public static CloudEventsRead Parse(ReadOnlySpan<byte> body, string? contentType, IEnumerable<KeyValuePair<string, string>> headers, DateTimeOffset now)
    {
        var occurrences = new List<string>();
        var mediaType = contentType ?? "";
        var structured = mediaType.StartsWith(Structured, StringComparison.OrdinalIgnoreCase);
        if (!structured)
        {
            return new(ReadBinary(body, mediaType, headers, now, occurrences), occurrences);
        }

        var batch = mediaType.StartsWith(Batch, StringComparison.OrdinalIgnoreCase);
        var read = WireReader.ReadBody(body, now, single: !batch, (ref Utf8JsonReader json, DateTimeOffset at, out IncomingEvent? found) =>
        {
            found = null;
            var draft = new CloudEvent();
            if ((draft.ReadJson(ref json) ?? draft.Judge()) is { } reason)
            {
                return reason;
            }

            occurrences.Add(draft.Occurrence);
            found = draft.ToEvent(at);
            return null;
        });
        return new(read, occurrences);
    }

    private static ParsedEvents ReadBinary(
        ReadOnlySpan<byte> body, string mediaType, IEnumerable<KeyValuePair<string, string>> headers, DateTimeOffset now, List<string> occurrences)
    {
        var draft = new CloudEvent();
        foreach (var (name, value) in headers)
        {
            if (!name.StartsWith(AttributeHeader, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var attribute = name[AttributeHeader.Length..].ToLowerInvariant();
            if (attribute == "datacontenttype")
            {
                return ParsedEvents.Broken("ce-datacontenttype is not allowed; Content-Type says it");
            }

            if (CloudEventHeader.Decode(value) is not { } text)
            {
                return ParsedEvents.Broken($"{name} is not valid UTF-8");
            }

            if (draft.Set(attribute, text) is { } bad)
            {
                return ParsedEvents.Broken(bad);
            }
        }

        if ((draft.ReadData(body, mediaType) ?? draft.Judge()) is { } reason)
        {
            return ParsedEvents.Broken(reason);
        }

        occurrences.Add(draft.Occurrence);
        return new([draft.ToEvent(now)], []);
    }
}
