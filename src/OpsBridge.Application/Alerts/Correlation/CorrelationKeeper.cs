using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// Keeps cause and symptom true: after a change of alerts, assets, checks or rules it decides anew and writes what differs.
/// Any number of processes may do so; one at a time writes (advisory lock), and what another has written already, or an
/// operator has ranked otherwise meanwhile, is left alone.
/// </summary>
public sealed partial class CorrelationKeeper(
    CorrelationReader reader, IDbContextFactory<OpsDbContext> contexts, LiveFeed feed, Pulses pulses, TimeProvider clock, ILogger<CorrelationKeeper> logger)
    : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Correlation";

    private const int WrittenAtOnce = 1000;
    private static readonly Actor s_self = Actor.Internal("OpsBridge");
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(1);

    /// <summary>One pass; returns how many alerts were ranked otherwise.</summary>
    public async Task<int> KeepAsync(CancellationToken ct)
    {
        if (await reader.ReadAsync(ct) is not { } facts)
        {
            return 0;
        }

        var written = 0;
        foreach (var chunk in Correlator.Decide(facts).Chunk(WrittenAtOnce))
        {
            if (await WriteAsync(chunk, ct) is not { } count)
            {
                reader.Forget(); // another process, or an operator, is writing: look again after it
                return written;
            }

            written += count;
        }

        return written;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pulses.Expect(PulseName, TimeSpan.FromSeconds(15));
        using var subscription = feed.Subscribe([.. reader.Topics]);
        subscription.Signal();
        using var timer = new PeriodicTimer(s_look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!subscription.TryTake())
            {
                pulses.Beat(PulseName);
            }
            else if (await TryKeepAsync(stoppingToken))
            {
                pulses.Beat(PulseName);
                await Task.Delay(s_rest, clock, stoppingToken);
            }
            else
            {
                subscription.Signal();
                await Task.Delay(s_rest, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> TryKeepAsync(CancellationToken ct)
    {
        try
        {
            if (await KeepAsync(ct) is > 0 and var count)
            {
                LogRanked(count);
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException) // whatever it was: the keeper must not end with it
        {
            reader.Forget();
            pulses.Fail(PulseName, "causes and symptoms are not being kept");
            LogFailed(exception is NpgsqlException ? exception.Message : exception.ToString());
            return false;
        }
    }

    /// <summary>Null when another writer is at work.</summary>
    private async Task<int?> WriteAsync(IReadOnlyList<RankingChange> changes, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var free = await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({AdvisoryLocks.Correlation}) as \"Value\"").SingleAsync(ct);
        if (!free)
        {
            return null;
        }

        var written = await RankingStore.WriteAsync(db, changes, new RankingAct(s_self, clock.GetUtcNow(), null), ct);
        await transaction.CommitAsync(ct);
        return written.Count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ranked {Count} alerts as symptoms or causes")]
    private partial void LogRanked(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Causes and symptoms could not be kept and are tried again in a second: {Reason}")]
    private partial void LogFailed(string reason);
}
