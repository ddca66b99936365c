using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Live;

namespace OpsBridge.Shifts.Handover;

/// <summary>Makes a round every quarter of a minute, and at once when shifts or the watch change.</summary>
public sealed partial class HandoverWatch(HandoverRounds rounds, HandoverScores scores, LiveFeed feed, Pulses pulses, TimeProvider clock, ILogger<HandoverWatch> logger) : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Handovers";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, 3 * s_idle);
        using var changes = feed.Subscribe("desks", "shifts", "watch_spells", "handovers");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await rounds.MakeAsync(stoppingToken);
                await scores.MakeAsync(stoppingToken);
                pulses.Beat(PulseName);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                pulses.Fail(PulseName, "handovers do not open by themselves");
                LogFailed(exception.Message);
            }

            await changes.WaitAsync(s_idle, clock, stoppingToken);
            await Task.Delay(s_pause, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The round over handovers failed and is made again: {Reason}")]
    private partial void LogFailed(string reason);
}
