using Xunit;
using static OpsBridge.Alerts.Intake.IntakeEvents;

namespace OpsBridge.Alerts.Intake;

/// <summary>What a group of events comes to before the database is asked.</summary>
public sealed class GroupPlanTests
{
    private readonly IntakeMemory _memory = new(FlapRule.Default);

    [Fact]
    public void Ten_reports_of_one_new_condition_raise_one_alert_that_counts_ten()
    {
        var plan = Plan([.. Enumerable.Range(0, 10).Select(_ => Fire(startMinute: -1))]);

        Assert.Equal(10, Assert.Single(plan.Raised).Alert.Count);
        Assert.Equal([SignalOutcome.Raised, .. Enumerable.Repeat(SignalOutcome.Repeated, 9)], plan.Events.Select(e => e.Outcome));
        Assert.Single(plan.Events, e => e.IsRecorded);
        Assert.Empty(plan.OnRows);
    }

    [Fact]
    public void A_group_of_repeats_needs_no_database_and_touches_memory_only_when_it_is_done()
    {
        Know(Fire(startMinute: -1));

        var plan = Plan(Fire(startMinute: -1), Fire(startMinute: -1));

        Assert.False(plan.NeedsDatabase);
        Assert.Equal(0, _memory.Alerts.Dirty);
        _memory.Learn(plan, []);
        Assert.Equal((1, 2), (_memory.Alerts.Dirty, _memory.Alerts.Find(plan.Events[0].Key)!.Repeats));
    }

    [Fact]
    public void Repeats_before_a_change_go_with_it_in_order()
    {
        Know(Fire(startMinute: -1));

        var plan = Plan(Fire(startMinute: -1), Fire("b"), Resolve(startMinute: -1), Fire(startMinute: 5));

        Assert.Empty(plan.Repeats);
        Assert.Equal([plan.Events[0], plan.Events[2], plan.Events[3]], Assert.Single(plan.OnRows).Value);
        Assert.Equal("b", Assert.Single(plan.Raised).Alert.Labels["alertname"]);
    }

    [Fact]
    public void Raised_resolved_and_reported_late_within_one_group_stays_resolved()
    {
        var plan = Plan(Fire(startMinute: -1), Resolve(startMinute: -1), Fire(startMinute: -1), Resolve(startMinute: -1));

        var alert = Assert.Single(plan.Raised).Alert;
        Assert.Equal(AlertState.ReturnedUnacknowledged, alert.State);
        Assert.Equal([SignalOutcome.Raised, SignalOutcome.Cleared, SignalOutcome.Nothing, SignalOutcome.Nothing], plan.Events.Select(e => e.Outcome));
        Assert.Equal(Noon.AddMinutes(-1), Assert.Single(plan.Ends).Value);
        Assert.True(plan.Events[2].IsStale);
    }

    [Fact]
    public void Closed_and_reported_anew_within_one_group_are_two_alerts()
    {
        var acknowledge = Fire() with { Action = EventAction.Acknowledge };

        var plan = Plan(Fire(), acknowledge, Resolve(), Fire());

        Assert.Equal([AlertState.Closed, AlertState.Unacknowledged], plan.Raised.Select(r => r.Alert.State));
        Assert.Equal(SignalOutcome.ClearedAndClosed, plan.Events[2].Outcome);
    }

    [Fact]
    public void What_another_process_raised_is_decided_on_its_row()
    {
        var events = Requested(Fire());
        var plan = GroupPlan.Of(events, _memory, new HashSet<UInt128> { events[0].Key }, Noon);
        Assert.Empty(plan.Raised);
        Assert.Single(plan.OnRows);
    }

    [Fact]
    public void An_end_without_a_beginning_is_decided_once_and_then_known()
    {
        Assert.Single(Plan(Resolve(startMinute: -1)).OnRows);
        _memory.Past.End(Prepared(Resolve()).Key, Noon.AddMinutes(-1), Noon);

        Assert.False(Plan(Resolve(startMinute: -1), Fire(startMinute: -1)).NeedsDatabase);
    }

    [Fact]
    public void Flips_of_an_alert_that_closed_lately_count()
    {
        var key = Prepared(Fire()).Key;
        _memory.Past.Close(key, [Noon.AddMinutes(-4), Noon.AddMinutes(-3), Noon.AddMinutes(-2), Noon.AddMinutes(-1)], Noon);

        var raised = Assert.Single(Plan(Fire()).Raised);

        Assert.NotNull(raised.Alert.FlappingSince);
        Assert.Equal(AlertTransitionKind.FlappingStarted, Assert.Single(raised.Steps).Kind);
    }

    [Fact]
    public void Planning_again_forgets_the_first_attempt()
    {
        var events = Requested(Fire(), Fire());
        GroupPlan.Of(events, _memory, new HashSet<UInt128>(), Noon);
        var again = GroupPlan.Of(events, _memory, new HashSet<UInt128>(), Noon);
        Assert.Equal(2, Assert.Single(again.Raised).Alert.Count);
    }

    private GroupPlan Plan(params IncomingEvent[] events) => GroupPlan.Of(Requested(events), _memory, new HashSet<UInt128>(), Noon);

    private void Know(IncomingEvent e)
    {
        var raised = Assert.Single(GroupPlan.Of(Requested(e), _memory, new HashSet<UInt128>(), Noon).Raised);
        raised.Alert.Stored(1);
        _memory.Learn(raised);
    }
}
