using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Live;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts;

/// <summary>Looks after roster and watch for as long as the process lives. Every process has one; the database decides who acts.</summary>
public sealed partial class ShiftsKeeper(
    RosterRounds roster, WatchRounds watch, LiveFeed feed, Pulses pulses, TimeProvider clock, ILogger<ShiftsKeeper> logger) : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Watch";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, 3 * s_idle);
        using var changes = feed.Subscribe("desks", "shifts", "shift_patterns", "watch_spells", "unstaffed_spells", "accounts");
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
            await roster.MakeAsync(ct);
            await watch.MakeAsync(ct);
            pulses.Beat(PulseName);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            pulses.Fail(PulseName, "roster and watch are not looked after");
            LogFailed(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Roster and watch could not be looked after; tried again soon: {Reason}")]
    private partial void LogFailed(string reason);
}
