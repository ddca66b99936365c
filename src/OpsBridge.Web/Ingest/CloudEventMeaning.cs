using OpsBridge.Alerts.Intake;

namespace OpsBridge.Ingest;

/// <summary>
/// What a CloudEvent means for an alert. The specification knows events, not conditions; so the last word of a type such as
/// <c>com.example.disk.full.resolved.v1</c> may say that the condition began or ended, and what is before it names the condition.
/// </summary>
internal static class CloudEventMeaning
{
    private static readonly string[] s_begins = ["opened", "raised", "firing", "triggered", "failed", "started"];
    private static readonly string[] s_ends = ["closed", "resolved", "cleared", "recovered", "succeeded", "ok", "resolve"];
    private static readonly string[] s_seen = ["acknowledged", "acknowledge"];

    /// <summary>What the sender wants.</summary>
    /// <param name="word">What the event says outright; null when it says nothing.</param>
    /// <param name="type">Its type.</param>
    public static EventAction ActionOf(string? word, string type)
    {
        var said = (word ?? LastWord(type).Word).ToLowerInvariant();
        return s_ends.Contains(said, StringComparer.Ordinal) ? EventAction.Resolve
            : s_seen.Contains(said, StringComparer.Ordinal) ? EventAction.Acknowledge
            : EventAction.Fire;
    }

    /// <summary>The type without the word that says that the condition began or ended, and without a version behind it.</summary>
    public static string ConditionOf(string type)
    {
        var (word, before) = LastWord(type);
        return before.Length > 0 && s_begins.Concat(s_ends).Concat(s_seen).Contains(word.ToLowerInvariant(), StringComparer.Ordinal) ? before : type;
    }

    private static (string Word, string Before) LastWord(string type)
    {
        var dot = type.LastIndexOf('.');
        var last = type[(dot + 1)..];
        if (dot > 0 && last.Length > 1 && last[0] is 'v' or 'V' && last.AsSpan(1).ContainsAnyExceptInRange('0', '9') is false)
        {
            return LastWord(type[..dot]);
        }

        return dot > 0 ? (last, type[..dot]) : (last, "");
    }
}
