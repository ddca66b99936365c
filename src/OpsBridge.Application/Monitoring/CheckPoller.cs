using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsBridge.Live;
using OpsBridge.Monitoring.Probes;

namespace OpsBridge.Monitoring;

/// <summary>
/// Runs every check when its time has come, with one cap on runs under way, and hands what it saw to the
/// <see cref="ResultWriter"/>. It needs the database to learn of changes, not to go on.
/// </summary>
public sealed partial class CheckPoller : BackgroundService
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Check poller";

    private static readonly TimeSpan s_longestNap = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_finish = TimeSpan.FromSeconds(10);
    private static readonly Counter<long> s_run = OpsMeter.Instance.CreateCounter<long>("opsbridge_checks_run", null, "Checks run, by kind and status");
    private static readonly Counter<long> s_late = OpsMeter.Instance.CreateCounter<long>("opsbridge_checks_late", null, "Checks started more than 100 ms after they were due");
    private static readonly Counter<long> s_skipped = OpsMeter.Instance.CreateCounter<long>("opsbridge_checks_skipped", null, "Due times that passed while the run before was still under way");
    private static readonly Histogram<double> s_delay = OpsMeter.Instance.CreateHistogram<double>("opsbridge_check_start_delay_seconds", "s", "Due to started");

    private readonly CheckSchedule _schedule;
    private readonly PolledEstate _estate;
    private readonly IProbeRunner _probes;
    private readonly ResultWriter _writer;
    private readonly WatchList _watch;
    private readonly PollerParts _parts;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots;
    private readonly int _maxSlots;

    /// <summary>A poller that starts with the host.</summary>
    public CheckPoller(
        WatchList watch, PolledEstate estate, CheckSchedule schedule, IProbeRunner probes, ResultWriter writer, PollerParts parts)
    {
        (_watch, _estate, _schedule, _probes, _writer, _parts) = (watch, estate, schedule, probes, writer, parts);
        _logger = parts.Loggers.CreateLogger<CheckPoller>();
        _maxSlots = Math.Clamp(parts.Options.Value.MaxConcurrentChecks, 1, 10_000);
        _slots = new SemaphoreSlim(_maxSlots, _maxSlots);
        OpsMeter.Instance.CreateObservableGauge("opsbridge_checks_in_flight", () => _maxSlots - _slots.CurrentCount, null, "Runs under way");
        OpsMeter.Instance.CreateObservableGauge("opsbridge_checks_watched", () => _estate.Count, null, "Checks that this process polls");
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _parts.Pulses.Expect(PulseName, TimeSpan.FromSeconds(6));
        using var runs = new CancellationTokenSource(); // not the host's: a stop lets the runs under way finish
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                _parts.Pulses.Beat(PulseName);
                await _watch.KeepAsync(stoppingToken);
                while (_schedule.TryTakeDue(out var due))
                {
                    await _slots.WaitAsync(stoppingToken);
                    _ = RunAsync(due, runs.Token);
                }

                await Task.Delay(Nap(), _parts.Clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: the runs under way are waited for below.
        }

        await FinishAsync(runs);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }

    private TimeSpan Nap()
    {
        var wait = (_schedule.NextDue ?? DateTimeOffset.MaxValue) - _schedule.Now;
        return wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait < s_longestNap ? wait : s_longestNap;
    }

    private async Task RunAsync(DueCheck due, CancellationToken ct)
    {
        TimeSpan? retry = null;
        try
        {
            if (_estate.Find(due.CheckId) is not { } found)
            {
                return;
            }

            var delay = _schedule.Now - due.DueAt;
            s_delay.Record(delay.TotalSeconds);
            if (delay > TimeSpan.FromMilliseconds(100))
            {
                s_late.Add(1);
            }

            var seen = found.Check.Settings is HeartbeatSettings heartbeat
                ? LookForSilence(found.Check, found.State, heartbeat)
                : await MeasureAsync(found.Check, ct);
            _writer.Add(seen);
            LookAgainBelow(due.CheckId, seen);
            retry = seen.Count > 0 && seen[0].State.WantsRetry ? found.Check.RetryInterval : null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping: this run is not counted.
        }
        catch (Exception exception)
        {
            LogBroken(exception, due.CheckId);
        }
        finally
        {
            s_skipped.Add(_schedule.Complete(due, retry));
            _slots.Release();
        }
    }

    private async Task<IReadOnlyList<CheckObservation>> MeasureAsync(WatchedCheck check, CancellationToken ct)
    {
        var at = _parts.Clock.GetUtcNow();
        var result = await _probes.RunAsync(check.Settings, check.Timeout, ct);
        s_run.Add(1, new KeyValuePair<string, object?>("kind", check.Settings.Kind), new("status", result.Status));
        return _estate.Observe(check.Id, result, at);
    }

    private IReadOnlyList<CheckObservation> LookForSilence(WatchedCheck check, CheckRuntimeState state, HeartbeatSettings heartbeat)
    {
        var now = _parts.Clock.GetUtcNow();
        var last = state.LastResultAt ?? state.Since;
        var since = _watch.BeatsCurrentSince > last ? _watch.BeatsCurrentSince : last;

        // While calls cannot be read from the database, silence proves nothing.
        return now - since > heartbeat.TimeToLive && _watch.BeatsAreCurrent ? _estate.Silence(check.Id, now) : [];
    }

    /// <summary>When a parent changed for better or worse, what is reached through it is looked at again at once.</summary>
    private void LookAgainBelow(Guid checkId, IReadOnlyList<CheckObservation> seen)
    {
        if (seen.Count > 0 && seen[0].Transitions.Any(t => t.Kind is TransitionKind.HardRecovery or TransitionKind.HardProblem or TransitionKind.ReachableAgain))
        {
            foreach (var child in _estate.Below(checkId))
            {
                _schedule.RunNow(child);
            }
        }
    }

    private async Task FinishAsync(CancellationTokenSource runs)
    {
        using var limit = new CancellationTokenSource(s_finish, _parts.Clock);
        try
        {
            for (var i = 0; i < _maxSlots; i++)
            {
                await _slots.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            LogUnfinished(_maxSlots - _slots.CurrentCount);
            await runs.CancelAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Check {CheckId} broke in the poller")]
    private partial void LogBroken(Exception exception, Guid checkId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopped with {Count} checks under way")]
    private partial void LogUnfinished(int count);
}
