using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Flood;

/// <summary>Writes down when floods begin and end. Several processes see the same flood; the first one writes it.</summary>
internal sealed class FloodLog(IDbContextFactory<OpsDbContext> contexts)
{
    private static readonly Actor s_self = Actor.Internal("OpsBridge");

    /// <summary>Since when a flood lasts; null when none does.</summary>
    public async Task<DateTimeOffset?> SinceAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AlertFlood>().Where(f => f.EndedAt == null).Select(f => (DateTimeOffset?)f.BeganAt).SingleOrDefaultAsync(ct);
    }

    /// <summary>Alarms of the last ten minutes by the time they were raised, from the table; for a process that just started.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> RaisedSinceAsync(DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Alert>().Where(a => a.RaisedAt >= since && a.CauseId == null && a.State != AlertState.Suppressed).Select(a => a.RaisedAt).ToListAsync(ct);
    }

    public async Task BeginAsync(DateTimeOffset now, int alarms, int operators, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var flood = AlertFlood.Begin(now, alarms, operators);
        db.Add(flood);
        db.Add(TimelineEntry.Record(now, s_self, new Happening("flood.began", flood.Id.ToString(), string.Create(
            CultureInfo.InvariantCulture, $"alert flood: {alarms:N0} alarms in 10 min for {People(operators)}"))
        {
            After = new { Alarms = alarms, Operators = operators },
        }));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another process saw it first.
        }
    }

    public async Task EndAsync(DateTimeOffset now, int peak, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var flood = await db.Set<AlertFlood>().FromSql($"select * from alert_floods where ended_at is null for update").SingleOrDefaultAsync(ct);
        if (flood is null)
        {
            return;
        }

        flood.End(now, peak);
        db.Add(TimelineEntry.Record(now, s_self, new Happening("flood.ended", flood.Id.ToString(), string.Create(
            CultureInfo.InvariantCulture, $"alert flood over after {Math.Max(1, Math.Round((now - flood.BeganAt).TotalMinutes)):0} min, at most {flood.Peak:N0} alarms in 10 min"))
        {
            After = new { flood.Peak },
        }));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static string People(int operators) => operators switch
    {
        0 => "nobody on the console",
        1 => "one operator",
        _ => string.Create(CultureInfo.InvariantCulture, $"{operators} operators"),
    };
}
