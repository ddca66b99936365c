using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// Keeps messages that could not be read or stored, within a limit per source and day. While the database is away some wait
/// in memory; the others are counted and lost, because a message that nobody can read must never stop those that can be read.
/// </summary>
public sealed partial class Quarantine(NpgsqlDataSource source, IOptions<IntakeOptions> options, TimeProvider clock, ILogger<Quarantine> logger)
{
    private const int MostWaiting = 200;

    // The day's row is locked by the first part, so the limit holds for several processes together.
    private const string Sql =
        """
        with day as (
            insert into quarantine_days as d (day, source, kept, bytes, beyond, is_kept) values (($1 at time zone 'UTC')::date, $3, 1, length($6), 0, true)
            on conflict (day, source) do update set
                kept = d.kept + (d.kept < $8 and d.bytes + length($6) <= $9)::int,
                bytes = d.bytes + case when d.kept < $8 and d.bytes + length($6) <= $9 then length($6) else 0 end,
                beyond = d.beyond + (not (d.kept < $8 and d.bytes + length($6) <= $9))::int,
                is_kept = d.kept < $8 and d.bytes + length($6) <= $9
            returning is_kept
        )
        insert into quarantine (at, source_id, source, format, reason, raw, size)
        select $1, $2, $3, $4, $5, $6, $7 from day where is_kept
        """;

    private readonly Lock _gate = new();
    private readonly Queue<(SourceProfile Source, PoisonMessage Message, DateTimeOffset At)> _waiting = new();

    /// <summary>Keeps messages, or counts them. Never fails: whoever cannot be read gets the same answer either way.</summary>
    internal async Task KeepAsync(SourceProfile from, IReadOnlyList<PoisonMessage> messages, CancellationToken ct)
    {
        IntakeMetrics.Quarantined.Add(messages.Count);
        var now = clock.GetUtcNow();
        foreach (var message in messages)
        {
            LogKept(from.Name, message.Format, message.Reason);
            if (!await TryStoreAsync(from, message, now, ct))
            {
                Wait(from, message, now);
            }
        }
    }

    /// <summary>Stores what waited in memory; called once in a while by the intake.</summary>
    internal async Task RetryAsync(CancellationToken ct)
    {
        while (Next() is var (from, message, at))
        {
            if (!await TryStoreAsync(from, message, at, ct))
            {
                Wait(from, message, at);
                return;
            }
        }
    }

    /// <summary>Deletes what is older than the setting says.</summary>
    internal async Task ForgetOldAsync(CancellationToken ct)
    {
        var oldest = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.KeepQuarantineDays);
        await using var command = source.CreateCommand(
            "with old as (delete from quarantine_days where day < ($1 at time zone 'UTC')::date) delete from quarantine where at < $1");
        command.Parameters.Add(new() { Value = oldest.UtcDateTime });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<bool> TryStoreAsync(SourceProfile from, PoisonMessage message, DateTimeOffset at, CancellationToken ct)
    {
        try
        {
            await using var command = source.CreateCommand(Sql);
            command.CommandTimeout = 5;
            command.Parameters.Add(new() { Value = at.UtcDateTime });
            command.Parameters.Add(new() { Value = from.Id is { } id ? id : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = from.Name });
            command.Parameters.Add(new() { Value = Line(message.Format, 60) });
            command.Parameters.Add(new() { Value = Line(message.Reason, 1000) });
            command.Parameters.Add(new() { Value = message.Raw[..Math.Min(message.Raw.Length, QuarantinedMessage.MaxRaw)].ToArray() });
            command.Parameters.Add(new() { Value = message.Raw.Length });
            command.Parameters.Add(new() { Value = options.Value.QuarantineMessagesPerDay });
            command.Parameters.Add(new() { Value = options.Value.QuarantineBytesPerDay });
            if (await command.ExecuteNonQueryAsync(ct) == 0)
            {
                IntakeMetrics.QuarantineLost.Add(1);
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogAway(exception.Message);
            return false;
        }
    }

    private void Wait(SourceProfile from, PoisonMessage message, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_waiting.Count >= MostWaiting)
            {
                IntakeMetrics.QuarantineLost.Add(1);
                return;
            }

            var kept = message.Raw[..Math.Min(message.Raw.Length, QuarantinedMessage.MaxRaw)].ToArray(); // the caller's buffer goes back to its pool
            _waiting.Enqueue((from, message with { Raw = kept }, at));
        }
    }

    private (SourceProfile Source, PoisonMessage Message, DateTimeOffset At)? Next()
    {
        lock (_gate)
        {
            return _waiting.TryDequeue(out var next) ? next : null;
        }
    }

    private static string Line(string text, int max)
    {
        var clean = new string([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(max)]);
        return clean.Length == 0 ? "?" : clean;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message of {Source} ({Format}) went to quarantine: {Reason}")]
    private partial void LogKept(string source, string format, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Quarantine could not be written and waits in memory: {Reason}")]
    private partial void LogAway(string reason);
}
