using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpsBridge.Live;
using Quartz;

namespace OpsBridge.Jobs.Running;

/// <summary>
/// Wakes the engine at the next due moment: one trigger in Quartz's clustered store, kept by all processes together, so that
/// somebody is woken whichever of them lives. It carries nothing but the moment. A wake-up that is lost, doubled, early or
/// late changes nothing but the delay: what is due is read from the jobs, and each process also looks every 30 seconds.
/// </summary>
internal sealed partial class WakeClock(NpgsqlDataSource source, JobNode node, TimeProvider clock, ILogger<WakeClock> logger) : BackgroundService
{
    private static readonly TimeSpan s_tryAgain = TimeSpan.FromSeconds(10);
    private static readonly JobKey s_job = new("look", "jobs");
    private static readonly TriggerKey s_trigger = new("next", "jobs");

    private readonly WakeSignal _signal = new();
    private IScheduler? _scheduler;
    private DateTimeOffset? _set;

    /// <summary>Whether wake-ups can be relied on; where not, the engine minds the time itself.</summary>
    public bool Works => _scheduler is not null;

    /// <summary>What a wake-up signals.</summary>
    public LiveSubscription? Wakes { get; set; }

    /// <summary>Sees to it that somebody is woken at the moment or before.</summary>
    public async Task SetAsync(DateTimeOffset? at, CancellationToken ct)
    {
        if (_scheduler is not { } scheduler || at is not { } moment || (_set == moment && moment > clock.GetUtcNow()))
        {
            return;
        }

        try
        {
            var trigger = TriggerBuilder.Create().WithIdentity(s_trigger).ForJob(s_job).StartAt(moment)
                .WithSimpleSchedule(s => s.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();
            await scheduler.ScheduleTrigger(trigger, TriggerConflict.KeepEarlier, ct);
            _set = moment;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            LogFailed(exception.Message);
            _set = null;
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _signal.Fire = Fire;
        while (!stoppingToken.IsCancellationRequested)
        {
            var scheduler = await StartAsync(node.Name, stoppingToken);
            if (scheduler is not null)
            {
                _scheduler = scheduler;
                Fire();
                await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, clock, stoppingToken));
                _scheduler = null;
                await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
                return;
            }

            await Task.WhenAny(Task.Delay(s_tryAgain, clock, stoppingToken));
        }
    }

    private async Task<IScheduler?> StartAsync(string instance, CancellationToken ct)
    {
        IScheduler? scheduler = null;
        try
        {
            scheduler = await QuartzSchedulerBuilder.Create(q => Configure(q, instance)).BuildScheduler(ct);
            await scheduler.AddJob(JobBuilder.Create<WakeUp>().WithIdentity(s_job).StoreDurably().Build(), new AddJobOptions { Replace = true }, ct);
            await scheduler.Start(ct);
            return scheduler;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            LogFailed(exception.Message);
            if (scheduler is not null)
            {
                await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
            }

            return null;
        }
    }

    private void Fire()
    {
        _set = null; // the trigger is gone
        Wakes?.Signal();
    }

    private void Configure(IQuartzBuilder quartz, string instance)
    {
        quartz.Services.AddSingleton(_signal);
        quartz
            .ConfigureScheduler(o => (o.InstanceName, o.InstanceId) = (WakeSql.Scheduler, instance))
            .UseDefaultThreadPool(1)
            .UsePersistentStore(store =>
            {
                store.UsePostgres(o => o.DataSourceFactory = _ => source);
                store.UseSystemTextJsonSerializer(_ => { });
                store.UseClustering(c => (c.CheckinInterval, c.CheckinMisfireThreshold) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)));
                store.ConfigureStore(o => o.TablePrefix = WakeSql.Prefix);
            });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The shared wake-up of jobs does not work, jobs are looked at every few seconds instead: {Reason}")]
    private partial void LogFailed(string reason);
}

/// <summary>Hands wake-ups of Quartz to the worker of this process.</summary>
internal sealed class WakeSignal
{
    /// <summary>What to call; null before the start.</summary>
    public Action? Fire { get; set; }
}

/// <summary>What Quartz runs: nothing but the signal.</summary>
internal sealed class WakeUp(WakeSignal signal) : IJob
{
    /// <inheritdoc />
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        JobMetrics.Wakes.Add(1);
        signal.Fire?.Invoke();
        return ValueTask.CompletedTask;
    }
}
