using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.History;

/// <summary>The life of one alert.</summary>
/// <param name="RaisedAt">When OpsBridge raised it (UTC).</param>
/// <param name="RaisedSeverity">How bad it was then.</param>
/// <param name="Source">Who reported it.</param>
/// <param name="Steps">Its steps, newest first.</param>
/// <param name="Total">How many steps there are; more than are in <paramref name="Steps"/> when that was cut.</param>
public sealed record AlertLife(DateTimeOffset RaisedAt, AlertSeverity RaisedSeverity, string Source, IReadOnlyList<AlertTransition> Steps, int Total)
{
    /// <summary>Whether the oldest step is in <see cref="Steps"/>.</summary>
    public bool Whole => Steps.Count >= Total;
}

/// <summary>Reads the life of alerts.</summary>
public interface IAlertHistory
{
    /// <summary>The newest steps of one alert; null when there is no such alert.</summary>
    Task<AlertLife?> OfAsync(long alertId, int limit, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAlertHistory"/>
public sealed class AlertHistoryReader(IDbContextFactory<OpsDbContext> contexts) : IAlertHistory
{
    private static readonly TimeSpan s_clockSetBack = TimeSpan.FromDays(1);

    /// <inheritdoc />
    public async Task<AlertLife?> OfAsync(long alertId, int limit, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var raise = await db.Set<Alert>().AsNoTracking().Where(a => a.Id == alertId)
            .Select(a => new { a.RaisedAt, a.RaisedSeverity, a.Source, a.Revision })
            .SingleOrDefaultAsync(ct);
        if (raise is null)
        {
            return null;
        }

        var from = raise.RaisedAt - s_clockSetBack; // no partition of before is looked into
        var steps = await db.Set<AlertTransition>().AsNoTracking()
            .Where(t => t.AlertId == alertId && t.At >= from)
            .OrderByDescending(t => t.Revision)
            .Take(limit)
            .ToListAsync(ct);
        return new AlertLife(raise.RaisedAt, raise.RaisedSeverity, raise.Source, steps, raise.Revision);
    }
}
