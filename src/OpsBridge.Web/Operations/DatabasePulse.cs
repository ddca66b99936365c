using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OpsBridge.Live;

namespace OpsBridge.Operations;

/// <summary>Asks the database for a sign of life every two seconds and measures the round trip.</summary>
public sealed class DatabasePulse(NpgsqlDataSource source, Pulses pulses, TimeProvider clock) : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Database";

    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);
    private static readonly Histogram<double> s_roundTrip =
        OpsMeter.Instance.CreateHistogram<double>("opsbridge_database_round_trip_seconds", "s", "Round trip of a trivial query");

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, TimeSpan.FromSeconds(6));
        using var timer = new PeriodicTimer(s_every, clock);
        do
        {
            await AskAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            var started = clock.GetTimestamp();
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(limit.Token);
            s_roundTrip.Record(clock.GetElapsedTime(started).TotalSeconds);
            pulses.Beat(PulseName);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            pulses.Fail(PulseName, "does not answer");
        }
    }
}
