using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OpsBridge.Live;

/// <summary>
/// One connection per process that waits for announcements and hands them to the <see cref="LiveFeed"/>. After a lost
/// connection it signals every topic, because announcements may have been missed meanwhile. Every few seconds it announces
/// to itself: the round trip is the listener's pulse and the measure of its lag.
/// </summary>
public sealed partial class PostgresChangeListener(
    NpgsqlDataSource source, LiveFeed feed, Pulses pulses, TimeProvider clock, ILogger<PostgresChangeListener> logger) : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Live updates";

    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_probe = TimeSpan.FromSeconds(2);
    private static readonly Histogram<double> s_lag =
        OpsMeter.Instance.CreateHistogram<double>("opsbridge_live_signal_lag_seconds", "s", "Announcement to arrival at this process");

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, TimeSpan.FromSeconds(6));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) // whatever it was: without a listener every page would go stale
            {
                pulses.Fail(PulseName, "no connection to the database");
                LogLost(exception.Message);
                await Task.Delay(s_retry, clock, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var self = $"probe:{Guid.CreateVersion7():N}";
        long sentAt = 0;
        connection.Notification += (_, notification) =>
        {
            if (notification.Payload == self)
            {
                s_lag.Record(clock.GetElapsedTime(sentAt).TotalSeconds);
                pulses.Beat(PulseName);
            }
            else if (!notification.Payload.StartsWith("probe:", StringComparison.Ordinal))
            {
                feed.Publish(notification.Payload);
            }
        };

        await ExecuteAsync(connection, $"listen {LiveTableSql.Channel}", null, ct);
        feed.PublishAll();
        LogListening();
        while (true)
        {
            sentAt = clock.GetTimestamp();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(TimeSpan.FromSeconds(5)); // a half-dead connection must not keep us waiting
            await ExecuteAsync(connection, "select pg_notify($1, $2)", self, limit.Token);
            var next = clock.GetTimestamp();
            while (s_probe - clock.GetElapsedTime(next) is var left && left > TimeSpan.FromMilliseconds(1)) // Npgsql takes 0 ms for "for ever"
            {
                await connection.WaitAsync(left, ct);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, string? payload, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (payload is not null)
        {
            command.Parameters.Add(new() { Value = LiveTableSql.Channel });
            command.Parameters.Add(new() { Value = payload });
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening for changes")]
    private partial void LogListening();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The change listener lost its connection and tries again: {Reason}")]
    private partial void LogLost(string reason);
}
