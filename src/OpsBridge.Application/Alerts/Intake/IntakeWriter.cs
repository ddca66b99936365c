using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// The one writer of outside events: takes what waits, stores it in groups, and between the groups does what has its time.
/// While the database is away it refuses what waits and tries the database twice a second.
/// </summary>
public sealed partial class IntakeWriter : BackgroundService
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);

    private readonly IntakeQueue _queue;
    private readonly IntakeGate _gate;
    private readonly GroupWriter _groups;
    private readonly IntakeChores _chores;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly int _groupSize;

    internal IntakeWriter(IntakeParts parts, GroupWriter groups, IntakeChores chores)
    {
        (_queue, _gate, _clock, _groups, _chores) = (parts.Queue, parts.Gate, parts.Clock, groups, chores);
        _logger = parts.Loggers.CreateLogger<IntakeWriter>();
        _groupSize = Math.Clamp(parts.Options.Value.GroupSize, 1, EventLog.Block);
        OpsMeter.Instance.CreateObservableGauge("opsbridge_intake_queue", () => _queue.Held, null, "Events that wait to be stored");
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await DrainAsync(cancellationToken);
            await _chores.LastAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogLast(exception.Message); // whoever was not answered sends again
        }

        _queue.RefuseAll(new IntakeResult.Unavailable(IntakeGate.RetryAfter));
        await _chores.DisposeAsync();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _gate.Begin();
        using var timer = new PeriodicTimer(s_tick, _clock);
        var ticking = TickAsync(timer, stoppingToken);
        var loaded = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!loaded)
                {
                    await _chores.LoadAsync(stoppingToken);
                    loaded = true;
                    LogReady(_chores.Known);
                    _gate.Open();
                }

                await _queue.Arrivals.ReadAsync(stoppingToken);
                await DrainAsync(stoppingToken);
                await _chores.DoDueAsync(stoppingToken);
                _gate.Open();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) // whatever it is: senders must be told, and the next attempt must be made
            {
                loaded = false;
                await CloseAsync(exception, stoppingToken);
            }
        }

        await ticking;
    }

    private async Task CloseAsync(Exception exception, CancellationToken stoppingToken)
    {
        if (_gate.IsOpen)
        {
            LogAway(exception is Npgsql.NpgsqlException or TimeoutException ? exception.Message : exception.ToString());
        }

        _gate.Close("the database does not take events; senders are told to try again");
        _queue.RefuseAll(new IntakeResult.Unavailable(IntakeGate.RetryAfter));
        try
        {
            await Task.Delay(s_tick, _clock, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
    }

    private async Task DrainAsync(CancellationToken ct)
    {
        var group = new List<PreparedEvent>(_groupSize);
        while (true)
        {
            group.Clear();
            _queue.Take(group, _groupSize);
            group.RemoveAll(static e => e.Request.IsRefused);
            if (group.Count == 0)
            {
                return;
            }

            await _groups.WriteAsync(group, ct);
            await _chores.DoDueAsync(ct);
        }
    }

    /// <summary>Wakes the writer for its chores when no events come.</summary>
    private async Task TickAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                _queue.Wake();
            }
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The intake takes events; {Count} open alerts of outside sources are known")]
    private partial void LogReady(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The intake cannot store events and refuses them until it can: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The intake stopped before everything was stored; whoever was not answered sends again: {Reason}")]
    private partial void LogLast(string reason);
}
