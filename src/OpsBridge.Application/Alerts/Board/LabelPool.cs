using System.Text.Json;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Board;

/// <summary>
/// One copy of each text that many alerts share: label names, sites, rule names, runbooks. Forgets texts that have not been
/// seen for a while, so that texts which occur once (instances, numbers) do not pile up. Not safe for two threads at once.
/// </summary>
internal sealed class LabelPool
{
    private const int Generation = 50_000;
    private const int LongestShared = 256;
    private Dictionary<string, string> _young = new(StringComparer.Ordinal);
    private Dictionary<string, string> _old = new(StringComparer.Ordinal);

    /// <summary>The shared copy of a text.</summary>
    public string Share(string text) => text.Length > LongestShared ? text : Share(text.AsSpan(), text);

    /// <summary>Reads a JSON object of strings as PostgreSQL gives it (no name twice).</summary>
    public Labels Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var pairs = new List<KeyValuePair<string, string>>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader);
            reader.Read();
            if (Text(ref reader) is { Length: > 0 } value)
            {
                pairs.Add(new(name, value));
            }
        }

        return Labels.FromDistinct(pairs);
    }

    private string Text(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LongestShared)
        {
            return reader.GetString()!;
        }

        Span<char> text = stackalloc char[LongestShared];
        return Share(text[..reader.CopyString(text)], null);
    }

    private string Share(ReadOnlySpan<char> text, string? own)
    {
        if (_young.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
        {
            return known;
        }

        if (!_old.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out known))
        {
            known = own ?? text.ToString();
        }

        if (_young.Count >= Generation)
        {
            (_old, _young) = (_young, new Dictionary<string, string>(StringComparer.Ordinal));
        }

        _young[known] = known;
        return known;
    }
}
