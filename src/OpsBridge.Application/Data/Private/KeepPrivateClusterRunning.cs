using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OpsBridge.Data.Private;

/// <summary>
/// Brings the private PostgreSQL back when it dies under a running host. Looks every two seconds, which costs reading one small
/// file and one connection.
/// </summary>
public sealed partial class KeepPrivateClusterRunning(
    PrivateCluster cluster, TimeProvider clock, ILogger<KeepPrivateClusterRunning> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await cluster.EnsureRunningAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogStillGone(e.Message); // Its reason may pass: a full disk, a taken port. Look again at the next tick.
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Private PostgreSQL does not come back: {Reason}")]
    private partial void LogStillGone(string reason);
}
