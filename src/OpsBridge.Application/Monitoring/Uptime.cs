using Npgsql;
using OpsBridge.Identity;

namespace OpsBridge.Monitoring;

/// <summary>Reads availability.</summary>
public interface IUptime
{
    /// <summary>The last 24 hours of an asset in 96 parts, from the changes of its checks that are switched on.</summary>
    Task<UptimeView> LastDayAsync(Guid assetId, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IUptime"/>
public sealed class Uptime(NpgsqlDataSource source, TimeProvider clock) : IUptime
{
    private const int Slots = 96;

    /// <inheritdoc />
    public async Task<UptimeView> LastDayAsync(Guid assetId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewChecks);

        // The last change before the window says how it begins. A check without any change that is kept is as it is since.
        const string Sql =
            """
            with own as (select id from checks where asset_id = $1 and enabled)
            select own.id, c.at, c.class, c.status, c.is_hard from own join check_changes c on c.check_id = own.id and c.at >= $2 and c.at < $3
            union all
            select own.id, $2, coalesce(b.class, s.class), coalesce(b.status, s.status), coalesce(b.is_hard, s.is_hard)
            from own
            left join lateral (
                select class, status, is_hard from check_changes c where c.check_id = own.id and c.at < $2 order by c.at desc limit 1) b on true
            left join check_states s on s.check_id = own.id and s.since < $2
            where coalesce(b.class, s.class) is not null
            order by 2
            """;
        var to = clock.GetUtcNow();
        var from = to - TimeSpan.FromDays(1);
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = assetId });
        command.Parameters.Add(new() { Value = from.UtcDateTime });
        command.Parameters.Add(new() { Value = to.UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var changes = new List<UptimeChange>();
        while (await reader.ReadAsync(ct))
        {
            var state = UptimeMath.StateOf((CheckStateClass)reader.GetInt16(2), (CheckStatus)reader.GetInt16(3), reader.GetBoolean(4));
            changes.Add(new UptimeChange(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), state));
        }

        return UptimeMath.Over(changes, from, to, Slots);
    }
}
