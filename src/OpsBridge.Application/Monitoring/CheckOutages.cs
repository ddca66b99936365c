using Npgsql;
using OpsBridge.Alerts.Correlation;

namespace OpsBridge.Monitoring;

/// <summary>Tells the correlation of alerts which assets the checks call down. Reads the few checks that fail, not all of them.</summary>
public sealed class CheckOutages(NpgsqlDataSource source) : IOutageEvidence
{
    /// <inheritdoc />
    public IReadOnlyList<string> Topics { get; } = ["checks", ResultStore.Topic];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> DownAsync(CancellationToken ct)
    {
        const string Sql =
            """
            with failing as (
                select distinct c.asset_id from check_states s join checks c on c.id = s.check_id join assets a on a.id = c.asset_id
                where s.class = $1 and s.status = $2 and s.is_hard and c.enabled and a.retired_at is null
            )
            select c.asset_id, s.class, s.status, s.is_hard, s.since from failing f join checks c on c.asset_id = f.asset_id
                left join check_states s on s.check_id = c.id
            where c.enabled
            """;
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = (short)CheckStateClass.Measured });
        command.Parameters.Add(new() { Value = (short)CheckStatus.Critical });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var checks = new List<(Guid Asset, CheckReading Reading)>();
        while (await reader.ReadAsync(ct))
        {
            checks.Add((reader.GetGuid(0), reader.IsDBNull(1) ? CheckReading.None : new CheckReading
            {
                Class = (CheckStateClass)reader.GetInt16(1),
                Status = (CheckStatus)reader.GetInt16(2),
                IsHard = reader.GetBoolean(3),
                Since = reader.GetFieldValue<DateTimeOffset>(4),
            }));
        }

        return checks.GroupBy(c => c.Asset, c => c.Reading)
            .Where(g => AssetCondition.Of(g.Select(r => (r.Word, r.IsHard))) == CheckWord.Down)
            .ToDictionary(g => g.Key, g => g.Max(r => r.Since!.Value));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> ReachedAsync(IReadOnlyCollection<Guid> assets, CancellationToken ct)
    {
        const string Sql =
            """
            select c.asset_id, max(s.last_result_at) from checks c join check_states s on s.check_id = c.id
            where c.asset_id = any($1) and c.enabled and s.class = $2 and s.status = $3 and s.last_result_at is not null group by c.asset_id
            """;
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = assets.ToArray() });
        command.Parameters.Add(new() { Value = (short)CheckStateClass.Measured });
        command.Parameters.Add(new() { Value = (short)CheckStatus.Ok });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var reached = new Dictionary<Guid, DateTimeOffset>();
        while (await reader.ReadAsync(ct))
        {
            reached.Add(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1));
        }

        return reached;
    }
}
