using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Live;

namespace OpsBridge.Jobs.Running;

/// <summary>Runs the engine for as long as the process lives: on start, on every change, on wake-ups and every 30 seconds.</summary>
internal sealed partial class JobWorker(EngineParts parts, EngineContext context, LiveFeed feed, Pulses pulses, ILogger<JobWorker> logger) : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Jobs";

    private static readonly TimeSpan s_scan = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100); // gathers changes; a place that becomes free is filled without a round

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await parts.Engine.StopAsync().WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, 3 * s_scan);
        return Task.WhenAll(WorkAsync(stoppingToken), KeepAsync(stoppingToken));
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        using var changes = feed.Subscribe("jobs", "job_runs");
        parts.Engine.Freed = changes.Signal;
        parts.Wake.Wakes = changes;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var wait = await GuardAsync(RoundAsync, "jobs are not started", ct) ?? s_pause;
                await changes.WaitAsync(wait, context.Clock, ct);
                await Task.Delay(s_pause, context.Clock, ct);
            }
        }
        finally
        {
            parts.Engine.Freed = null;
            parts.Wake.Wakes = null;
        }
    }

    /// <summary>A round; how long nothing is due after it.</summary>
    private async Task<TimeSpan?> RoundAsync(CancellationToken ct)
    {
        await parts.Engine.RoundAsync(ct);
        pulses.Beat(PulseName);
        var next = await parts.Engine.NextAsync(ct);
        await parts.Wake.SetAsync(next, ct);
        var wait = next - context.Clock.GetUtcNow();
        return wait < s_scan && !parts.Wake.Works ? Longer(wait.Value, TimeSpan.FromSeconds(1)) : wait <= TimeSpan.Zero ? TimeSpan.FromSeconds(1) : s_scan;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private async Task KeepAsync(CancellationToken ct)
    {
        using var changes = feed.Subscribe("job_runs");
        while (!ct.IsCancellationRequested)
        {
            await GuardAsync(
                async token =>
                {
                    await parts.Leases.KeepAsync(token);
                    await parts.Leases.LookAsync(token);
                    return null;
                },
                "runs are not looked after",
                ct);
            await changes.WaitAsync(context.Options.Value.RenewEvery, context.Clock, ct);
            await Task.Delay(TimeSpan.FromMilliseconds(250), context.Clock, ct);
        }
    }

    private async Task<TimeSpan?> GuardAsync(Func<CancellationToken, Task<TimeSpan?>> work, string problem, CancellationToken ct)
    {
        try
        {
            return await work(ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            pulses.Fail(PulseName, problem);
            LogFailed(problem, exception.Message);
            return TimeSpan.FromSeconds(2);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs: {Problem}; tried again soon: {Reason}")]
    private partial void LogFailed(string problem, string reason);
}

/// <summary>What one process has of the engine.</summary>
/// <param name="Engine">Plans, claims and works.</param>
/// <param name="Leases">Keeps what is claimed, and looks at what others keep.</param>
/// <param name="Wake">Wakes the engine in time.</param>
internal sealed record EngineParts(JobEngine Engine, LeaseKeeper Leases, WakeClock Wake);
