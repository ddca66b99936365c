using System.Globalization;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Alerts.Handover;

/// <summary>An open alert on its way into a handover.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="AssetName">The asset it is on.</param>
/// <param name="Hidden">Whether a silence or window hides it.</param>
internal sealed record OpenAlert(Alert Alert, string? AssetName, bool Hidden)
{
    /// <summary>Whether somebody must say what it is and what to do: bad, real, and not put aside on purpose.</summary>
    public bool NeedsWords => Alert.Severity >= AlertSeverity.Major && !Hidden && (Alert.State is AlertState.Unacknowledged or AlertState.Acknowledged);

    /// <summary>It as a fact.</summary>
    public HandoverFact Fact(int symptoms, string? background, bool judged, FactWords words, DateTimeOffset now) =>
        new($"alert/{Alert.Id.ToString(CultureInfo.InvariantCulture)}", Alert.Summary)
        {
            Detail = Situation(symptoms, words, now),
            Background = background,
            Severity = Alert.Severity.ToString(),
            Tone = Tone,
            Href = $"/alerts/{Alert.Id.ToString(CultureInfo.InvariantCulture)}",
            Since = Alert.StartsAt,
            Owner = Alert.OwnerName,
            NeedsJudgement = judged,
            Risk = Alert.Severity == AlertSeverity.Critical && NeedsWords ? "critical open" : null,
        };

    private FactTone Tone => (Alert.Severity, NeedsWords) switch
    {
        (AlertSeverity.Critical, true) => FactTone.Bad,
        (AlertSeverity.Major, true) => FactTone.Warn,
        _ => FactTone.Plain,
    };

    private string Situation(int symptoms, FactWords words, DateTimeOffset now)
    {
        var parts = new List<string> { $"{(AssetName is null ? "Since" : $"{AssetName}, since")} {words.Clock(Alert.StartsAt, now)} ({FactWords.Lasting(now - Alert.StartsAt)})" };
        parts.Add(Standing(words, now));
        if (symptoms > 0)
        {
            parts.Add($"{FactWords.Many(symptoms, "symptom")} folded under it");
        }

        if (Alert.Count > 1)
        {
            parts.Add($"reported {FactWords.Many(Alert.Count, "time")}");
        }

        if (Alert.FlappingSince is { } flaps)
        {
            parts.Add($"comes and goes since {words.Clock(flaps, now)}");
        }

        if (Hidden)
        {
            parts.Add("hidden by a silence or window");
        }

        return string.Join(" · ", parts);
    }

    private string Standing(FactWords words, DateTimeOffset now) => Alert switch
    {
        { Shelf: { } shelf } => $"put aside by {shelf.By}, returns {(shelf.Until is { } until ? words.Clock(until, now) : "when it clears")}: {shelf.Reason}",
        { State: AlertState.ReturnedUnacknowledged } => $"cleared {(Alert.ClearedAt is { } cleared ? words.Clock(cleared, now) : "")}, seen by nobody",
        { Acknowledgement: { } seen } => $"acknowledged by {seen.By} {FactWords.Lasting(now - seen.At)} ago{(seen.Note is null ? "" : $": {seen.Note}")}",
        { OwnerName: { } owner } => $"{owner} has it, not acknowledged",
        _ => "nobody has acted",
    };
}
