using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Board;

/// <summary>
/// Keeps the snapshot of the open alerts current and tells the screens that a new one is there, at most four times a second
/// however fast alerts change. Once a second it looks after what nobody announces: silences that end, counts of repeats.
/// </summary>
public sealed partial class AlertBoardPump(AlertBoard board, LiveFeed feed, Pulses pulses, TimeProvider clock, ILogger<AlertBoardPump> logger) : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Alert board";

    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_upkeep = TimeSpan.FromSeconds(1);
    private static readonly Histogram<double> s_read =
        OpsMeter.Instance.CreateHistogram<double>("opsbridge_alert_board_read_seconds", "s", "Reading and merging what changed on the alert board");

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, TimeSpan.FromSeconds(8));
        OpsMeter.Instance.CreateObservableGauge("opsbridge_alerts_open", () => board.Open.Current?.Rows.Count ?? 0, null, "Open alerts on the board of this process");
        using var changes = feed.Subscribe([.. board.Open.Topics]);
        using var upkeep = new PeriodicTimer(s_upkeep, clock);
        var ticking = TickAsync(upkeep, changes, stoppingToken);
        long shown = 0;
        changes.Signal(); // the first read does not wait for a change
        try
        {
            await changes.PumpAsync(async () => shown = await ReadAsync(shown, stoppingToken), s_least, clock, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // OpsBridge stops.
        }

        await ticking;
    }

    private static async Task TickAsync(PeriodicTimer timer, LiveSubscription changes, CancellationToken ct)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                changes.Signal();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // OpsBridge stops.
        }
    }

    private async Task<long> ReadAsync(long shown, CancellationToken ct)
    {
        try
        {
            var began = clock.GetTimestamp();
            var view = await board.Open.ReadAsync(upkeep: true, ct);
            pulses.Beat(PulseName);
            if (view.Sequence != shown)
            {
                s_read.Record(clock.GetElapsedTime(began).TotalSeconds);
                feed.Publish(AlertBoard.Topic);
            }

            return view.Sequence;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) // whatever it was: without the board every screen would go stale
        {
            pulses.Fail(PulseName, "the alerts cannot be read");
            LogFailed(exception.Message);
            return shown;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alert board could not be read and is tried again: {Reason}")]
    private partial void LogFailed(string reason);
}
