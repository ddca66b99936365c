using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>
/// Flattens any JSON into names and texts for people: <c>{"disk":{"used":91}}</c> becomes <c>disk.used = 91</c>, elements of arrays
/// are numbered from 0. What goes beyond 64 pairs is left out, long texts are cut, nulls are dropped.
/// </summary>
internal sealed class WireDetails
{
    private const int LongestName = 100;
    private const int LongestText = 8000;
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    /// <summary>Everything found; of two pairs with one name the last wins.</summary>
    public Labels Labels => Labels.From(_pairs);

    /// <summary>Reads the value that the reader stands on; afterwards the reader stands on its last token.</summary>
    /// <param name="json">On the value.</param>
    /// <param name="name">Name of a value that is neither object nor array; what is in an object or array has a name of its own.</param>
    /// <returns>Why it is refused; null when it is not.</returns>
    public string? Read(ref Utf8JsonReader json, string name) => Read(ref json, "", name, 0);

    /// <summary>Adds plain text.</summary>
    /// <returns>Why it is refused; null when it is not.</returns>
    public string? AddText(ReadOnlySpan<byte> utf8, string name)
    {
        if (!Utf8.IsValid(utf8) || utf8.Contains((byte)0))
        {
            return $"{name} is not valid UTF-8, or holds a NUL character";
        }

        var text = Encoding.UTF8.GetString(utf8).Trim();
        if (text.Length > 0)
        {
            _pairs.Add(new(name, text.Length <= LongestText ? text : WireText.Cut(text, LongestText)));
        }

        return null;
    }

    private string? Read(ref Utf8JsonReader json, string path, string name, int depth)
    {
        if (depth == WireReader.Deepest)
        {
            return $"{name} is nested deeper than {WireReader.Deepest}";
        }

        return json.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref json, path, depth),
            JsonTokenType.StartArray => ReadArray(ref json, path.Length == 0 ? name + "." : path, depth),
            _ => Add(ref json, path.Length == 0 ? name : path[..^1]),
        };
    }

    private string? ReadObject(ref Utf8JsonReader json, string path, int depth)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (WireText.Read(in json, LongestName, cut: true, out var member) is { } reason)
            {
                return $"a name in {(path.Length == 0 ? "it" : path[..^1])} {reason}";
            }

            json.Read();
            if (Read(ref json, Join(path, member), member, depth + 1) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }

    private string? ReadArray(ref Utf8JsonReader json, string path, int depth)
    {
        for (var i = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; i++)
        {
            var place = i.ToString(CultureInfo.InvariantCulture);
            if (Read(ref json, Join(path, place), place, depth + 1) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }

    private string? Add(ref Utf8JsonReader json, string name)
    {
        var text = json.TokenType switch
        {
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number => Encoding.ASCII.GetString(json.ValueSpan[..Math.Min(json.ValueSpan.Length, LongestName)]),
            _ => "",
        };
        if (json.TokenType == JsonTokenType.String && WireText.Read(in json, LongestText, cut: true, out text) is { } reason)
        {
            return $"{name} {reason}";
        }

        if (text.Length > 0 && name.Length > 0 && _pairs.Count < LabelLimits.Most)
        {
            _pairs.Add(new(name, text));
        }

        return null;
    }

    private string Join(string path, string member) =>
        _pairs.Count < LabelLimits.Most && path.Length + member.Length < LongestName ? $"{path}{member}." : path;
}
