using System.Text.Json;
using OpsBridge.Alerts.Intake;

namespace OpsBridge.Ingest;

/// <summary>Reads one element of a message; the reader stands on its first token, and on success afterwards on its last.</summary>
/// <returns>Why the element is refused; null when it is not. It throws nothing but <see cref="JsonException"/>.</returns>
internal delegate string? ReadElement(ref Utf8JsonReader json, DateTimeOffset now, out IncomingEvent? read);

/// <summary>
/// Walks through JSON bodies that nobody vouches for. A body that is not JSON is refused as a whole; an element that is JSON but
/// makes no sense is refused alone.
/// </summary>
internal static class WireReader
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int Deepest = 32;

    // Depth is judged element by element, so that one that is too deep does not take its neighbours with it; the reader itself
    // needs one bit per level.
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = int.MaxValue };

    /// <summary>Reads a body that is an array of elements, or where <paramref name="single"/> says so, one element.</summary>
    public static ParsedEvents ReadBody(ReadOnlySpan<byte> body, DateTimeOffset now, bool single, ReadElement read)
    {
        try
        {
            var json = new Utf8JsonReader(body, s_options);
            json.Read();
            if (json.TokenType != JsonTokenType.StartArray && !(single && json.TokenType == JsonTokenType.StartObject))
            {
                return ParsedEvents.Broken(single ? "the body is neither an object nor an array" : "the body is not an array");
            }

            var collector = new Collector(now, read);
            if (json.TokenType == JsonTokenType.StartArray)
            {
                collector.ReadArray(ref json);
            }
            else
            {
                collector.ReadOne(ref json);
            }

            return collector.TooMany ? collector.Result : Ended(ref json, collector.Result);
        }
        catch (JsonException exception)
        {
            return ParsedEvents.Broken(Say(exception));
        }
    }

    /// <summary>Reads a body that is an object with the elements in one of its members.</summary>
    public static ParsedEvents ReadMember(ReadOnlySpan<byte> body, ReadOnlySpan<byte> member, DateTimeOffset now, ReadElement read)
    {
        try
        {
            var json = new Utf8JsonReader(body, s_options);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return ParsedEvents.Broken("the body is not an object");
            }

            ParsedEvents? found = null;
            Span<byte> scratch = stackalloc byte[64];
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var wanted = WireText.Member(in json, scratch).SequenceEqual(member);
                json.Read();
                if (!wanted)
                {
                    json.Skip();
                }
                else if (found is not null || json.TokenType != JsonTokenType.StartArray)
                {
                    return ParsedEvents.Broken($"{System.Text.Encoding.UTF8.GetString(member)} is not one array");
                }
                else
                {
                    (found, var tooMany) = Collect(ref json, now, read);
                    if (tooMany)
                    {
                        return found;
                    }
                }
            }

            return found is null ? ParsedEvents.Broken($"{System.Text.Encoding.UTF8.GetString(member)} is missing") : Ended(ref json, found);
        }
        catch (JsonException exception)
        {
            return ParsedEvents.Broken(Say(exception));
        }
    }

    private static (ParsedEvents Found, bool TooMany) Collect(ref Utf8JsonReader json, DateTimeOffset now, ReadElement read)
    {
        var collector = new Collector(now, read);
        collector.ReadArray(ref json);
        return (collector.Result, collector.TooMany);
    }

    /// <summary>Passes over the value that the reader stands on; false when it is nested too deep.</summary>
    public static bool Skip(ref Utf8JsonReader json)
    {
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return true;
        }

        var outside = json.CurrentDepth;
        var deepest = outside;
        while (json.Read() && json.CurrentDepth > outside)
        {
            deepest = Math.Max(deepest, json.CurrentDepth);
        }

        return deepest < Deepest;
    }

    private static ParsedEvents Ended(ref Utf8JsonReader json, ParsedEvents result)
    {
        json.Read(); // throws when something follows the end of the document
        return result;
    }

    private static string Say(JsonException exception) => exception is { LineNumber: 0, BytePositionInLine: 0 }
        ? "the body does not begin as JSON does"
        : $"not JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";

    private ref struct Collector(DateTimeOffset now, ReadElement read)
    {
        private readonly List<IncomingEvent> _events = [];
        private readonly List<Reject> _rejects = [];
        private int _index;
        private int _rejected;

        public bool TooMany { get; private set; }

        public readonly ParsedEvents Result =>
            TooMany ? new([], []) { TooMany = true } : new(_events, _rejects) { Rejected = _rejected };

        public void ReadArray(ref Utf8JsonReader json)
        {
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (_index == ParsedEvents.MostEvents)
                {
                    TooMany = true;
                    return;
                }

                ReadOne(ref json);
            }
        }

        public void ReadOne(ref Utf8JsonReader json)
        {
            var start = (int)json.TokenStartIndex;
            var before = json;
            var reason = read(ref json, now, out var found);
            if (reason is null)
            {
                _events.Add(found!);
            }
            else
            {
                json = before;
                json.Skip();
                _rejected++;
                if (_rejects.Count < ParsedEvents.MostRejects)
                {
                    _rejects.Add(new Reject(_index, reason, start, (int)json.BytesConsumed - start));
                }
            }

            _index++;
        }
    }
}
