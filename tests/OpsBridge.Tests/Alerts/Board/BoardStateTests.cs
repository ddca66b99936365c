using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Alerts.Board;

public sealed class BoardStateTests
{
    private static readonly Suppressor s_silence = new(SuppressorKind.Silence, Guid.CreateVersion7(), "disk work", DateTimeOffset.UnixEpoch);

    [Fact]
    public void After_any_changes_the_board_is_what_reading_everything_anew_gives()
    {
        Prop.ForAll<(byte Id, byte Kind, byte State, byte Severity)[][]>(reads =>
        {
            var table = new Dictionary<long, AlertRow>();
            var state = new BoardState(limit: 1000);
            foreach (var read in reads)
            {
                var rows = read.Select(r => Row(r.Id, r.Kind, r.State, r.Severity)).ToList();
                rows.ForEach(r => table[r.Id] = r);
                state.Apply(rows, r => r);
            }

            var open = table.Values.Where(r => r.State != AlertState.Closed).OrderByDescending(r => r.Severity).ThenBy(r => r.Id).ToList();
            return state.Rows.SequenceEqual(open) && Same(state.Counts, AlertCounts.Of(open));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Steps_lead_from_any_snapshot_to_the_next()
    {
        Prop.ForAll<(byte Id, byte Kind, byte State, byte Severity)[][]>(reads =>
        {
            var state = new BoardState(limit: 20);
            var followed = SortedRows.Empty(BoardState.KeyOf);
            foreach (var read in reads)
            {
                var delta = state.Apply(read.Select(r => Row(r.Id, r.Kind, r.State, r.Severity)), r => r);
                followed = followed.Change(delta.Removed, delta.Added);
            }

            return followed.SequenceEqual(state.Rows);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void More_than_fits_leaves_out_the_mildest_and_youngest_and_says_so()
    {
        var state = new BoardState(limit: 3);

        state.Apply([FakeAlerts.Row(1, "a", AlertSeverity.Info), FakeAlerts.Row(2, "b", AlertSeverity.Critical), FakeAlerts.Row(3, "c"), FakeAlerts.Row(4, "d")], r => r);

        Assert.Equal([2, 3, 4], state.Rows.Select(r => r.Id));
        Assert.True(state.Truncated);
        Assert.Equal(3, state.Counts.Open);
    }

    [Fact]
    public void A_row_counts_as_raised_once_even_when_it_was_closed_before_anybody_looked()
    {
        var state = new BoardState(limit: 100);
        state.Replace([FakeAlerts.Row(5, "old")], truncated: false);

        var first = state.Apply([FakeAlerts.Row(5, "old") with { Count = 2 }, FakeAlerts.Row(6, "new"), FakeAlerts.Row(7, "short", state: AlertState.Closed)], r => r);
        var second = state.Apply([FakeAlerts.Row(6, "new") with { Count = 2 }, FakeAlerts.Row(7, "short", state: AlertState.Closed)], r => r);

        Assert.Equal([6, 7], first.Raised.Select(r => r.Id).Order());
        Assert.Empty(second.Raised);
    }

    private static AlertRow Row(byte id, byte kind, byte state, byte severity) => FakeAlerts.Row(id % 40, "x", (AlertSeverity)(severity % 4), state: (AlertState)(state % 6)) with
    {
        SuppressedBy = kind % 5 == 0 ? [s_silence] : [],
        CauseId = kind % 7 == 0 ? 1 : null,
        OwnerName = kind % 3 == 0 ? "ann" : null,
        OwnerId = kind % 3 == 0 ? s_silence.Id : null,
        SiteId = kind % 2 == 0 ? s_silence.Id : null,
        FlappingSince = kind % 11 == 0 ? DateTimeOffset.UnixEpoch : null,
        Count = kind,
    };

    private static bool Same(AlertCounts a, AlertCounts b) =>
        a with { BySite = b.BySite, ByOwner = b.ByOwner } == b
        && a.BySite.OrderBy(p => p.Key).SequenceEqual(b.BySite.OrderBy(p => p.Key))
        && a.ByOwner.OrderBy(p => p.Key).SequenceEqual(b.ByOwner.OrderBy(p => p.Key));
}
