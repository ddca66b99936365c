using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Live;

namespace OpsBridge.Jobs.Pings;

/// <summary>Looks at the clock for as long as the process lives: every 5 s, at the second when something is due, and when a job has changed.</summary>
public sealed partial class PingWatch(PingRounds rounds, LiveFeed feed, Pulses pulses, TimeProvider clock, ILogger<PingWatch> logger) : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Reported jobs";

    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, 4 * s_idle);
        using var changes = feed.Subscribe("reported_jobs");
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = await RoundAsync(stoppingToken);
            await changes.WaitAsync(Until(next, s_idle), clock, stoppingToken);
            await Task.Delay(s_pause, clock, stoppingToken);
        }
    }

    private TimeSpan Until(DateTimeOffset? next, TimeSpan atMost) =>
        next - clock.GetUtcNow() is { } left && left < atMost ? (left < TimeSpan.Zero ? TimeSpan.Zero : left) : atMost;

    private async Task<DateTimeOffset?> RoundAsync(CancellationToken ct)
    {
        try
        {
            foreach (var words in await rounds.LookAsync(ct))
            {
                LogChanged(words);
            }

            var next = await rounds.NextAsync(ct);
            pulses.Beat(PulseName);
            return next;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            pulses.Fail(PulseName, "missing jobs are not noticed");
            LogFailed(exception.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Reported job {Words}")]
    private partial void LogChanged(string words);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reported jobs could not be looked after; tried again soon: {Reason}")]
    private partial void LogFailed(string reason);
}
