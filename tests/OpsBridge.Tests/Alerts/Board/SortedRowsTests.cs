using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Alerts.Board;

public sealed class SortedRowsTests
{
    [Fact]
    public void After_any_changes_the_rows_are_what_sorting_them_anew_gives()
    {
        Prop.ForAll<(byte Id, byte Severity, bool Comes)[][]>(batches =>
        {
            var expected = new Dictionary<long, AlertRow>();
            var rows = SortedRows.Empty(BoardState.KeyOf);
            foreach (var batch in batches)
            {
                var (removed, added) = (new List<AlertRow>(), new List<AlertRow>());
                foreach (var (id, severity, comes) in batch.DistinctBy(b => b.Id))
                {
                    if (expected.Remove(id, out var old))
                    {
                        removed.Add(old);
                    }

                    if (comes)
                    {
                        added.Add(expected[id] = FakeAlerts.Row(id, "x", (AlertSeverity)(severity % 4)));
                    }
                }

                rows = rows.Change(removed, added);
            }

            return Same(rows, expected.Values);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Ten_thousand_rows_that_come_and_go_keep_their_order_and_their_places()
    {
        var random = new Random(7);
        var expected = new Dictionary<long, AlertRow>();
        var rows = SortedRows.Empty(BoardState.KeyOf);
        for (var round = 0; round < 60; round++)
        {
            var removed = expected.Values.Where(_ => random.Next(20) < (round % 20)).ToList();
            removed.ForEach(r => expected.Remove(r.Id));
            var added = Enumerable.Range(0, random.Next(600)).Select(i => FakeAlerts.Row((round * 1000) + i, "x", (AlertSeverity)random.Next(4))).ToList();
            added.ForEach(r => expected.Add(r.Id, r));

            rows = rows.Change(removed, added);

            Assert.True(Same(rows, expected.Values));
        }
    }

    [Fact]
    public void A_row_is_found_by_its_place_and_nothing_where_there_is_none()
    {
        var rows = SortedRows.From(Enumerable.Range(0, 2000).Select(i => FakeAlerts.Row(i * 2, "x", (AlertSeverity)(i % 4))), BoardState.KeyOf);

        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal(i * 2, BoardState.Find(rows, i * 2)!.Id);
            Assert.Null(BoardState.Find(rows, (i * 2) + 1));
            Assert.Equal(i, rows.IndexOf(BoardState.KeyOf(rows[i])));
        }
    }

    [Fact]
    public void What_was_handed_out_before_a_change_stays_as_it_was()
    {
        var before = SortedRows.From(Enumerable.Range(0, 1500).Select(i => FakeAlerts.Row(i, "x")), BoardState.KeyOf);
        var shown = before.ToList();

        before.Change(shown.Take(700).ToList(), [FakeAlerts.Row(9999, "x")]);

        Assert.Equal(shown, before);
    }

    private static bool Same(SortedRows rows, IEnumerable<AlertRow> expected)
    {
        var sorted = expected.OrderByDescending(r => r.Severity).ThenBy(r => r.Id).ToList();
        return rows.Count == sorted.Count && rows.SequenceEqual(sorted) && Enumerable.Range(0, sorted.Count).All(i => ReferenceEquals(rows[i], sorted[i]));
    }
}
