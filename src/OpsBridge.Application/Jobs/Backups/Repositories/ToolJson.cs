using System.Globalization;
using System.Text.Json;

namespace OpsBridge.Jobs.Backups.Repositories;

/// <summary>
/// Reads the JSON of other programs strictly: what is no object, too deep, cut off, or says a thing twice is no answer, and a
/// member of another sort than expected is not there. Never throws.
/// </summary>
internal static class ToolJson
{
    /// <summary>Longest text that is taken from a member, in characters: paths of Linux are no longer.</summary>
    public const int MaxText = 4096;

    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The root; null when the text is no JSON.</summary>
    public static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, s_strict);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null; // the last two: half a character in the text, or in the name of a member
        }
    }

    /// <summary>The object of a line; null when it is none.</summary>
    public static JsonElement? Object(string line) => line.AsSpan().TrimStart() is ['{', ..] && Parse(line) is { ValueKind: JsonValueKind.Object } found ? found : null;

    /// <summary>A whole number from 0 on; null when the member is anything else.</summary>
    public static long? Number(this JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) && value >= 0 ? value : null;

    /// <summary>A text that is not too long; null when the member is anything else, or holds half a character.</summary>
    public static string? Text(this JsonElement element, string name) => Member(element, name) is { } text ? Text(text) : null;

    /// <summary>A text that is not too long; null for anything else.</summary>
    public static string? Text(JsonElement text)
    {
        try
        {
            return text.ValueKind == JsonValueKind.String && text.GetString() is { Length: <= MaxText } value ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null; // a lone surrogate: how Python writes a name that is no UTF-8
        }
    }

    /// <summary>A truth; null when the member is anything else.</summary>
    public static bool? Flag(this JsonElement element, string name) => Member(element, name)?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    /// <summary>A member; null when there is none.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    /// <summary>The items of a member that is an array; none otherwise.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>An id as both programs write them: 8 to 64 small hexadecimal digits.</summary>
    public static string? Id(this JsonElement element, string name) =>
        element.Text(name) is { Length: >= 8 and <= 64 } id && id.All(char.IsAsciiHexDigitLower) ? id : null;

    /// <summary>A number for words.</summary>
    public static string Words(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
