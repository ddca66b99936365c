using Npgsql;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Views;

/// <summary>One open console.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Name">Their name.</param>
/// <param name="MayHandle">Whether they may act, not only look.</param>
/// <param name="AlertId">The alert they look at; null when they look at none.</param>
public sealed record OpenConsole(Guid AccountId, string Name, bool MayHandle, long? AlertId);

/// <summary>Says and asks who has a console open.</summary>
public interface IAlertPresence
{
    /// <summary>A console is open and shows an alert, or none.</summary>
    Task ShowAsync(Guid circuit, long? alertId, Actor actor, CancellationToken ct);

    /// <summary>A console has gone.</summary>
    Task LeaveAsync(Guid circuit, CancellationToken ct);

    /// <summary>Every console that gave a sign of life within <see cref="AlertPresence.Expiry"/>, by name.</summary>
    Task<IReadOnlyList<OpenConsole>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAlertPresence"/>
public sealed class AlertPresence(NpgsqlDataSource source, TimeProvider clock) : IAlertPresence
{
    /// <summary>Announced when somebody comes, goes or looks at something else.</summary>
    public const string Topic = "alert_viewers";

    /// <summary>How often a console says that it is there.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    /// <summary>Without a sign of life for so long a console counts as gone.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromSeconds(70);

    /// <inheritdoc />
    public async Task ShowAsync(Guid circuit, long? alertId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        if (actor.Id is not { } account)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var known = await RunAsync(
            "update alert_viewers set seen_at = $2 where circuit = $1 and alert_id is not distinct from $3 and account_id = $4", ct, circuit, now, alertId, account);
        if (known == 0)
        {
            await RunAsync(
                """
                insert into alert_viewers (circuit, account_id, name, may_handle, alert_id, seen_at) values ($1, $2, $3, $4, $5, $6)
                on conflict (circuit) do update set account_id = excluded.account_id, name = excluded.name, may_handle = excluded.may_handle,
                    alert_id = excluded.alert_id, seen_at = excluded.seen_at
                """,
                ct, circuit, account, actor.Name, actor.May(Permissions.HandleAlerts), alertId, now);
        }

        await RunAsync("delete from alert_viewers where seen_at < $1", ct, now - Expiry);
    }

    /// <inheritdoc />
    public Task LeaveAsync(Guid circuit, CancellationToken ct) => RunAsync("delete from alert_viewers where circuit = $1", ct, circuit);

    /// <inheritdoc />
    public async Task<IReadOnlyList<OpenConsole>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var command = source.CreateCommand("select account_id, name, may_handle, alert_id from alert_viewers where seen_at >= $1 order by name, circuit");
        command.Parameters.Add(new NpgsqlParameter { Value = clock.GetUtcNow() - Expiry });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var consoles = new List<OpenConsole>();
        while (await reader.ReadAsync(ct))
        {
            consoles.Add(new OpenConsole(reader.GetGuid(0), reader.GetString(1), reader.GetBoolean(2), reader.IsDBNull(3) ? null : reader.GetInt64(3)));
        }

        return consoles;
    }

    private async Task<int> RunAsync(string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint } : new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteNonQueryAsync(ct);
    }
}
