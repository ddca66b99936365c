using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts;

/// <summary>
/// Loads one alert, lets it decide, and writes row and timeline entry together. When somebody changed the row first, the
/// alert is read again and decides from what it says now, so losing a race is an answer and never an error.
/// </summary>
public sealed class AlertChange(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>
    /// Runs <paramref name="decide"/>; its second value is what happened, or null when nothing is to be written.
    /// Returns <paramref name="notFound"/> when there is no such alert.
    /// </summary>
    internal async Task<TResult> ApplyAsync<TResult>(
        long alertId,
        AlertTransitionKind kind,
        Actor actor,
        TResult notFound,
        Func<Alert, DateTimeOffset, (TResult Result, Happening? What)> decide,
        CancellationToken ct)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var alert = await db.Set<Alert>().SingleOrDefaultAsync(a => a.Id == alertId, ct);
            if (alert is null)
            {
                return notFound;
            }

            var now = clock.GetUtcNow();
            var before = alert.Standing;
            var (result, what) = decide(alert, now);
            if (what is null)
            {
                return result;
            }

            db.Add(TimelineEntry.Record(now, actor, what));
            db.Add(alert.Moved(before, kind, actor, now, what.Why));
            await TransitionLog.MakeRoomAsync((NpgsqlConnection)db.Database.GetDbConnection(), now, ct);
            try
            {
                await db.SaveChangesAsync(ct);
                return result;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody changed the row first: read it again and answer from what it says now.
            }
        }
    }

    internal static Happening Happened(Alert alert, string verb, string text) =>
        new($"alert.{verb}", alert.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{text}: {alert.Summary}") { AssetId = alert.AssetId };
}
