using System.Globalization;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>What an action answers.</summary>
/// <param name="Text">One or two sentences.</param>
/// <param name="Tone">ok, info, warning or critical.</param>
public sealed record AlertAnswer(string Text, string Tone);

/// <summary>What happened to one alert of several.</summary>
public sealed record BulkOutcome(AlertRow Row, AcknowledgeResult Result);

/// <summary>Outcomes and states of alerts in words for the person at the screen.</summary>
internal static class AlertWords
{
    public static AlertAnswer Of(AcknowledgeResult result, AlertRow row, string me, ViewerTime time) => result switch
    {
        AcknowledgeResult.Done when row.OwnerName is { } owner && owner != me => new($"Acknowledged. {owner} keeps it.", "ok"),
        AcknowledgeResult.Done => new("Acknowledged. It is yours.", "ok"),
        AcknowledgeResult.DoneAndClosed => new("Seen. The condition was gone already, so it is closed.", "ok"),
        AcknowledgeResult.AlreadyAcknowledged by when by.By == me => new($"You acknowledged it at {time.Show(by.At)}.", "info"),
        AcknowledgeResult.AlreadyAcknowledged by => new($"{by.By} acknowledged it at {time.Show(by.At)}.", "info"),
        AcknowledgeResult.AlreadyClosed => new("It is closed already.", "info"),
        _ => Gone,
    };

    public static AlertAnswer Of(TakeResult result) => result switch
    {
        TakeResult.Done { From: { } from } => new($"It is yours. {from} had it before.", "ok"),
        TakeResult.Done => new("It is yours.", "ok"),
        TakeResult.AlreadyYours => new("It was yours already.", "info"),
        TakeResult.AlreadyClosed => new("It is closed already.", "info"),
        _ => Gone,
    };

    public static AlertAnswer Of(CloseResult result) => result switch
    {
        CloseResult.Done => new("Closed.", "ok"),
        CloseResult.StillFiring => new("The check still sees the condition; it would be raised again at once.", "warning"),
        CloseResult.AlreadyClosed => new("It is closed already.", "info"),
        _ => Gone,
    };

    public static AlertAnswer Of(NoteResult result) => result switch
    {
        NoteResult.Done => new("Noted.", "ok"),
        NoteResult.Invalid invalid => new(invalid.Reason, "warning"),
        _ => Gone,
    };

    /// <summary>"3 acknowledged, 1 was already operator2's, 1 closed already."</summary>
    public static AlertAnswer Of(IReadOnlyList<BulkOutcome> outcomes, string me)
    {
        var parts = new List<string>();
        void Count<T>(string words)
            where T : AcknowledgeResult
        {
            if (outcomes.Count(o => o.Result is T) is var n and > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{n} {words}"));
            }
        }

        Count<AcknowledgeResult.Done>("acknowledged");
        Count<AcknowledgeResult.DoneAndClosed>("seen and closed");
        foreach (var group in outcomes.Select(o => o.Result).OfType<AcknowledgeResult.AlreadyAcknowledged>().GroupBy(r => r.By, StringComparer.Ordinal))
        {
            var whose = group.Key == me ? "yours" : $"{group.Key}'s";
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {(group.Count() == 1 ? "was" : "were")} already {whose}"));
        }

        Count<AcknowledgeResult.AlreadyClosed>("closed already");
        Count<AcknowledgeResult.NotFound>("no longer there");
        var done = outcomes.Any(o => o.Result is AcknowledgeResult.Done or AcknowledgeResult.DoneAndClosed);
        return new($"{string.Join(", ", parts)}.", done ? "ok" : "info");
    }

    /// <summary>Where an alert is in its life, in one or two sentences.</summary>
    public static string State(AlertRow row, ViewerTime time) => row.State switch
    {
        AlertState.Unacknowledged when row.OwnerName is null => "Nobody has acknowledged it and nobody owns it.",
        AlertState.Unacknowledged => $"Not acknowledged yet. {row.OwnerName} owns it.",
        AlertState.Acknowledged when row.OwnerName == row.AcknowledgedBy => $"{row.OwnerName} acknowledged it and owns it.",
        AlertState.Acknowledged => $"{row.AcknowledgedBy} acknowledged it. {row.OwnerName} owns it.",
        AlertState.ReturnedUnacknowledged => $"The condition went at {time.Show(row.ClearedAt ?? row.LastSeenAt)} before anybody had seen it. Acknowledge it to close it.",
        AlertState.Shelved => "Put aside.",
        AlertState.Suppressed => $"Hidden: {row.LastNote}.",
        _ => $"Closed at {time.Show(row.ClosedAt ?? row.LastSeenAt)}.",
    };

    /// <summary>"1 report", "37 reports".</summary>
    public static string Reports(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "report" : "reports")}");

    /// <summary>The summary in two parts: what is said loudly, and the rest after the first ": " (may be "").</summary>
    public static (string Head, string Tail) Parts(string summary)
    {
        var colon = summary.IndexOf(": ", StringComparison.Ordinal);
        return colon is > 0 and < 80 && colon + 2 < summary.Length ? (summary[..colon], summary[(colon + 2)..]) : (summary, "");
    }

    private static AlertAnswer Gone { get; } = new("There is no such alert any more.", "warning");
}
