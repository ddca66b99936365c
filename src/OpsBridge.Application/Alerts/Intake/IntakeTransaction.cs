using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Intake;

/// <summary>What the intake does to alerts within one transaction.</summary>
internal sealed class IntakeTransaction(
    NpgsqlConnection connection, NpgsqlTransaction transaction, IDbContextFactory<OpsDbContext> contexts, SetWriter<Alert> alerts)
{
    /// <summary>The connection, in the transaction.</summary>
    public NpgsqlConnection Connection => connection;

    /// <summary>The open alerts of conditions, locked in the order of their keys: an operator's change either came before or waits.</summary>
    public async Task<Dictionary<UInt128, Alert>> LockOpenAsync(IEnumerable<UInt128> keys, CancellationToken ct)
    {
        var ids = await LockAsync(
            "select id from alerts where state <> 'Closed' and fingerprint = any($1::character(32)[]) order by id for update", (string[])[.. keys.Select(Labels.FingerprintOf)], ct);
        return (await ReadAsync(ids, ct)).ToDictionary(a => Labels.KeyOf(a.Fingerprint));
    }

    /// <summary>Alerts by key, open or closed, locked in the order of their keys.</summary>
    public async Task<List<Alert>> LockAsync(long[] ids, CancellationToken ct) =>
        await ReadAsync(await LockAsync("select id from alerts where id = any($1) order by id for update", ids, ct), ct);

    /// <summary>Writes what has changed on locked rows.</summary>
    public async Task UpdateAsync(IReadOnlyList<TouchedAlert> touched, CancellationToken ct)
    {
        if (touched.Count == 0 || alerts.Update([.. touched.Select(t => t.Alert)], [.. touched.Select(t => t.Before!)]) is not { } command)
        {
            return;
        }

        await using (command)
        {
            command.Connection = connection;
            await command.PrepareAsync(ct);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>
    /// Inserts new alerts and gives them their keys. Returns the conditions for which another process was faster; their
    /// alerts are not stored, and the transaction should be given up. In the order of fingerprints, so that two processes that raise the same ones wait for each
    /// other in one direction only.
    /// </summary>
    public async Task<HashSet<UInt128>> InsertAsync(IReadOnlyList<TouchedAlert> raised, CancellationToken ct)
    {
        if (raised.Count == 0)
        {
            return [];
        }

        var ordered = new List<TouchedAlert>(raised);
        ordered.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        await using var command = alerts.Insert(
            [.. ordered.Select(r => r.Alert)], "on conflict (fingerprint) where state <> 'Closed' do nothing returning id, fingerprint, state = 'Closed'");
        command.Connection = connection;
        await command.PrepareAsync(ct);
        var (open, closed) = (new Dictionary<UInt128, long>(ordered.Count), new List<(UInt128 Key, long Id)>());
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (id, key) = (reader.GetInt64(0), Labels.KeyOf(reader.GetString(1)));
                if (reader.GetBoolean(2))
                {
                    closed.Add((key, id));
                }
                else
                {
                    open.Add(key, id);
                }
            }
        }

        return GiveKeys(ordered, open, closed);
    }

    private static HashSet<UInt128> GiveKeys(List<TouchedAlert> raised, Dictionary<UInt128, long> open, List<(UInt128 Key, long Id)> closed)
    {
        var contested = new HashSet<UInt128>();
        foreach (var one in raised)
        {
            if (one.Alert.State == AlertState.Closed) // raised and closed within one group: never contested
            {
                var at = closed.FindIndex(c => c.Key == one.Key);
                one.Alert.Stored(closed[at].Id);
                closed.RemoveAt(at);
            }
            else if (open.TryGetValue(one.Key, out var id))
            {
                one.Alert.Stored(id);
            }
            else
            {
                contested.Add(one.Key);
            }
        }

        return contested;
    }

    private async Task<long[]> LockAsync<T>(string sql, T keys, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = keys });
        await command.PrepareAsync(ct);
        var ids = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ids.Add(reader.GetInt64(0));
        }

        return [.. ids];
    }

    /// <summary>Locked rows, read after the lock: as whoever held it before left them.</summary>
    private async Task<List<Alert>> ReadAsync(long[] ids, CancellationToken ct)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Database.SetDbConnection(connection, contextOwnsConnection: false);
        await db.Database.UseTransactionAsync(transaction, ct);
        return await db.Set<Alert>().AsNoTracking().Where(a => ids.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(ct);
    }
}
