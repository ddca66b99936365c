using System.Text.Json;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts;

/// <summary>Timeline entries in words.</summary>
internal static class HistoryWords
{
    private static readonly HashSet<string> s_byPeople = new(StringComparer.Ordinal)
    {
        "alert.acknowledged", "alert.unacknowledged", "alert.taken", "alert.given", "alert.pooled", "alert.reranked", "alert.shelved", "alert.noted", "alert.linked", "alert.undone",
    };

    private static readonly HashSet<string> s_byItself = new(StringComparer.Ordinal)
    {
        "silence.ended", "silence.ends_soon", "window.started", "window.triggered", "window.ends_soon", "window.ended",
    };

    /// <summary>Whether a person did it, so that the name matters.</summary>
    public static bool IsPerson(TimelineRow entry) =>
        s_byPeople.Contains(entry.Kind) || (entry.Kind == "alert.closed" && entry.Text.StartsWith("closed", StringComparison.Ordinal))
        || (entry.Kind == "alert.unshelved" && entry.Text.StartsWith("took", StringComparison.Ordinal))
        || (!entry.Kind.StartsWith("alert.", StringComparison.Ordinal) && !entry.Kind.StartsWith("check.state", StringComparison.Ordinal) && !s_byItself.Contains(entry.Kind));

    /// <summary>The sentence without what it was done to: "acknowledged" of "acknowledged: HTTP 503".</summary>
    public static string Verb(TimelineRow entry) => IsAlert(entry) && Split(entry) is > 0 and var at ? entry.Text[..at] : entry.Text;

    /// <summary>What it was done to; "" when the sentence does not say it apart.</summary>
    public static string Object(TimelineRow entry) => IsAlert(entry) && Split(entry) is > 0 and var at ? entry.Text[(at + 2)..] : "";

    /// <summary>Whether the entry is about an alert, whose page can be opened.</summary>
    public static bool IsAlert(TimelineRow entry) => entry.Kind.StartsWith("alert.", StringComparison.Ordinal);

    /// <summary>"State Unacknowledged → Acknowledged, Owner – → operator1"; "" when nothing is told.</summary>
    public static string Changes(TimelineRow entry)
    {
        var before = Read(entry.Before);
        var after = Read(entry.After);
        return string.Join(", ", after.Keys.Union(before.Keys, StringComparer.Ordinal).Where(k => before.GetValueOrDefault(k) != after.GetValueOrDefault(k)).Select(k =>
            before.TryGetValue(k, out var was) ? $"{k} {Shown(was)} → {Shown(after.GetValueOrDefault(k))}" : $"{k} {Shown(after[k])}"));
    }

    private static int Split(TimelineRow entry) => entry.Text.IndexOf(": ", StringComparison.Ordinal);

    private static string Shown(string? value) => string.IsNullOrEmpty(value) ? "–" : value;

    private static Dictionary<string, string?> Read(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Null ? null : p.Value.ToString(), StringComparer.Ordinal)
            : [];
    }
}
