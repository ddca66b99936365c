using Npgsql;
using OpsBridge.Identity;

namespace OpsBridge.Monitoring;

/// <summary>Something outside says that it lives. The token is the whole proof; who calls is not known.</summary>
public sealed class RecordHeartbeat(NpgsqlDataSource source, TimeProvider clock)
{
    /// <summary>Notes the sign of life. One statement: a token voided meanwhile records nothing.</summary>
    /// <exception cref="NpgsqlException">The database does not answer; the caller must try again.</exception>
    public async Task<RecordHeartbeatResult> HandleAsync(string token, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        const string Sql =
            """
            insert into heartbeats (check_id, at) select id, $2 from checks where heartbeat_token_hash = $1 and enabled
            on conflict (check_id) do update set at = greatest(heartbeats.at, excluded.at)
            """;
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = Secret.Hash(token) });
        command.Parameters.Add(new() { Value = clock.GetUtcNow().UtcDateTime });
        return await command.ExecuteNonQueryAsync(ct) == 0 ? RecordHeartbeatResult.UnknownToken : RecordHeartbeatResult.Done;
    }
}

/// <summary>Answer of <see cref="RecordHeartbeat"/>.</summary>
public enum RecordHeartbeatResult
{
    /// <summary>Noted.</summary>
    Done,

    /// <summary>No heartbeat has this token, or it is switched off.</summary>
    UnknownToken,
}
