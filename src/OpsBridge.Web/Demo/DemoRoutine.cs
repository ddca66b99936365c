using System.Text;
using Npgsql;
using OpsBridge.Identity;
using OpsBridge.Jobs;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Pings;

namespace OpsBridge.Demo;

/// <summary>
/// Lets the demo's routine really run: soon after the start each of its jobs that never ran, and the backup of OpsBridge's own
/// database, so that nobody is greeted by an alarm before the first night; then the till settlement, which reports in as it works.
/// </summary>
public sealed partial class DemoRoutine(DemoBooks books, RunJobNow run, RecordPing ping, DemoFiles files, TimeProvider clock, ILogger<DemoRoutine> logger) : BackgroundService
{
    private static readonly Actor s_actor = Actor.InRole(null, "Demo", Role.Admin);
    private static readonly Actor s_sender = Actor.Internal("ping", Permissions.ReportAlerts);
    private static readonly TimeSpan s_afterStart = TimeSpan.FromSeconds(5); // whoever starts the demo sees its pages first
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(s_afterStart, clock, stoppingToken);
        await AgainAsync(BeginAsync, stoppingToken);
        await AgainAsync(ReportAsync, stoppingToken);
    }

    /// <summary>Until it has worked: the database may be away, and OpsBridge's own job is made a moment after the start.</summary>
    private async Task AgainAsync(Func<CancellationToken, Task<bool>> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await work(ct))
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
            {
                LogAway(logger, exception.Message);
            }

            await Task.Delay(s_again, clock, ct);
        }
    }

    private async Task<bool> BeginAsync(CancellationToken ct)
    {
        var rows = (await books.Jobs.ReadAsync(JobFilter.None, s_actor, ct)).Rows;
        foreach (var row in rows.Where(r => r.News == JobNews.Never && (r.Details.Settings is OwnDatabaseSettings || DemoJobs.RunAtStart.Contains(r.Name, StringComparer.Ordinal))))
        {
            await run.HandleAsync(row.Id, s_actor, ct);
        }

        return rows.Any(r => r.Details.Settings is OwnDatabaseSettings);
    }

    /// <summary>Settles the tills each minute, as a cron job elsewhere would; the export reports once.</summary>
    private async Task<bool> ReportAsync(CancellationToken ct)
    {
        var jobs = (await books.Reported.ReadAsync(s_actor, ct)).ToDictionary(j => j.Title, StringComparer.Ordinal);
        if (jobs.TryGetValue(DemoJobs.Points, out var points) && points.State == ReportedJobState.New)
        {
            await PingAsync(points, new IncomingPing(PingKind.Success), ct);
        }

        using var timer = new PeriodicTimer(s_every, clock);
        do
        {
            if (!jobs.TryGetValue(DemoJobs.Settlement, out var settlement) || await books.Reported.FindAsync(settlement.Id, s_actor, ct) is null or { State: ReportedJobState.Paused })
            {
                continue; // somebody removed or paused it: that was a decision
            }

            var id = Guid.CreateVersion7();
            await PingAsync(settlement, new IncomingPing(PingKind.Start) { RunId = id }, ct);
            var words = await files.SettleAsync(ct);
            await PingAsync(settlement, new IncomingPing(PingKind.Success) { RunId = id, Body = Encoding.UTF8.GetBytes(words) }, ct);
        }
        while (await timer.WaitForNextTickAsync(ct));
        return true;
    }

    private Task<RecordPingResult> PingAsync(ReportedJobRow job, IncomingPing what, CancellationToken ct) =>
        ping.HandleAsync(new PingTarget.ByCode(job.Code), what with { Method = "POST", RemoteAddress = "127.0.0.1", UserAgent = "GlobalMart cron" }, s_sender, ct);

    [LoggerMessage(Level = LogLevel.Information, Message = "The demo's routine waits: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
