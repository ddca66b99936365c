using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Alerts.Handling;

/// <summary>The alert does what the table says, in every state, for every move.</summary>
public sealed class LifeCycleTests
{
    private static readonly AlertMove[] s_moves = Enum.GetValues<AlertMove>();

    // Ways into each state that differ in what they leave behind.
    private static readonly (AlertState State, (AlertMove Move, int Variant)[] Way)[] s_ways =
    [
        (AlertState.Unacknowledged, []),
        (AlertState.Unacknowledged, [(AlertMove.Take, 0), (AlertMove.Rerank, 3)]),
        (AlertState.Acknowledged, [(AlertMove.Acknowledge, 0)]),
        (AlertState.Acknowledged, [(AlertMove.Acknowledge, 1)]),
        (AlertState.Acknowledged, [(AlertMove.Acknowledge, 2)]),
        (AlertState.ReturnedUnacknowledged, [(AlertMove.Clears, 0)]),
        (AlertState.Shelved, [(AlertMove.Shelve, 0)]),
        (AlertState.Shelved, [(AlertMove.Shelve, 1)]),
        (AlertState.Shelved, [(AlertMove.Acknowledge, 0), (AlertMove.Shelve, 0)]),
        (AlertState.Shelved, [(AlertMove.Shelve, 0), (AlertMove.Clears, 0)]),
        (AlertState.Suppressed, [(AlertMove.Hides, 0)]),
        (AlertState.Suppressed, [(AlertMove.Acknowledge, 1), (AlertMove.Hides, 0)]),
        (AlertState.Closed, [(AlertMove.Acknowledge, 0), (AlertMove.Clears, 0)]),
    ];

    public static TheoryData<AlertState, AlertMove> EveryCell => [.. Enum.GetValues<AlertState>().SelectMany(s => s_moves.Select(m => (s, m)))];

    [Theory]
    [MemberData(nameof(EveryCell))]
    public void Every_move_in_every_state_does_what_the_table_says(AlertState state, AlertMove move)
    {
        var cell = LifeCycle.Of(state, move);
        var ways = s_ways.Where(w => w.State == state).ToList();
        Assert.NotEmpty(ways);
        foreach (var (_, way) in ways)
        {
            for (var variant = 0; variant < 4; variant++)
            {
                var moves = new AlertMoves();
                foreach (var (before, how) in way)
                {
                    Assert.Null(moves.Do(before, how));
                }

                Assert.Equal(state, moves.Alert.State);
                Assert.Null(Broken(cell, moves, move, variant));
            }
        }
    }

    [Fact]
    public void Every_result_that_the_table_names_is_reached()
    {
        AlertMove[] often = [.. s_moves, .. Enumerable.Repeat<AlertMove[]>([AlertMove.Acknowledge, AlertMove.Fires, AlertMove.Clears, AlertMove.Settles], 4).SelectMany(m => m)];
        var random = new Random(20261122);
        var reached = new HashSet<(AlertState, AlertMove, AlertState)>();
        for (var life = 0; life < 10000; life++)
        {
            var moves = new AlertMoves();
            for (var i = 0; i < 12; i++)
            {
                var (from, move) = (moves.Alert.State, often[random.Next(often.Length)]);
                if (moves.Do(move, random.Next(12)) is null)
                {
                    reached.Add((from, move, moves.Alert.State));
                }
            }
        }

        var named = Enum.GetValues<AlertState>().SelectMany(s => s_moves.SelectMany(m => LifeCycle.Of(s, m).To.Select(t => (s, m, t))));
        Assert.Empty(named.Except(reached));
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_the_table_and_the_facts_of_an_alert_hold()
    {
        var steps = ArbMap.Default.ArbFor<(byte Move, byte Variant)[]>();
        Prop.ForAll(steps, life =>
        {
            var moves = new AlertMoves();
            foreach (var (index, variant) in life)
            {
                var move = s_moves[index % s_moves.Length];
                var state = moves.Alert.State;
                if ((Broken(LifeCycle.Of(state, move), moves, move, variant) ?? Contradiction(moves.Alert)) is { } broken)
                {
                    return false.Label($"{move} in {state}: {broken}");
                }
            }

            return true.Label("");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void The_history_stores_numbers_that_must_never_change_their_meaning()
    {
        Assert.Equal(["Unacknowledged", "Acknowledged", "ReturnedUnacknowledged", "Shelved", "Suppressed", "Closed"], Enum.GetNames<AlertState>());
        Assert.Equal(["Info", "Warning", "Major", "Critical"], Enum.GetNames<AlertSeverity>());
        Assert.Equal(["BySender", "TimedOut", "SourceDead", "ByOperator"], Enum.GetNames<AlertEnding>());
        Assert.Equal(
            "1 Worsened, 2 Eased, 3 CameBack, 4 Hidden, 5 Cleared, 6 ClearedAndClosed, 7 FlappingStarted, 8 FlappingEnded, 9 BecameSymptom, 10 BecameCause, "
            + "20 Acknowledged, 21 Unacknowledged, 22 AcknowledgementExpired, 23 Taken, 24 Given, 25 Pooled, 26 Reranked, 27 Shelved, 28 Unshelved, "
            + "29 ShelfEnded, 30 Noted, 31 Linked, 32 Closed, 33 Undone, 40 SourceDied, 41 SourceSpoke",
            string.Join(", ", Enum.GetValues<AlertTransitionKind>().Select(k => $"{(int)k} {k}")));
    }

    /// <summary>How the move broke the table; null when it did not.</summary>
    private static string? Broken(LifeCycleCell cell, AlertMoves moves, AlertMove move, int variant)
    {
        var (before, revision) = (moves.Alert.Standing, moves.Alert.Revision);
        if (AlertMoves.IsSource(move))
        {
            var outcome = moves.Report(move);
            if (outcome.Step() is null && moves.Alert.Standing != before)
            {
                return $"{outcome} leaves no row, yet {before} became {moves.Alert.Standing}";
            }
        }
        else if (moves.Do(move, variant) is { } refused)
        {
            return moves.Alert.Standing == before && moves.Alert.Revision == revision && cell.Refused.Contains(refused) ? null : $"refused as {refused}";
        }

        return cell.To.Contains(moves.Alert.State) ? null : $"led to {moves.Alert.State}";
    }

    /// <summary>What about the alert cannot be true at once; null when nothing.</summary>
    private static string? Contradiction(Alert alert) => alert switch
    {
        { State: AlertState.Acknowledged, Acknowledgement: null } => "acknowledged by nobody",
        { State: AlertState.Unacknowledged or AlertState.ReturnedUnacknowledged, Acknowledgement: not null } => "an acknowledgement that does not count",
        _ when (alert.State == AlertState.Shelved) != (alert.Shelf is not null) => "a shelf without the state, or the state without a shelf",
        _ when (alert.State == AlertState.Closed) != (alert.ClosedAt is not null) => "closed without a time, or a time without being closed",
        { State: AlertState.Closed, ClearedAt: null } or { State: AlertState.Closed, Ending: null } => "closed, but the condition never ended",
        { State: AlertState.Closed, FlappingSince: not null } => "closed and flapping",
        { State: AlertState.ReturnedUnacknowledged, ClearedAt: null } or { State: AlertState.ReturnedUnacknowledged, Ending: null } => "gone without a time or a way",
        { State: AlertState.Unacknowledged or AlertState.Acknowledged or AlertState.Suppressed, ClearedAt: not null } => "holds and is gone",
        { FlappingSince: null, HeldClearAt: not null } => "held back without flapping",
        _ => null,
    };
}
