using OpsBridge.Alerts.History;
using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <summary>What lies behind one alert.</summary>
/// <param name="Earlier">Earlier alerts of the same condition, newest first.</param>
/// <param name="Life">What happened to it; null when it is no longer there.</param>
public sealed record AlertBackground(IReadOnlyList<AlertRow> Earlier, AlertLife? Life)
{
    /// <summary>When it was acknowledged; null when the read part of the history does not say.</summary>
    public DateTimeOffset? AcknowledgedAt => Life?.Steps.FirstOrDefault(s => s.Kind == AlertTransitionKind.Acknowledged)?.At;
}

/// <summary>Reads it.</summary>
public sealed class AlertBackgrounds(IAlertBoard board, IAlertHistory history)
{
    /// <summary>Earlier occurrences and at most <paramref name="steps"/> steps of history.</summary>
    public async Task<AlertBackground> ReadAsync(AlertRow row, int steps, Actor actor, CancellationToken ct)
    {
        var earlier = await board.EarlierAsync(row.Fingerprint, row.Id, actor, ct);
        return new AlertBackground(earlier, await history.OfAsync(row.Id, steps, actor, ct));
    }
}
