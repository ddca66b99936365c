using System.Globalization;
using OpsBridge.Alerts.Handling;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>What an action answers.</summary>
/// <param name="Text">One or two sentences.</param>
/// <param name="Tone">ok, info, warning or critical.</param>
public sealed record AlertAnswer(string Text, string Tone)
{
    /// <summary>Names the action for Undo; null when there is nothing to undo.</summary>
    public Guid? ActionId { get; init; }
}

/// <summary>Outcomes and states of alerts in words for the person at the screen.</summary>
internal static class AlertWords
{
    /// <summary>What became of one alert.</summary>
    public static AlertAnswer Of(AlertOutcome outcome, AlertVerb verb, string me, ViewerTime time) => outcome switch
    {
        AlertOutcome.Done done => new(Done(done.Step, verb, me, time), "ok"),
        AlertOutcome.Refused refused => new(
            VerbWords.Of(refused.Why, refused.Who == me ? "You" : refused.Who, refused.Since is { } since ? time.Show(since) : null),
            refused.Why is Refusal.StillFiring or Refusal.Gone or Refusal.OnShelf ? "warning" : "info"),
        _ => Gone,
    };

    /// <summary>"3 acknowledged, 1 was already operator2's, 1 closed already."</summary>
    public static AlertAnswer Of(IReadOnlyList<HandledAlert> alerts, AlertVerb verb, string me)
    {
        var parts = new List<string>();
        void Count(int n, string words)
        {
            if (n > 0)
            {
                parts.Add($"{VerbWords.Count(n)} {words}");
            }
        }

        var done = alerts.Select(a => a.Outcome).OfType<AlertOutcome.Done>().ToList();
        var seen = verb is AlertVerb.Acknowledge ? done.Count(d => d.Step.After.State == AlertState.Closed) : 0;
        Count(done.Count - seen, VerbWords.Done(verb));
        Count(seen, "seen and closed");
        Refusals(alerts, me, Count);
        Count(alerts.Count(a => a.Outcome is AlertOutcome.NotFound), "no longer there");
        return new($"{string.Join(", ", parts)}.", done.Count > 0 ? "ok" : "info");
    }

    /// <summary>What became of an undo.</summary>
    public static AlertAnswer Of(UndoResult result)
    {
        switch (result)
        {
            case UndoResult.Undone { Alerts: [{ Outcome: AlertOutcome.Done }] }:
                return new("Undone.", "ok");
            case UndoResult.Undone { Alerts: [{ Outcome: AlertOutcome.Refused refused }] }:
                return new($"Not undone. {VerbWords.Of(refused.Why, refused.Who, null)}", "warning");
            case UndoResult.Undone undone:
                var parts = new List<string>();
                Refusals(undone.Alerts, "", (n, words) => parts.Add($"{VerbWords.Count(n)} {words}"));
                var done = undone.Alerts.Count(a => a.Outcome is AlertOutcome.Done);
                parts.Insert(0, done == 0 ? "Nothing undone" : $"{VerbWords.Count(done)} undone");
                return new($"{string.Join(", ", parts)}.", done > 0 ? "ok" : "warning");
            case UndoResult.TooLate:
                return new($"That was more than {UndoAlertAction.Window.TotalMinutes:0} minutes ago.", "warning");
            default:
                return new("There is nothing to undo.", "info");
        }
    }

    /// <summary>Where an alert is in its life, in one or two sentences.</summary>
    public static string State(AlertRow row, ViewerTime time) => row.State switch
    {
        AlertState.Unacknowledged when row.OwnerName is null => "Nobody has acknowledged it and nobody owns it.",
        AlertState.Unacknowledged => $"Not acknowledged yet. {row.OwnerName} owns it.",
        AlertState.Acknowledged when row.OwnerName == row.AcknowledgedBy => $"{row.OwnerName} acknowledged it and owns it.",
        AlertState.Acknowledged => $"{row.AcknowledgedBy} acknowledged it. {row.OwnerName} owns it.",
        AlertState.ReturnedUnacknowledged => $"The condition went at {time.Show(row.ClearedAt ?? row.LastSeenAt)} before anybody had seen it. Acknowledge it to close it.",
        AlertState.Shelved => Shelved(row, time),
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

    private static string Shelved(AlertRow row, ViewerTime time)
    {
        if (row.Shelf is not { } shelf)
        {
            return "Put aside.";
        }

        var until = shelf.Until is { } end ? $"until {time.Show(end)}" : VerbWords.Of(shelf.Kind);
        return $"{shelf.By} put it aside {until}: {shelf.Reason}";
    }

    private static string Done(AlertTransition step, AlertVerb verb, string me, ViewerTime time) => verb switch
    {
        AlertVerb.Acknowledge when step.After.State == AlertState.Closed => "Seen. The condition was gone already, so it is closed.",
        AlertVerb.Acknowledge when step.After.Owner is { } owner && owner != me => $"Acknowledged. {owner} keeps it.",
        AlertVerb.Acknowledge => "Acknowledged. It is yours.",
        AlertVerb.Unacknowledge => "Not acknowledged any more.",
        AlertVerb.Take when step.Before.Owner is { } from => $"It is yours. {from} had it before.",
        AlertVerb.Take => "It is yours.",
        AlertVerb.Give => $"{step.After.Owner} has it now.",
        AlertVerb.Pool => "Back in the pool.",
        AlertVerb.Rerank => $"{step.After.Severity} now, until its source reports something else.",
        AlertVerb.Shelve => step.After.ShelvedUntil is { } until ? $"On the shelf until {time.Show(until)}." : "On the shelf until it clears.",
        AlertVerb.Unshelve => step.After.State == AlertState.Closed ? "From the shelf. The condition was gone, so it is closed." : "From the shelf.",
        AlertVerb.Note => "Noted.",
        AlertVerb.Link => "Linked.",
        _ => "Closed.",
    };

    private static void Refusals(IReadOnlyList<HandledAlert> alerts, string me, Action<int, string> count)
    {
        var refused = alerts.Select(a => a.Outcome).OfType<AlertOutcome.Refused>();
        foreach (var group in refused.GroupBy(r => (r.Why, Who: r.Why == Refusal.AlreadyAcknowledged ? r.Who : null)))
        {
            var n = group.Count();
            count(n, group.Key.Who is { } who ? $"{(n == 1 ? "was" : "were")} already {(who == me ? "yours" : $"{who}'s")}" : VerbWords.Short(group.Key.Why));
        }
    }

    private static AlertAnswer Gone { get; } = new("There is no such alert any more.", "warning");
}
