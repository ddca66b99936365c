using Microsoft.Extensions.Logging;
using OpsBridge.Alerts;
using OpsBridge.Live;
using OpsBridge.Monitoring.Probes;

namespace OpsBridge.Monitoring;

/// <summary>
/// Keeps the poller's picture of the estate current: who polls, what is watched, which heartbeats came. Asked often by the
/// poller's loop, works only when something changed, and never waits for a database that is away.
/// </summary>
public sealed partial class WatchList : IAsyncDisposable
{
    private const int RunAtOnce = 50;
    private static readonly TimeSpan s_leaseEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(5);
    private readonly CheckCatalog _catalog;
    private readonly PolledEstate _estate;
    private readonly CheckSchedule _schedule;
    private readonly WatchListParts _parts;
    private readonly LiveSubscription _definitions;
    private readonly LiveSubscription _beats;
    private readonly ILogger _logger;
    private Task _working = Task.CompletedTask;
    private DateTimeOffset _leaseAskedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _lastBeat = DateTimeOffset.UnixEpoch;
    private DateTimeOffset? _orphansDue;
    private long _beatsCurrentSince = DateTimeOffset.MinValue.UtcTicks;
    private bool _polling;
    private volatile bool _beatsAreCurrent;

    /// <summary>A list that knows nothing before the first <see cref="KeepAsync"/>.</summary>
    public WatchList(CheckCatalog catalog, PolledEstate estate, CheckSchedule schedule, LiveFeed feed, WatchListParts parts)
    {
        (_catalog, _estate, _schedule, _parts) = (catalog, estate, schedule, parts);
        _logger = parts.Poller.Loggers.CreateLogger<WatchList>();
        _definitions = feed.Subscribe("checks", "assets", "sites", "plugins");
        _beats = feed.Subscribe("heartbeats");
    }

    /// <summary>Whether heartbeat calls up to now have been read.</summary>
    public bool BeatsAreCurrent => _beatsAreCurrent;

    /// <summary>
    /// Since when calls are read without a break. Before, senders may have been turned away, so silence counts from here at the earliest.
    /// </summary>
    public DateTimeOffset BeatsCurrentSince => new(Volatile.Read(ref _beatsCurrentSince), TimeSpan.Zero);

    /// <summary>Starts what is to be done, if the work before is done; waits only for the very first picture.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        if (_working.IsCompleted)
        {
            await _working;
            _working = WorkAsync(ct);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _definitions.Dispose();
        _beats.Dispose();
        await _parts.Lease.DisposeAsync();
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        try
        {
            var now = _parts.Poller.Clock.GetUtcNow();
            if (now - _leaseAskedAt >= s_leaseEvery)
            {
                _leaseAskedAt = now;
                await AskLeaseAsync(ct);
            }

            if (_polling && _definitions.TryTake())
            {
                await ReloadAsync(ct);
            }

            if (_polling && now >= _orphansDue)
            {
                await _parts.Orphans.ClearAsync(_estate.Ids, ct);
                _orphansDue = null;
            }

            if (_polling && (_beats.TryTake() || !_beatsAreCurrent))
            {
                await TakeBeatsAsync(ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (Exception exception) when (exception is not OperationCanceledException) // whatever it was: the poller must not end with it
        {
            _beatsAreCurrent = false;
            _definitions.Signal();
            LogAway(exception.Message);
            _leaseAskedAt = _parts.Poller.Clock.GetUtcNow();
        }
    }

    private async Task AskLeaseAsync(CancellationToken ct)
    {
        switch (await _parts.Lease.HoldAsync(ct))
        {
            case true when !_polling:
                _polling = true;
                _lastBeat = DateTimeOffset.UnixEpoch; // the process that polled before may have taken calls
                _beatsAreCurrent = false;
                _definitions.Signal();
                LogPolling();
                break;
            case false when _polling:
                _polling = false;
                foreach (var id in _estate.Replace(new CatalogView([], Array.Empty<Guid>().ToLookup(g => g), []), NoStates).Gone)
                {
                    _schedule.Remove(id);
                }

                LogStandby();
                break;
            case null:
                _beatsAreCurrent = false; // the database is away: calls may have been missed
                break;
            default:
                break;
        }
    }

    private static IReadOnlyDictionary<Guid, CheckRuntimeState> NoStates { get; } = new Dictionary<Guid, CheckRuntimeState>();

    private async Task ReloadAsync(CancellationToken ct)
    {
        var catalog = await _catalog.ReadAsync(ct);
        var stored = await _catalog.ReadStatesAsync(ct);
        _parts.Plugins.Replace(catalog.Plugins);
        var change = _estate.Replace(catalog, stored);
        foreach (var gone in change.Gone)
        {
            _schedule.Remove(gone);
        }

        foreach (var check in catalog.Checks)
        {
            _schedule.Set(check.Id, check.PollInterval);
        }

        // What somebody has just made or changed shows itself at once; a whole estate that is loaded keeps to its grid.
        foreach (var id in change.Unmeasured.Count <= RunAtOnce ? change.Unmeasured : [])
        {
            _schedule.RunNow(id);
        }

        await _parts.Orphans.ClearAsync(_estate.Ids, ct);
        _orphansDue = _parts.Poller.Clock.GetUtcNow() + s_lookAgain; // a batch that was on its way may have raised one more
        LogWatching(catalog.Checks.Count);
    }

    private async Task TakeBeatsAsync(CancellationToken ct)
    {
        var since = _lastBeat - TimeSpan.FromMinutes(1); // clocks of two processes may differ a little; an old beat changes nothing
        foreach (var beat in await _catalog.ReadBeatsAsync(since, ct))
        {
            _lastBeat = beat.At > _lastBeat ? beat.At : _lastBeat;
            if (_estate.Find(beat.CheckId)?.State.LastResultAt >= beat.At)
            {
                continue; // taken before; taking it again would undo a silence noticed since
            }

            _parts.Writer.Add(_estate.Observe(beat.CheckId, ProbeResult.Of(CheckStatus.Ok, "heartbeat received", TimeSpan.Zero), beat.At));
        }

        if (!_beatsAreCurrent)
        {
            Volatile.Write(ref _beatsCurrentSince, _parts.Poller.Clock.GetUtcNow().UtcTicks);
            _beatsAreCurrent = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This process polls")]
    private partial void LogPolling();

    [LoggerMessage(Level = LogLevel.Information, Message = "Another process polls; standing by")]
    private partial void LogStandby();

    [LoggerMessage(Level = LogLevel.Information, Message = "Watching {Count} checks")]
    private partial void LogWatching(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watch list could not be read and is tried again: {Reason}")]
    private partial void LogAway(string reason);
}

/// <summary>What the watch list works with.</summary>
public sealed record WatchListParts(PollerLease Lease, PluginRegistry Plugins, ResultWriter Writer, OrphanedAlerts Orphans, PollerParts Poller);
