using Npgsql;
using NpgsqlTypes;

namespace OpsBridge.Alerts.Sources;

/// <summary>Writes down what was heard of the sources: one statement for all of them, every few seconds.</summary>
public sealed class HearingLog(SourceEars ears, NpgsqlDataSource database)
{
    /// <summary>Writes what was heard since the last time. What cannot be written is kept for the next.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        var heard = ears.Drain();
        if (heard.Count == 0)
        {
            return;
        }

        try
        {
            await using var command = database.CreateCommand(SourceSql.Hear);
            Add(command, NpgsqlDbType.Uuid, heard.Select(h => h.SourceId).ToArray());
            Add(command, NpgsqlDbType.TimestampTz, heard.Select(h => h.LastAt.UtcDateTime).ToArray());
            Add(command, NpgsqlDbType.Bigint, heard.Select(h => h.Events).ToArray());
            Add(command, NpgsqlDbType.Bigint, heard.Select(h => h.Refused).ToArray());
            Add(command, NpgsqlDbType.Bigint, heard.Select(h => h.Unreadable).ToArray());
            Add(command, NpgsqlDbType.Double, heard.Select(h => h.ClockOffset).ToArray());
            command.Parameters.Add(new() { Value = heard.Max(h => h.LastAt).UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            await command.ExecuteNonQueryAsync(ct);
        }
        catch
        {
            foreach (var one in heard)
            {
                ears.PutBack(one);
            }

            throw;
        }
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
