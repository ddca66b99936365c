using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Live;

namespace OpsBridge.Maintenance;

/// <summary>
/// Wakes when something begins to hide alerts or stops to, tells every page to read again at that second, starts flexible
/// windows at their first failure, and has said what there is to say. Every process has one; the database decides who says it.
/// </summary>
public sealed partial class MaintenanceWatch(
    MaintenanceRounds rounds, LiveFeed feed, Pulses pulses, TimeProvider clock, ILogger<MaintenanceWatch> logger) : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Maintenance";

    /// <summary>The least time between two rounds; a storm of alerts costs one round a second.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>A round is made at least so often, in case a signal is lost and as a sign of life.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, 3 * s_idle);
        using var changes = feed.Subscribe(["alerts", .. rounds.Topics]);
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = await RoundAsync(stoppingToken);
            await changes.WaitAsync(Until(next, s_idle), clock, stoppingToken);
            await Task.Delay(Until(next, s_pause), clock, stoppingToken);
        }
    }

    private TimeSpan Until(DateTimeOffset next, TimeSpan atMost) =>
        next - clock.GetUtcNow() is var left && left < TimeSpan.Zero ? TimeSpan.Zero : left < atMost ? left : atMost;

    private async Task<DateTimeOffset> RoundAsync(CancellationToken ct)
    {
        try
        {
            var next = await rounds.MakeAsync(ct);
            pulses.Beat(PulseName);
            return next;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            pulses.Fail(PulseName, "silences and windows are not looked after");
            LogFailed(exception.Message);
            return clock.GetUtcNow() + s_pause;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silences and windows could not be looked after; tried again in a second: {Reason}")]
    private partial void LogFailed(string reason);
}
