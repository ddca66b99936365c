using System.Globalization;
using Npgsql;

namespace OpsBridge.Data;

/// <summary>
/// Day partitions of the big append-only tables: made ahead of time, dropped when they are past retention, never deleted
/// from (ADR 0008). Partitions are named <c>table_yyyymmdd</c> and hold one UTC day each.
/// </summary>
public static class DayPartitions
{
    /// <summary>Makes the partitions from <paramref name="first"/> to <paramref name="last"/> where they are missing.</summary>
    public static async Task EnsureAsync(NpgsqlDataSource source, string table, DateOnly first, DateOnly last, CancellationToken ct)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            await using var command = source.CreateCommand(Create(table, day));
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Makes the partition of one day where it is missing, in the transaction that the connection is in, if any.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, string table, DateOnly day, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Create(table, day), connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Drops every partition whose day is before <paramref name="keepFrom"/>; returns how many.</summary>
    public static async Task<int> DropBeforeAsync(NpgsqlDataSource source, string table, DateOnly keepFrom, CancellationToken ct)
    {
        var old = new List<string>();
        await using (var query = source.CreateCommand(
            "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass"))
        {
            query.Parameters.Add(new() { Value = table });
            await using var reader = await query.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                if (DayOf(reader.GetString(0)) is { } day && day < keepFrom)
                {
                    old.Add(reader.GetString(0));
                }
            }
        }

        foreach (var partition in old)
        {
            await using var drop = source.CreateCommand($"drop table if exists {partition}");
            await drop.ExecuteNonQueryAsync(ct);
        }

        return old.Count;
    }

    // "if not exists" looks before it locks: two at once would both create, hence the lock before it.
    private static string Create(string table, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"""
        do $do$ begin
            perform pg_advisory_xact_lock(hashtext('{table}'));
            create table if not exists {table}_{day:yyyyMMdd} partition of {table}
            for values from ('{day:yyyy-MM-dd} 00:00:00+00') to ('{day.AddDays(1):yyyy-MM-dd} 00:00:00+00');
        end $do$
        """);

    private static DateOnly? DayOf(string partition) =>
        partition.Length > 8 && DateOnly.TryParseExact(partition.AsSpan(partition.Length - 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
