using Npgsql;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// Stores the repeats that only memory knows, as one update, and checks memory against the rows while doing so: an alert
/// that was closed, cleared or changed by somebody else since is not touched by the update, and is then decided upon by what
/// its row says and when it was last reported. So a repeat is never lost, though it is not stored at once.
/// </summary>
internal sealed class RepeatStore(IntakeConnection connection, IntakeMemory memory, TimeProvider clock)
{
    private const string Update =
        """
        update alerts a set count = a.count + r.times, last_seen_at = greatest(a.last_seen_at, r.seen),
            ends_at = case when r.ends is null then null else greatest(a.ends_at, r.ends) end
        from unnest($1::bigint[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::bigint[]) r(id, times, seen, ends, mark)
        where a.id = r.id and a.state <> 'Closed' and a.cleared_at is null and a.held_clear_at is null and a.content_mark = r.mark
        returning a.id
        """;

    private static readonly Actor s_self = Actor.Internal("OpsBridge", Permissions.ReportAlerts);

    /// <summary>Stores up to so many; returns how many alerts it was.</summary>
    public async Task<int> FlushAsync(int most, CancellationToken ct)
    {
        var dirty = memory.Alerts.TakeDirty(most);
        if (dirty.Count == 0)
        {
            return 0;
        }

        dirty.Sort(static (a, b) => a.Id.CompareTo(b.Id)); // rows are locked in the order of their keys, by everybody
        try
        {
            var (left, touched) = await connection.TransactAsync((transaction, token) => StoreAsync(transaction, dirty, token), ct);
            foreach (var known in dirty)
            {
                known.RepeatsStored();
            }

            left.ForEach(memory.Alerts.Forget); // their next report finds the row
            touched.ForEach(memory.Learn);
            return dirty.Count;
        }
        catch
        {
            dirty.ForEach(memory.Alerts.KeepDirty);
            throw;
        }
    }

    private async Task<((List<KnownAlert> Left, List<TouchedAlert> Touched) Result, bool Commit)> StoreAsync(
        IntakeTransaction transaction, List<KnownAlert> dirty, CancellationToken ct)
    {
        var stored = await UpdateAsync(transaction.Connection, dirty, ct);
        if (stored.Count == dirty.Count)
        {
            return (([], []), true);
        }

        var left = dirty.FindAll(k => !stored.Contains(k.Id));
        var rows = (await transaction.LockAsync([.. left.Select(k => k.Id)], ct)).ToDictionary(a => a.Id);
        var (moved, raised) = (new List<TouchedAlert>(), new List<TouchedAlert>());
        foreach (var known in left)
        {
            if (rows.GetValueOrDefault(known.Id) is { } row)
            {
                Decide(known, row, moved, raised);
            }
        }

        await transaction.UpdateAsync(moved, ct);
        var contested = await transaction.InsertAsync(raised, ct); // another process has raised those; they are stored there
        raised.RemoveAll(r => contested.Contains(r.Key));
        await TransitionLog.WriteAsync(transaction.Connection, IntakeHistory.StepsOf(moved), ct);
        await TimelineLog.WriteAsync(transaction.Connection, [.. Entries(raised, "raised", "raised again: still reported after they were closed"), .. Entries(moved.FindAll(m => m.Steps.Count > 0), "returned", "came back")], ct);
        return ((left, [.. moved, .. raised]), true);
    }

    private void Decide(KnownAlert known, Alert row, List<TouchedAlert> moved, List<TouchedAlert> raised)
    {
        if (row.State == AlertState.Closed)
        {
            if (known.LastSeenAt > row.ClosedAt)
            {
                raised.Add(TouchedAlert.RaiseAgain(row, known, memory.Flapping));
            }

            return;
        }

        var touched = TouchedAlert.Locked(row, known.Key, known, memory.Flapping);
        if (!row.Holds && known.LastSeenAt > (row.ClearedAt ?? row.HeldClearAt))
        {
            touched.TakeAgain(known, s_self);
        }

        moved.Add(touched);
    }

    private IEnumerable<TimelineEntry> Entries(IEnumerable<TouchedAlert> touched, string verb, string words) => touched
        .GroupBy(t => (t.Alert.SourceId, t.Alert.Source))
        .Select(g => IntakeHistory.Of(g.First().Alert, g.Count(), verb, words, s_self, clock.GetUtcNow()));

    private static async Task<HashSet<long>> UpdateAsync(NpgsqlConnection connection, List<KnownAlert> dirty, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Update, connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. dirty.Select(k => k.Id)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. dirty.Select(k => k.Repeats)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. dirty.Select(k => k.LastSeenAt.UtcDateTime)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime?[]> { TypedValue = [.. dirty.Select(k => k.EndsAt?.UtcDateTime)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. dirty.Select(k => k.Mark)] });
        await command.PrepareAsync(ct);
        var stored = new HashSet<long>(dirty.Count);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            stored.Add(reader.GetInt64(0));
        }

        return stored;
    }
}
