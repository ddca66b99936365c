using OpsBridge.Data;

namespace OpsBridge.Shifts;

/// <summary>Something wrong with the watch itself: a desk unheld, a relief that does not come.</summary>
/// <param name="Kind">Stable word, for example <c>desk-unheld</c>.</param>
/// <param name="DeskId">The desk.</param>
/// <param name="DeskName">Its name.</param>
/// <param name="Critical">Critical, else major.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Firing">Whether it is so, or no longer so.</param>
/// <param name="At">Since when (UTC).</param>
public sealed record WatchAlarm(string Kind, Guid DeskId, string DeskName, bool Critical, string Summary, bool Firing, DateTimeOffset At);

/// <summary>
/// Raises and clears alerts about the watch. Alerts know Shifts (who owns an alert is on watch or not), so Shifts cannot know
/// Alerts: the alerts slice fulfils this.
/// </summary>
public interface IWatchAlarms
{
    /// <summary>Raises or clears each within the transaction that <paramref name="db"/> is in.</summary>
    Task ApplyAsync(OpsDbContext db, IReadOnlyList<WatchAlarm> alarms, CancellationToken ct);
}
