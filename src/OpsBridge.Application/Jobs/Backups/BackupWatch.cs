using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Live;

namespace OpsBridge.Jobs.Backups;

/// <summary>Looks after backups for as long as the process lives: every minute, and when a copy has changed.</summary>
public sealed partial class BackupWatch(BackupJudge judge, PrepareSecretKey key, LiveFeed feed, Pulses pulses, TimeProvider clock, ILogger<BackupWatch> logger) : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Backups";

    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private bool _begun;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, 3 * s_look);
        using var changes = feed.Subscribe("backup_copies", "backup_proofs", "jobs");
        while (!stoppingToken.IsCancellationRequested)
        {
            await RoundAsync(stoppingToken);
            await changes.WaitAsync(s_look, clock, stoppingToken);
            await Task.Delay(s_pause, clock, stoppingToken);
        }
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            if (!_begun)
            {
                await judge.BeginAsync(ct);
                await key.BeginAsync(ct);
                _begun = true;
            }

            await judge.LookAsync(ct);
            pulses.Beat(PulseName);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            pulses.Fail(PulseName, "overdue backups are not noticed");
            LogFailed(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Backups could not be looked after; tried again soon: {Reason}")]
    private partial void LogFailed(string reason);
}
