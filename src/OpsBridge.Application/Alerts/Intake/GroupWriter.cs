using OpsBridge.Data;
using Microsoft.Extensions.Logging;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// Stores one group after another and answers its senders. A group that the database refuses for its data is stored in
/// halves until the events at fault stand alone: these go to quarantine, all others are stored.
/// </summary>
internal sealed partial class GroupWriter
{
    private static readonly IReadOnlySet<UInt128> s_none = new HashSet<UInt128>();

    private readonly GroupStore _store;
    private readonly IntakeMemory _memory;
    private readonly Quarantine _quarantine;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public GroupWriter(IntakeParts parts, GroupStore store, IntakeMemory memory, Quarantine quarantine)
    {
        (_store, _memory, _quarantine, _clock) = (store, memory, quarantine, parts.Clock);
        _logger = parts.Loggers.CreateLogger<GroupWriter>();
    }

    /// <summary>Stores the events and answers their senders. When it throws, those not answered are refused.</summary>
    /// <exception cref="Exception">The database cannot store now.</exception>
    public async Task WriteAsync(List<PreparedEvent> events, CancellationToken ct)
    {
        try
        {
            await StoreAsync(events, ct);
        }
        catch
        {
            var away = new IntakeResult.Unavailable(IntakeGate.RetryAfter);
            events.ForEach(e => e.Request.Refuse(away)); // one that has been answered stays answered
            throw;
        }
    }

    private async Task StoreAsync(List<PreparedEvent> events, CancellationToken ct)
    {
        try
        {
            var started = _clock.GetTimestamp();
            if (await TransactAsync(events, ct))
            {
                IntakeMetrics.Commit.Record(_clock.GetElapsedTime(started).TotalSeconds);
            }
        }
        catch (Exception exception) when (StorageFault.IsData(exception))
        {
            if (events.Count == 1)
            {
                await SetAsideAsync(events[0], StorageFault.Reason(exception), ct);
                return;
            }

            LogHalved(events.Count, exception.Message);
            var half = events.Count / 2;
            await StoreAsync(events.GetRange(0, half), ct);
            await StoreAsync(events.GetRange(half, events.Count - half), ct);
            return;
        }

        Answer(events);
    }

    /// <summary>True when something was stored, false when everything was a repeat or late.</summary>
    private async Task<bool> TransactAsync(List<PreparedEvent> events, CancellationToken ct)
    {
        var contested = s_none;
        while (true)
        {
            var plan = GroupPlan.Of(events, _memory, contested, _clock.GetUtcNow());
            if (!plan.NeedsDatabase)
            {
                _memory.Learn(plan, []);
                return false;
            }

            try
            {
                var stored = await _store.StoreAsync(plan, ct);
                if (stored.Contested.Count == 0)
                {
                    _memory.Learn(plan, stored.Touched);
                    return true;
                }

                contested = stored.Contested.Union(contested).ToHashSet();
            }
            catch (Exception exception) when (StorageFault.IsContention(exception))
            {
                LogContended(exception.Message); // the other one has gone on meanwhile
            }
        }
    }

    private async Task SetAsideAsync(PreparedEvent e, string reason, CancellationToken ct)
    {
        e.Reset();
        e.Outcome = SignalOutcome.Quarantined;
        await _quarantine.KeepAsync(e.Request.Source, [PoisonEvent.Of(e.Event, reason)], ct);
        e.Request.Stored();
    }

    private static void Answer(List<PreparedEvent> events)
    {
        var (repeats, stale) = (0, 0);
        foreach (var e in events)
        {
            repeats += e.Outcome == SignalOutcome.Repeated && !e.IsRecorded ? 1 : 0;
            stale += e.IsStale ? 1 : 0;
            e.Request.Stored();
        }

        IntakeMetrics.Taken.Add(events.Count);
        IntakeMetrics.Repeated.Add(repeats);
        IntakeMetrics.Stale.Add(stale);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database refused a group of {Count} events for its data; it is stored in halves: {Reason}")]
    private partial void LogHalved(int count, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Another transaction was in the way of a group, which is stored again: {Reason}")]
    private partial void LogContended(string reason);
}
