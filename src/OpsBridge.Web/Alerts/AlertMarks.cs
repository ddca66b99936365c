using OpsBridge.Alerts.Sources;

namespace OpsBridge.Alerts;

/// <summary>One mark of a row.</summary>
/// <param name="Word">What it says.</param>
/// <param name="Title">The same with by whom and until when.</param>
/// <param name="Href">Where more about it stands; null when that is nowhere.</param>
/// <param name="Shape">Shape before the word, where the word alone is told too easily from another; null for none.</param>
public sealed record AlertMark(string Word, string Title, string? Href = null, string? Shape = null);

/// <summary>What else is to be said of a row; several can be true at once.</summary>
internal static class AlertMarks
{
    /// <summary>Word of the mark of symptoms, which the preview tells with more.</summary>
    public const string Symptom = "symptom";

    private static readonly string[] s_states = ["unacknowledged", "acknowledged", "returned", "shelved", "suppressed", "closed"];

    /// <summary>The state as searches name it.</summary>
    public static string StateOf(AlertRow row) => s_states[(int)row.State];

    /// <summary>The marks, in a fixed order.</summary>
    public static IEnumerable<AlertMark> Of(AlertRow row, Func<DateTimeOffset, string> show)
    {
        if (row.State == AlertState.Acknowledged)
        {
            yield return new AlertMark(Kind(row), $"Acknowledged by {row.AcknowledgedBy}{(row.AcknowledgedUntil is { } until ? $" until {show(until)}" : "")}");
        }

        foreach (var suppressor in row.SuppressedBy.DistinctBy(s => s.Kind))
        {
            var (word, what) = suppressor.Kind == SuppressorKind.Silence ? ("silenced", "Silenced") : ("window", "In the maintenance window");
            var page = suppressor.Kind == SuppressorKind.Silence ? "/silences" : "/maintenance";
            yield return new AlertMark(word, $"{what}: {suppressor.Name}, until {show(suppressor.Until)}", $"{page}?id={suppressor.Id}");
        }

        if (row.Shelf is { } shelf && row.State == AlertState.Shelved)
        {
            yield return new AlertMark("shelved", $"Put aside by {shelf.By}{(shelf.Until is { } end ? $" until {show(end)}" : " until it clears")}: {shelf.Reason}");
        }

        if (row.State == AlertState.Suppressed)
        {
            yield return new AlertMark("unreachable", $"Hidden: {row.LastNote}");
        }

        if (row.CauseId is { } cause)
        {
            yield return new AlertMark(Symptom, $"A symptom of alert #{cause}");
        }

        if (row.FlappingSince is { } since)
        {
            yield return new AlertMark("flapping", $"Comes and goes since {show(since)}");
        }

        if (EndMark(row, show) is { } ended)
        {
            yield return ended;
        }
    }

    private static AlertMark? EndMark(AlertRow row, Func<DateTimeOffset, string> show)
    {
        if (row.State == AlertState.ReturnedUnacknowledged)
        {
            var how = EndingTone.Of(row.Ending);
            return new AlertMark(how?.Word ?? "gone", $"The condition went at {show(row.ClearedAt ?? row.LastSeenAt)} and nobody has seen it. {how?.Title}".TrimEnd(), Shape: how?.Shape);
        }

        if (row.State == AlertState.Closed || row.Ending != AlertEnding.SourceDead)
        {
            return null;
        }

        var dead = EndingTone.Of(row.Ending)!;
        return new AlertMark($"{dead.Word} {show(row.LastSeenAt)}", dead.Title, Shape: dead.Shape);
    }

    private static string Kind(AlertRow row) => row.AcknowledgedKind switch
    {
        AcknowledgementKind.Sticky => "ack, sticky",
        AcknowledgementKind.Expiring => "ack, expiring",
        _ => "ack",
    };
}
