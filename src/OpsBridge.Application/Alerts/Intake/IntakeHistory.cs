using System.Globalization;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Intake;

/// <summary>What the intake tells history: steps of alerts, and one timeline entry per sender and transaction.</summary>
internal static class IntakeHistory
{
    private static readonly (SignalOutcome Outcome, string Word)[] s_words =
    [
        (SignalOutcome.Raised, "raised"), (SignalOutcome.Worsened, "worsened"), (SignalOutcome.Eased, "eased"), (SignalOutcome.CameBack, "came back"),
        (SignalOutcome.Cleared, "cleared"), (SignalOutcome.ClearedAndClosed, "cleared and closed"), (SignalOutcome.Acknowledged, "acknowledged"),
        (SignalOutcome.FlappingStarted, "began to flap"), (SignalOutcome.FlappingEnded, "flap no more"), (SignalOutcome.Held, "held back"),
        (SignalOutcome.Repeated, "with new words"), (SignalOutcome.Nothing, "without an open alert"),
    ];

    /// <summary>The steps of alerts, with the keys that new ones have been given.</summary>
    public static List<AlertTransition> StepsOf(IEnumerable<TouchedAlert> touched)
    {
        var steps = new List<AlertTransition>();
        foreach (var one in touched)
        {
            foreach (var step in one.Steps)
            {
                steps.Add(step.AlertId == one.Alert.Id ? step : step with { AlertId = one.Alert.Id });
            }
        }

        return steps;
    }

    /// <summary>What one sender's events came to, with the digest over their rows.</summary>
    public static TimelineEntry Of(EventRange range, DateTimeOffset now)
    {
        var counts = range.Events.CountBy(e => e.Outcome).ToDictionary();
        var words = s_words.Where(w => counts.ContainsKey(w.Outcome)).Select(w => string.Create(CultureInfo.InvariantCulture, $"{counts[w.Outcome]} {w.Word}"));
        return TimelineEntry.Record(now, range.By, new Happening("source.reported", IdOf(range.Source), $"{Number(range.Events.Count, "event")}: {string.Join(", ", words)}")
        {
            After = new { Events = range.Events.Count, range.First, range.Last, Sha256 = Convert.ToHexStringLower(range.Digest) },
        });
    }

    /// <summary>Alerts of one source that ended or rose without a word of it at that moment.</summary>
    /// <param name="alert">One of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="verb">Past participle for the kind.</param>
    /// <param name="words">What happened to them.</param>
    /// <param name="by">Who noticed.</param>
    /// <param name="now">When (UTC).</param>
    public static TimelineEntry Of(Alert alert, int count, string verb, string words, Actor by, DateTimeOffset now) => TimelineEntry.Record(
        now,
        by,
        new Happening($"source.{verb}", alert.SourceId?.ToString() ?? alert.Source, $"{Number(count, "alert")} of {alert.Source} {words}"));

    private static string IdOf(SourceProfile source) => source.Id?.ToString() ?? source.Name;

    private static string Number(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
