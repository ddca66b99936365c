using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Intake;

/// <summary>What storing a group came to.</summary>
/// <param name="Touched">The alerts as they are stored, in the order in which they changed.</param>
/// <param name="Contested">Conditions whose alert another process raised first; when there are any, nothing was stored.</param>
internal sealed record StoredGroup(IReadOnlyList<TouchedAlert> Touched, IReadOnlySet<UInt128> Contested);

/// <summary>Stores a planned group in one transaction: alerts, events as received, steps, and one timeline entry per sender.</summary>
internal sealed class GroupStore(IntakeConnection connection, IntakeMemory memory)
{
    private readonly EventLog _log = new();
    private readonly HashSet<DateOnly> _days = [];

    /// <summary>Stores all of it or nothing.</summary>
    public async Task<StoredGroup> StoreAsync(GroupPlan plan, CancellationToken ct)
    {
        await MakeRoomAsync(plan, ct);
        return await connection.TransactAsync((transaction, token) => StoreAsync(plan, transaction, token), ct);
    }

    private async Task<(StoredGroup Stored, bool Commit)> StoreAsync(GroupPlan plan, IntakeTransaction transaction, CancellationToken ct)
    {
        var raised = new List<TouchedAlert>(plan.Raised);
        var rows = plan.OnRows.Count == 0 ? [] : await DecideAsync(plan, transaction, raised, ct);
        await transaction.UpdateAsync(rows, ct); // first, because a closed row makes room for a new alert
        var contested = await transaction.InsertAsync(raised, ct);
        if (contested.Count > 0)
        {
            return (new StoredGroup([], contested), false);
        }

        List<TouchedAlert> touched = [.. rows, .. raised];
        List<PreparedEvent> recorded = [.. plan.Events.Where(e => e.IsRecorded)];
        var ranges = recorded.Count == 0 ? [] : await _log.WriteAsync(transaction.Connection, recorded, ct);
        await TransitionLog.WriteAsync(transaction.Connection, IntakeHistory.StepsOf(touched), ct);
        await TimelineLog.WriteAsync(transaction.Connection, [.. ranges.Select(r => IntakeHistory.Of(r, plan.Now))], ct);
        return (new StoredGroup(touched, contested), true);
    }

    /// <summary>Lets the locked rows decide, event by event; conditions without an open alert raise one.</summary>
    private async Task<List<TouchedAlert>> DecideAsync(GroupPlan plan, IntakeTransaction transaction, List<TouchedAlert> raised, CancellationToken ct)
    {
        var open = await transaction.LockOpenAsync(plan.OnRows.Keys, ct);
        var rows = new List<TouchedAlert>(open.Count);
        foreach (var (key, events) in plan.OnRows)
        {
            var row = open.GetValueOrDefault(key);
            if (row?.CheckId is not null)
            {
                continue; // an alert of our own checks: nobody outside speaks for them
            }

            var known = memory.Alerts.Find(key);
            var current = row is null ? null : TouchedAlert.Locked(row, key, known, memory.Flapping);
            if (current is not null)
            {
                rows.Add(current);
            }
            else if (known is not null)
            {
                memory.Alerts.Forget(known); // an operator closed it
            }

            foreach (var e in events)
            {
                if (current?.Take(e, plan.Ended(key)) != true && Alone(plan, e) is { } fresh)
                {
                    raised.Add(fresh);
                    current = fresh;
                }

                plan.Note(e);
            }
        }

        return rows;
    }

    /// <summary>An event whose condition has no open alert: the new one that it raises, or null.</summary>
    private static TouchedAlert? Alone(GroupPlan plan, PreparedEvent e)
    {
        switch (IntakeRules.Judge(e, null, plan.Ended(e.Key)))
        {
            case Verdict.New:
                return plan.Raise(e);
            case Verdict.Change when !e.Signal.Firing && e.Begins is not null:
                e.IsRecorded = true; // an end before its beginning: kept, so that the beginning is known as stale after a restart too
                return null;
            case Verdict.Stale:
                e.IsStale = true;
                return null;
            default:
                return null;
        }
    }

    /// <summary>The keeper makes partitions ahead, so they are there nearly always; a clock that was set needs others.</summary>
    private async Task MakeRoomAsync(GroupPlan plan, CancellationToken ct)
    {
        var last = default(DateOnly);
        foreach (var e in plan.Events)
        {
            var day = DateOnly.FromDateTime(e.Event.ReceivedAt.UtcDateTime);
            if (day != last && !_days.Contains(day))
            {
                await DayPartitions.EnsureAsync(await connection.OpenAsync(ct), IntakeSql.Events, day, ct);
                _days.Add(day);
            }

            last = day;
        }
    }
}
