using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Live;

namespace OpsBridge.Rounds;

/// <summary>Makes rounds ahead and watches their times for as long as the process lives. Every process has one; the database decides who acts.</summary>
public sealed partial class RoundsKeeper(RoundMaker maker, LiveFeed feed, Pulses pulses, TimeProvider clock, ILogger<RoundsKeeper> logger) : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Rounds";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, 3 * s_idle);
        using var changes = feed.Subscribe("checklists", "shifts");
        while (!stoppingToken.IsCancellationRequested)
        {
            await RoundAsync(stoppingToken);
            await changes.WaitAsync(s_idle, clock, stoppingToken);
            await Task.Delay(s_pause, clock, stoppingToken);
        }
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            await maker.MakeAsync(ct);
            pulses.Beat(PulseName);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            if (!RoundChange.IsRace(exception))
            {
                pulses.Fail(PulseName, "rounds are neither made nor watched");
            }

            LogFailed(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rounds could not be looked after; tried again soon: {Reason}")]
    private partial void LogFailed(string reason);
}
