using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Jobs.Batches;

namespace OpsBridge.Jobs.Running;

/// <summary>Judges durations, deadlines and batches every 15 seconds and drops old runs once an hour, for as long as the process lives.</summary>
internal sealed partial class JobWatcher(JobWatch watch, BatchWatch batches, JobRetention retention, EngineContext context, ILogger<JobWatcher> logger) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_betweenDrops = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? dropped = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await watch.LookAsync(stoppingToken) && (dropped is null || context.Clock.GetElapsedTime(dropped.Value) > s_betweenDrops))
                {
                    await retention.DropAsync(stoppingToken);
                    dropped = context.Clock.GetTimestamp();
                }

                await batches.LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception.Message);
            }

            await Task.Delay(s_pause, context.Clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deadlines and durations of jobs could not be judged; tried again soon: {Reason}")]
    private partial void LogFailed(string reason);
}
