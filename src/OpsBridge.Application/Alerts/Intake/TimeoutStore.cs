using OpsBridge.Alerts.Sources;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// Clears alerts whose sources did not report them again in time, in sets. Memory says which may be due; the locked row
/// decides, because another process may have heard of the condition.
/// </summary>
internal sealed class TimeoutStore(IntakeConnection connection, IntakeMemory memory, TimeProvider clock, SourceVoices voices)
{
    private const int Most = 1_000;

    // Longer than repeats wait in another process before they are stored there (RepeatStore).
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_later = TimeSpan.FromMinutes(1);

    private static readonly Actor s_self = Actor.Internal("OpsBridge", Permissions.ReportAlerts);

    /// <summary>Clears what is due, up to a thousand; returns how many are looked at.</summary>
    public async Task<int> ClearAsync(CancellationToken ct)
    {
        var now = PreparedEvent.Stored(clock.GetUtcNow())!.Value;
        var due = new List<KnownAlert>();
        foreach (var known in memory.Alerts.All)
        {
            if (known.Holds && known.EndsAt + s_grace <= now)
            {
                due.Add(known);
                if (due.Count == Most)
                {
                    break;
                }
            }
        }

        if (due.Count == 0)
        {
            return 0;
        }

        var rows = await connection.TransactAsync((transaction, token) => StoreAsync(transaction, due, now, token), ct);
        foreach (var known in due)
        {
            if (rows.GetValueOrDefault(known.Key) is { } touched && touched.Alert.Id == known.Id)
            {
                memory.Learn(touched);
                known.LookAgain(now + s_later); // those of a source that says nothing at all do not time out
            }
            else
            {
                memory.Alerts.Forget(known);
            }
        }

        return due.Count;
    }

    private async Task<(Dictionary<UInt128, TouchedAlert> Rows, bool Commit)> StoreAsync(
        IntakeTransaction transaction, List<KnownAlert> due, DateTimeOffset now, CancellationToken ct)
    {
        var open = await transaction.LockOpenAsync(due.Select(k => k.Key), ct);
        var rows = new Dictionary<UInt128, TouchedAlert>(open.Count);
        foreach (var known in due)
        {
            if (open.GetValueOrDefault(known.Key) is { } row)
            {
                var touched = TouchedAlert.Locked(row, known.Key, known, memory.Flapping);
                rows.Add(known.Key, touched);
                if (row.EndsAt is { } end && end + s_grace <= now && row.Holds && row.Ending != AlertEnding.SourceDead && voices.MayTimeOut(row.SourceId, end))
                {
                    touched.End(Ended(row, now), s_self);
                }
            }
        }

        await transaction.UpdateAsync([.. rows.Values], ct);
        await TransitionLog.WriteAsync(transaction.Connection, IntakeHistory.StepsOf(rows.Values), ct);
        var entries = rows.Values.Where(t => t.Steps.Count > 0).GroupBy(t => (t.Alert.SourceId, t.Alert.Source))
            .Select(g => IntakeHistory.Of(g.First().Alert, g.Count(), "timedout", "timed out: not reported again in time", s_self, now));
        await TimelineLog.WriteAsync(transaction.Connection, [.. entries], ct);
        return (rows, true);
    }

    private static AlertSignal Ended(Alert alert, DateTimeOffset now) =>
        new(alert.Labels, Firing: false, alert.Severity, "not reported again in time", now) { EndsAt = alert.EndsAt, Ending = AlertEnding.TimedOut };
}
