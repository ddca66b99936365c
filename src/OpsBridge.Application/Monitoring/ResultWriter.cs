using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Live;

namespace OpsBridge.Monitoring;

/// <summary>
/// Stores what the poller saw, twice a second, in one transaction: states, changes, samples and alerts together. While the
/// database is away, states are merged per check, changes and signals are kept in order, and only samples are bounded: the
/// oldest are dropped and counted. What the database can never store is narrowed down to its check, logged, counted and left
/// out, so that it holds up no other check.
/// </summary>
public sealed partial class ResultWriter : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Result writer";

    private const int MaxSamples = 2_000_000;
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(500);
    private static readonly Counter<long> s_dropped = OpsMeter.Instance.CreateCounter<long>("opsbridge_samples_dropped", null, "Samples dropped because the database was away too long");
    private static readonly Histogram<double> s_flush = OpsMeter.Instance.CreateHistogram<double>("opsbridge_result_flush_seconds", "s", "Time to store one batch of results");
    private static readonly Counter<long> s_refused = OpsMeter.Instance.CreateCounter<long>("opsbridge_results_refused", null, "Observations that the database can never store; they are in the log");

    private readonly Lock _gate = new();
    private readonly ResultStore _store;
    private readonly PollerParts _parts;
    private readonly ILogger _logger;
    private ResultBatch _pending = new();
    private ResultBatch? _inHand;

    /// <summary>A writer that starts with the host and is stopped after the poller.</summary>
    public ResultWriter(ResultStore store, PollerParts parts)
    {
        (_store, _parts) = (store, parts);
        _logger = parts.Loggers.CreateLogger<ResultWriter>();
        OpsMeter.Instance.CreateObservableGauge("opsbridge_results_waiting", () => Waiting, null, "Observations not stored yet");
    }

    /// <summary>Observations not stored yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count + (_inHand?.Count ?? 0);
            }
        }
    }

    /// <summary>Takes observations; never waits.</summary>
    public void Add(IReadOnlyList<CheckObservation> seen)
    {
        if (seen.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var observation in seen)
            {
                _pending.Add(observation);
            }

            if (_pending.TrimSamples(MaxSamples) is > 0 and var dropped)
            {
                s_dropped.Add(dropped);
            }
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await FlushAsync(cancellationToken); // what the poller's last runs brought
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogLost(Waiting); // the time to stop is over; the rest of the shutdown must still run in order
        }
    }

    /// <summary>Stores everything that waits; false when the database did not take it and it waits on.</summary>
    public async Task<bool> FlushAsync(CancellationToken ct)
    {
        if (TakeInHand() is not { Count: > 0 } batch)
        {
            return true;
        }

        try
        {
            var started = _parts.Clock.GetTimestamp();
            await StorePartsAsync(batch, ct);
            s_flush.Record(_parts.Clock.GetElapsedTime(started).TotalSeconds);
            _parts.Pulses.Beat(PulseName);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _parts.Pulses.Fail(PulseName, "results wait in memory");
            LogWaiting(Waiting, exception is NpgsqlException ? exception.Message : exception.ToString());
            return false;
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _parts.Pulses.Expect(PulseName, TimeSpan.FromSeconds(8));
        using var timer = new PeriodicTimer(s_every, _parts.Clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (await FlushAsync(stoppingToken))
            {
                _parts.Pulses.Beat(PulseName);
            }
            else
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _parts.Clock, stoppingToken);
            }
        }
    }

    /// <summary>Halves a batch that can never be stored until the check at fault stands alone; what was not reached stays in hand.</summary>
    private async Task StorePartsAsync(ResultBatch batch, CancellationToken ct)
    {
        var parts = new Stack<ResultBatch>([batch]);
        try
        {
            while (parts.TryPeek(out var part))
            {
                var halves = await TryStoreAsync(part, ct);
                parts.Pop();
                if (halves is var (first, second))
                {
                    parts.Push(second);
                    parts.Push(first);
                }
            }
        }
        finally
        {
            lock (_gate)
            {
                _inHand = parts.Count == 0 ? null : Joined(parts);
            }
        }
    }

    private static ResultBatch Joined(IEnumerable<ResultBatch> parts)
    {
        var whole = new ResultBatch();
        foreach (var part in parts)
        {
            whole.Merge(part);
        }

        return whole;
    }

    /// <summary>Null when it is stored or given up; its halves when one of several checks cannot be stored.</summary>
    private async Task<(ResultBatch First, ResultBatch Second)?> TryStoreAsync(ResultBatch part, CancellationToken ct)
    {
        try
        {
            await _store.StoreAsync(part, ct);
            return null;
        }
        catch (Exception exception) when (StorageFault.IsData(exception))
        {
            var halves = part.Halves();
            if (halves is null)
            {
                s_refused.Add(part.Count);
                LogRefused(part.Count, part.Latest.First().Check.Name, StorageFault.Reason(exception));
            }

            return halves;
        }
    }

    /// <summary>A batch that failed is taken first, merged with what came since.</summary>
    private ResultBatch TakeInHand()
    {
        lock (_gate)
        {
            if (_inHand is null)
            {
                _inHand = _pending;
            }
            else
            {
                _inHand.Merge(_pending);
                _inHand.TrimSamples(MaxSamples);
            }

            _pending = new ResultBatch();
            return _inHand;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} observations wait for the database: {Reason}")]
    private partial void LogWaiting(int count, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} observations of check {Check} are left out: {Reason}")]
    private partial void LogRefused(int count, string check, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stopped before {Count} observations were stored: the time to stop was over")]
    private partial void LogLost(int count);
}
