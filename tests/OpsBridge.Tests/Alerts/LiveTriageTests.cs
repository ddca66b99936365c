using FsCheck;
using FsCheck.Fluent;
using OpsBridge.Alerts.Board;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class LiveTriageTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_me = Guid.CreateVersion7();
    private static readonly HashSet<Guid> s_nobody = [];

    private static readonly TriageQuery[] s_queries =
    [
        new(), new() { View = TriageQuery.Mine }, new() { View = TriageQuery.All, Group = "team", Then = "alertname" }, new() { View = TriageQuery.Handled, Sort = "newest" },
        new() { Text = "team=~\"t[01]\"", Group = TriageQuery.NoGroup, Sort = "count" }, new() { Severity = AlertSeverity.Critical, Unowned = true },
    ];

    [Fact]
    public void Following_the_board_step_by_step_finds_what_looking_anew_finds()
    {
        Prop.ForAll<(byte Id, byte Kind, byte State, byte Severity)[][]>(reads =>
        {
            var (state, log) = (new BoardState(limit: 1000), new BoardLog());
            var live = s_queries.Select(q => new LiveTriage(q, s_me)).ToList();
            var sequence = 0;
            foreach (var read in reads)
            {
                var delta = state.Apply(read.Select(Row), r => r);
                log.Add(++sequence, delta);
                var view = new AlertBoardView(state.Rows, s_now, false) { Sequence = sequence, Log = log };
                for (var i = 0; i < live.Count; i++)
                {
                    var followed = live[i].Read(view, s_nobody, s_now);
                    var anew = new LiveTriage(s_queries[i], s_me).Read(view, s_nobody, s_now);
                    if (Words(followed) != Words(anew))
                    {
                        return false;
                    }
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Several_changes_of_one_alert_that_are_followed_at_once_show_it_once()
    {
        var (state, log) = (new BoardState(limit: 10), new BoardLog());
        var live = new LiveTriage(new TriageQuery(), null);
        log.Add(1, state.Apply([FakeAlerts.Row(1, "a")], r => r));
        live.Read(new AlertBoardView(state.Rows, s_now, false) { Sequence = 1, Log = log }, s_nobody, s_now);
        for (var step = 2; step <= 4; step++)
        {
            log.Add(step, state.Apply([FakeAlerts.Row(1, "a") with { Count = step }], r => r));
        }

        var rows = live.Read(new AlertBoardView(state.Rows, s_now, false) { Sequence = 4, Log = log }, s_nobody, s_now);

        Assert.Equal([4], rows.Groups.SelectMany(g => g.Items).Select(r => r.Count));
    }

    [Fact]
    public void While_nothing_changed_the_answer_is_the_same_object()
    {
        var (state, log) = (new BoardState(limit: 10), new BoardLog());
        log.Add(1, state.Apply([FakeAlerts.Row(1, "a")], r => r));
        var view = new AlertBoardView(state.Rows, s_now, false) { Sequence = 1, Log = log };
        var live = new LiveTriage(new TriageQuery { Severity = AlertSeverity.Critical }, null);
        var first = live.Read(view, s_nobody, s_now);
        log.Add(2, state.Apply([FakeAlerts.Row(2, "b")], r => r)); // does not fit the filter

        Assert.Same(first, live.Read(new AlertBoardView(state.Rows, s_now, false) { Sequence = 2, Log = log }, s_nobody, s_now));
    }

    // Without counts of forgotten ones, which follow at their own pace, and without shared labels, which may lag behind a row that goes.
    private static string Words(TriageRows rows) => string.Join('\n',
    [
        .. rows.Groups.Select(g => $"{g.Key} {g.Level} {((TriageGroup)g.About!).Count} {((TriageGroup)g.About!).Unhandled}: {string.Join(',', g.Items.Select(r => $"{r.Id}.{r.Count}"))}"),
        .. rows.Counts.Where(c => c.Key != TriageQuery.Forgotten).Select(c => $"{c.Key}={c.Value}"),
        $"{rows.Found}",
    ]);

    private static AlertRow Row((byte Id, byte Kind, byte State, byte Severity) from) =>
        FakeAlerts.Row(from.Id % 30, "x", (AlertSeverity)(from.Severity % 4), s_now.AddMinutes(-(from.Id % 30)), $"site{from.Kind % 3}", (AlertState)(from.State % 6)) with
        {
            Count = from.Kind,
            OwnerId = from.Kind % 3 == 0 ? s_me : null,
            OwnerName = from.Kind % 3 == 0 ? "me" : null,
            CauseId = from.Kind % 7 == 0 ? 1 : null,
            Labels = Labels.Of(("team", $"t{from.Id % 4}"), ("alertname", $"a{from.Id % 2}")),
        };
}
