using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Handling;

/// <summary>
/// Locks and writes thousands of alerts in a handful of statements: one read, one update, one COPY of steps, one COPY of
/// timeline entries.
/// </summary>
internal static class AlertWriter
{
    // Which columns there are is read from the model once; it is the same for every context.
    private static readonly ConditionalWeakTable<IModel, SetWriter<Alert>> s_writers = [];

    /// <summary>The alerts with these keys that exist, by key, locked in that order until the transaction ends.</summary>
    public static async Task<List<Alert>> LockAsync(OpsDbContext db, long[] ids, CancellationToken ct)
    {
        var locked = await db.Database
            .SqlQuery<long>($"select id as \"Value\" from alerts where id = any({ids}) order by id for update")
            .ToArrayAsync(ct);
        return await db.Set<Alert>().AsNoTracking().Where(a => locked.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(ct);
    }

    /// <summary>Writes alerts, steps and timeline in the transaction that the context is in.</summary>
    public static async Task WriteAsync(OpsDbContext db, IReadOnlyList<MovedAlert> moved, Actor actor, CancellationToken ct)
    {
        if (moved.Count == 0)
        {
            return;
        }

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var writer = s_writers.GetValue(db.Model, static model => new SetWriter<Alert>(model));
        await using (var update = writer.Update([.. moved.Select(m => m.Alert)], [.. moved.Select(m => m.Before)])!)
        {
            update.Connection = connection;
            await update.ExecuteNonQueryAsync(ct);
        }

        await TransitionLog.WriteAsync(connection, [.. moved.SelectMany(m => m.Steps)], ct);
        var entries = moved.SelectMany(m => m.Steps.Select(s => TimelineEntry.Record(s.At, actor, AlertHappenings.Of(m.Alert, s))));
        await TimelineLog.WriteAsync(connection, [.. entries], ct);
    }
}

/// <summary>An alert and the steps that it took just now; each step counts, so there is always something to write.</summary>
/// <param name="Before">As it was when it was locked.</param>
/// <param name="Alert">As it is now.</param>
/// <param name="Steps">Its steps, at least one.</param>
internal sealed record MovedAlert(Alert Before, Alert Alert, IReadOnlyList<AlertTransition> Steps);
