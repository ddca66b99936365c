using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;

namespace OpsBridge.Monitoring;

/// <summary>
/// Numbers that people read on rounds, in the same store as those of checks: they are drawn in the same charts and kept as long.
/// Their series belongs to the step, because nobody polls it (ADR 0028).
/// </summary>
internal static class HandReadings
{
    /// <summary>Kind of such a series.</summary>
    public const string Kind = "round";

    /// <summary>What stands where a check's name would.</summary>
    public const string Words = "Rounds";

    private const string Make =
        """
        insert into series (step_id, asset_id, name, unit) values ($1, $2, $3, $4)
        on conflict (step_id) do update set asset_id = excluded.asset_id, name = excluded.name, unit = excluded.unit returning id
        """;

    /// <summary>Stores a number in the caller's transaction; one that corrects another takes its place.</summary>
    /// <param name="db">Context within a transaction.</param>
    /// <param name="series">The step's series.</param>
    /// <param name="at">When it was read first (UTC).</param>
    /// <param name="value">The number; null takes it away.</param>
    /// <param name="corrects">Whether there was one at that time. What has gone by retention is not brought back.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task WriteAsync(OpsDbContext db, StepSeries series, DateTimeOffset at, double? value, bool corrects, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var id = (int)(await ScalarAsync(connection, Make, ct, series.StepId, series.AssetId, series.Name, series.Unit))!;
        if (corrects)
        {
            if (await ExecuteAsync(connection, "delete from samples where series_id = $1 and at = $2", ct, id, at.UtcDateTime) == 0)
            {
                return;
            }
        }
        else
        {
            await DayPartitions.EnsureAsync(connection, "samples", DateOnly.FromDateTime(at.UtcDateTime), ct);
        }

        if (value is { } number)
        {
            await ExecuteAsync(connection, "insert into samples (series_id, at, value) values ($1, $2, $3)", ct, id, at.UtcDateTime, number);
        }
    }

    /// <summary>What a check measured last, not before <paramref name="since"/>; null when it is silent.</summary>
    public static async Task<double?> LatestAsync(OpsDbContext db, Guid checkId, string metric, DateTimeOffset since, CancellationToken ct) =>
        (double?)await ScalarAsync(
            (NpgsqlConnection)db.Database.GetDbConnection(),
            "select m.value from samples m join series s on s.id = m.series_id where s.check_id = $1 and s.name = $2 and m.at >= $3 order by m.at desc limit 1",
            ct,
            checkId,
            metric,
            since.UtcDateTime);

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteScalarAsync(ct);
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }
}

/// <summary>The series of a step.</summary>
/// <param name="StepId">The step.</param>
/// <param name="AssetId">The asset it is about.</param>
/// <param name="Name">Name of the number, at most 200 characters.</param>
/// <param name="Unit">Unit, at most 20 characters.</param>
internal sealed record StepSeries(Guid StepId, Guid AssetId, string Name, string Unit);
