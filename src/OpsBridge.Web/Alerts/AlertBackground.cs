using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts;

/// <summary>What lies behind one alert.</summary>
/// <param name="Earlier">Earlier alerts of the same condition, newest first.</param>
/// <param name="History">What happened to it, newest first.</param>
public sealed record AlertBackground(IReadOnlyList<AlertRow> Earlier, IReadOnlyList<TimelineRow> History)
{
    /// <summary>When it was acknowledged; null when the read part of the history does not say.</summary>
    public DateTimeOffset? AcknowledgedAt => History.FirstOrDefault(e => e.Kind == "alert.acknowledged")?.At;
}

/// <summary>Reads it.</summary>
public sealed class AlertBackgrounds(IAlertBoard board, ITimelineReader timeline)
{
    /// <summary>Earlier occurrences and at most <paramref name="entries"/> entries of history.</summary>
    public async Task<AlertBackground> ReadAsync(AlertRow row, int entries, Actor actor, CancellationToken ct)
    {
        var earlier = await board.EarlierAsync(row.Fingerprint, row.Id, actor, ct);
        var id = row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new AlertBackground(earlier, await timeline.OfSubjectAsync("alert", id, entries, actor, ct));
    }
}
