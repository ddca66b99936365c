using System.Runtime.CompilerServices;
using System.Text.Json;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>How much a set of labels or annotations may hold.</summary>
/// <param name="Word">What the set is called in a reason.</param>
/// <param name="LongestValue">The most characters of a value.</param>
/// <param name="Cut">True to cut longer values; false to refuse them, because they identify.</param>
internal sealed record LabelLimits(string Word, int LongestValue, bool Cut)
{
    /// <summary>The most pairs in a set.</summary>
    public const int Most = 64;

    /// <summary>The most characters of a name.</summary>
    public const int LongestName = 100;

    /// <summary>Labels identify, so nothing of them is cut.</summary>
    public static LabelLimits Labels { get; } = new("labels", 2000, Cut: false);

    /// <summary>Annotations are text for people; a long one is cut.</summary>
    public static LabelLimits Annotations { get; } = new("annotations", 8000, Cut: true);
}

/// <summary>Reads a JSON object of strings as a label set, in one pass and without a dictionary.</summary>
internal static class WireLabels
{
    /// <summary>Reads the object that the reader stands on; afterwards the reader stands on its end.</summary>
    /// <returns>Why it is refused, the reader then stands anywhere within; null when it is not.</returns>
    public static string? Read(ref Utf8JsonReader json, LabelLimits limits, out Labels labels)
    {
        labels = Labels.Empty;
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            return $"{limits.Word} is not an object";
        }

        var pairs = default(Pairs);
        var count = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (count == LabelLimits.Most)
            {
                return $"{limits.Word} holds more than {LabelLimits.Most}";
            }

            if (ReadPair(ref json, limits, out pairs[count]) is { } reason)
            {
                return reason;
            }

            count++;
        }

        if (Labels.FromUntrusted(((Span<KeyValuePair<string, string>>)pairs)[..count]) is not { } set)
        {
            return $"{limits.Word} holds a name twice";
        }

        labels = set;
        return null;
    }

    private static string? ReadPair(ref Utf8JsonReader json, LabelLimits limits, out KeyValuePair<string, string> pair)
    {
        pair = default;
        if (WireText.Read(in json, LabelLimits.LongestName, cut: false, out var name) is { } badName)
        {
            return $"a name in {limits.Word} {badName}";
        }

        if (name.Length == 0)
        {
            return $"a name in {limits.Word} is empty";
        }

        json.Read();
        if (WireText.Read(in json, limits.LongestValue, limits.Cut, out var value) is { } badValue)
        {
            return $"{limits.Word}: {name} {badValue}";
        }

        pair = new(name, value);
        return null;
    }

    [InlineArray(LabelLimits.Most)]
    private struct Pairs
    {
        private KeyValuePair<string, string> _first;
    }
}
