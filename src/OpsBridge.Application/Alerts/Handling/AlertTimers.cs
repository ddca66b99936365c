using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Handling;

/// <summary>
/// What the clock does to alerts, every few seconds: acknowledgements run out, shelves end, flapping alerts that were quiet
/// settle. Several processes may do it at once: each alert is locked by one, and the others pass it over.
/// </summary>
public sealed partial class AlertTimers(
    IDbContextFactory<OpsDbContext> contexts, IOptions<AlertsOptions> options, TimeProvider clock, ILogger<AlertTimers> logger) : BackgroundService
{
    private const int Batch = 2000;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);
    private static readonly Actor s_self = Actor.Internal("OpsBridge", Permissions.HandleAlerts);

    /// <summary>One round; returns how many alerts moved.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var moved = 0;
        int batch;
        do
        {
            batch = await RunBatchAsync(ct);
            moved += batch;
        }
        while (batch == Batch);
        return moved;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception.Message);
            }
        }
    }

    private async Task<int> RunBatchAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var due = await DueAsync(db, now, ct);
        if (due.Length == 0)
        {
            return 0;
        }

        var moved = (await AlertWriter.LockAsync(db, due, ct)).ConvertAll(alert => new MovedAlert(alert.Snapshot(), alert, Move(alert, now)));
        moved.RemoveAll(m => m.Steps.Count == 0);
        await AlertWriter.WriteAsync(db, moved, s_self, ct);
        await transaction.CommitAsync(ct);
        return moved.Count;
    }

    private async Task<long[]> DueAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var quiet = now - options.Value.FlapWindow;
        return await db.Database.SqlQuery<long>(
            $"""
            select id as "Value" from alerts
            where (state = 'Acknowledged' and acknowledged_until <= {now})
                or (state = 'Shelved' and shelved_until <= {now})
                or (state <> 'Closed' and flapping_since is not null and check_id is null and (last_flip_at is null or last_flip_at <= {quiet}))
            order by id limit {Batch} for update skip locked
            """).ToArrayAsync(ct);
    }

    private List<AlertTransition> Move(Alert alert, DateTimeOffset now)
    {
        var steps = new List<AlertTransition>(1);
        var before = alert.Standing;
        if (alert.EndShelf(now))
        {
            steps.Add(alert.Moved(before, AlertTransitionKind.ShelfEnded, s_self, now, null));
        }

        before = alert.Standing;
        if (alert.EndAcknowledgement(now))
        {
            steps.Add(alert.Moved(before, AlertTransitionKind.AcknowledgementExpired, s_self, now, null));
        }

        before = alert.Standing;
        if (alert.Settle(options.Value.Flapping, now))
        {
            steps.Add(alert.Moved(before, AlertTransitionKind.FlappingEnded, s_self, now, null));
            before = alert.Standing;
            if (alert.ReleaseHeld(now)?.Step() is { } kind)
            {
                steps.Add(alert.Moved(before, kind, s_self, now, "gone while it came and went too often"));
            }
        }

        return steps;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Acknowledgements and shelves could not be ended and are tried again: {Reason}")]
    private partial void LogFailed(string reason);
}
