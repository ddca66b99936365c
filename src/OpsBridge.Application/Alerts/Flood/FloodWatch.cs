using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsBridge.Alerts.Views;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Flood;

/// <summary>How fast alarms come, for the people that are there.</summary>
/// <param name="Alarms">Raised within the last ten minutes, without what is hidden by design or a symptom.</param>
/// <param name="Operators">People with an open console who may act.</param>
/// <param name="Since">Since when it is a flood; null when it is none.</param>
public sealed record FloodView(int Alarms, int Operators, DateTimeOffset? Since)
{
    /// <summary>Nothing known yet.</summary>
    public static FloodView Calm { get; } = new(0, 0, null);

    /// <summary>Alarms per operator and ten minutes.</summary>
    public double Rate => FloodRule.Rate(Alarms, Operators);
}

/// <summary>Says how fast alarms come.</summary>
public interface IFloodWatch
{
    /// <summary>As of the last few seconds.</summary>
    FloodView Current(Actor actor);
}

/// <summary>Counts alarms as they are raised, notices floods, and writes their begin and end into the timeline.</summary>
public sealed partial class FloodWatch : BackgroundService, IFloodWatch
{
    /// <summary>Published within this process when the figures have changed.</summary>
    public const string Topic = "alert_flood";

    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);
    private static readonly Actor s_self = Actor.Internal("OpsBridge", Permissions.ViewAlerts);
    private readonly AlertBoard _board;
    private readonly IAlertPresence _presence;
    private readonly FloodLog _log;
    private readonly LiveFeed _feed;
    private readonly TimeProvider _clock;
    private readonly ILogger<FloodWatch> _logger;
    private readonly AlarmRate _rate = new();
    private AlertBoardView? _seen;
    private FloodView _view = FloodView.Calm;
    private int _peak;

    /// <summary>Begins to count when the host starts.</summary>
    public FloodWatch(AlertBoard board, IAlertPresence presence, FloodParts parts, LiveFeed feed, TimeProvider clock, ILogger<FloodWatch> logger) =>
        (_board, _presence, _log, _feed, _clock, _logger) = (board, presence, parts.Log, feed, clock, logger);

    /// <inheritdoc />
    public FloodView Current(Actor actor)
    {
        actor.Demand(Permissions.ViewAlerts);
        return Volatile.Read(ref _view);
    }

    /// <summary>Counts what is new on the board; called often enough that no step of it is missed.</summary>
    internal void Count()
    {
        var view = _board.Open.Current;
        if (view is null || _seen is null || ReferenceEquals(view, _seen))
        {
            return; // before the first judgement what is open is counted from the table
        }

        foreach (var step in view.Since(_seen) ?? [])
        {
            foreach (var row in step.Raised.Where(r => r.SuppressedBy.Count == 0 && r.CauseId is null && r.State != AlertState.Suppressed))
            {
                _rate.Add(row.RaisedAt, 1);
            }
        }

        _seen = view;
    }

    /// <summary>Judges the rate and writes down a begin or an end.</summary>
    internal async Task JudgeAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var alarms = _rate.Within(now);
        var operators = (await _presence.ReadAsync(s_self, ct)).Where(c => c.MayHandle).Select(c => c.AccountId).Distinct().Count();
        var since = await _log.SinceAsync(ct);
        _peak = since is null ? alarms : Math.Max(_peak, alarms);
        var flooding = FloodRule.Next(since is not null, FloodRule.Rate(alarms, operators));
        if (flooding && since is null)
        {
            await _log.BeginAsync(now, alarms, operators, ct);
            since = now;
        }
        else if (!flooding && since is not null)
        {
            await _log.EndAsync(now, _peak, ct);
            since = null;
        }

        var view = new FloodView(alarms, operators, since);
        if (view != _view)
        {
            Volatile.Write(ref _view, view);
            _feed.Publish(Topic);
        }
    }

    /// <summary>Counts what was raised before this process looked.</summary>
    internal async Task BeginAsync(CancellationToken ct)
    {
        _seen = await _board.Open.ReadAsync(upkeep: false, ct);
        foreach (var at in await _log.RaisedSinceAsync(_clock.GetUtcNow() - AlarmRate.Span, ct))
        {
            _rate.Add(at, 1);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var begun = false;
        using var changes = _feed.Subscribe(AlertBoard.Topic);
        using var timer = new PeriodicTimer(s_every, _clock);
        var counting = CountAsync(changes, stoppingToken);
        try
        {
            do
            {
                begun = await TryAsync(begun, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // OpsBridge stops.
        }

        await counting;
    }

    private async Task<bool> TryAsync(bool begun, CancellationToken ct)
    {
        try
        {
            if (!begun)
            {
                await BeginAsync(ct);
            }

            await JudgeAsync(ct);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            LogFailed(exception.Message);
            return begun;
        }
    }

    private async Task CountAsync(LiveSubscription changes, CancellationToken ct)
    {
        try
        {
            await changes.PumpAsync(
                () =>
                {
                    Count();
                    return Task.CompletedTask;
                },
                TimeSpan.FromSeconds(1), _clock, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // OpsBridge stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rate of alarms could not be judged and is tried again: {Reason}")]
    private partial void LogFailed(string reason);
}
