using System.Globalization;
using System.Text;
using System.Text.Json;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs;

/// <summary>What a job does, field by field in words, whatever its kind.</summary>
public static class SettingWords
{
    /// <summary>Every field that says something, with its words; secrets by their names, other things by theirs.</summary>
    /// <param name="settings">What the job does.</param>
    /// <param name="names">Names by key.</param>
    public static IReadOnlyDictionary<string, string> Of(JobSettings settings, IReadOnlyDictionary<Guid, string> names)
    {
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["Does"] = settings.Kind };
        Read("", JsonSerializer.SerializeToElement(settings, settings.GetType(), JobJson.Options), names, words);
        return words;
    }

    private static void Read(string path, JsonElement value, IReadOnlyDictionary<Guid, string> names, SortedDictionary<string, string> words)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var part in value.EnumerateObject().Where(p => p.Name != "kind"))
            {
                Read(path.Length == 0 ? Spoken(part.Name, first: true) : $"{path}, {Spoken(part.Name, first: false)}", part.Value, names, words);
            }
        }
        else if (Said(value, names) is { Length: > 0 } said)
        {
            words[path] = said;
        }
    }

    private static string Said(JsonElement value, IReadOnlyDictionary<Guid, string> names) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(v => Said(v, names))),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(p => $"{Spoken(p.Name, first: false)} {Said(p.Value, names)}")),
        JsonValueKind.String => Text(value.GetString()!, names),
        _ => value.GetRawText(),
    };

    private static string Text(string text, IReadOnlyDictionary<Guid, string> names) =>
        Guid.TryParse(text, out var key) ? names.GetValueOrDefault(key) ?? "something that is gone"
        : TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) ? JobText.Every(span)
        : text;

    /// <summary>"sizeJumpPercent" as "size jump percent".</summary>
    private static string Spoken(string name, bool first)
    {
        var spoken = new StringBuilder();
        foreach (var letter in name)
        {
            spoken.Append(char.IsAsciiLetterUpper(letter) && spoken.Length > 0 ? " " : "").Append(char.ToLowerInvariant(letter));
        }

        return first ? $"{char.ToUpperInvariant(spoken[0])}{spoken.ToString(1, spoken.Length - 1)}" : spoken.ToString();
    }
}
