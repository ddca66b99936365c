using OpsBridge.Identity;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts.Handling;

public sealed class FlappingTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly FlapRule s_rule = new(5, TimeSpan.FromMinutes(15));
    private static readonly Actor s_ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);

    [Fact]
    public void The_fifth_flip_within_the_window_holds_the_alert_open()
    {
        var alert = Alert.Raise(Signal(0), null, s_rule);

        var outcomes = Flips(alert, 1, 2, 3, 4, 5);

        Assert.Equal([SignalOutcome.Cleared, SignalOutcome.CameBack, SignalOutcome.Cleared, SignalOutcome.FlappingStarted, SignalOutcome.Held], outcomes);
        Assert.Equal((AlertState.Unacknowledged, s_noon.AddMinutes(4)), (alert.State, alert.FlappingSince));
    }

    [Fact]
    public void Flips_that_are_far_apart_are_no_flapping()
    {
        var alert = Alert.Raise(Signal(0), null, s_rule);

        Flips(alert, 5, 10, 15, 20, 25, 30);

        Assert.Null(alert.FlappingSince);
    }

    [Fact]
    public void While_it_flaps_nothing_alarms_anew_but_what_is_worse_does()
    {
        var alert = Flapping();
        alert.Handle(new AlertVerb.Acknowledge(AcknowledgementKind.Sticky), null, s_ann, s_noon.AddMinutes(4));

        Assert.Equal([SignalOutcome.Held, SignalOutcome.Held], Flips(alert, 5, 6));
        Assert.Equal(AlertState.Acknowledged, alert.State);

        Assert.Equal(SignalOutcome.Worsened, alert.Take(Signal(7) with { Severity = AlertSeverity.Critical }, s_rule));
        Assert.Equal(SignalOutcome.Held, alert.Take(Signal(8) with { Severity = AlertSeverity.Info }, s_rule));
        Assert.Equal(AlertSeverity.Critical, alert.Severity);
    }

    [Theory]
    [InlineData(5, AlertState.ReturnedUnacknowledged)] // the last word was "gone"
    [InlineData(6, AlertState.Unacknowledged)]         // the last word was "holds"
    public void When_it_was_quiet_the_last_word_counts(int lastFlip, AlertState then)
    {
        var alert = Flapping();
        Flips(alert, [.. Enumerable.Range(5, lastFlip - 4)]);

        Assert.False(alert.Settle(s_rule, s_noon.AddMinutes(lastFlip + 14)));
        Assert.True(alert.Settle(s_rule, s_noon.AddMinutes(lastFlip + 15)));
        alert.ReleaseHeld(s_noon.AddMinutes(lastFlip + 15));

        Assert.Equal((then, null), (alert.State, alert.FlappingSince));
        Assert.Equal(then == AlertState.Unacknowledged ? null : s_noon.AddMinutes(lastFlip), alert.ClearedAt);
    }

    [Fact]
    public void A_condition_that_is_acknowledged_each_time_flaps_as_well()
    {
        var first = Alert.Raise(Signal(0), null, s_rule);
        first.Handle(new AlertVerb.Acknowledge(), null, s_ann, s_noon);
        Flips(first, 1);
        Assert.Equal(AlertState.Closed, first.State);
        var second = Alert.Raise(Signal(2), first.Flips, s_rule);
        second.Handle(new AlertVerb.Acknowledge(), null, s_ann, s_noon);
        Flips(second, 3);

        var third = Alert.Raise(Signal(4), second.Flips, s_rule);

        Assert.NotNull(third.FlappingSince);
    }

    [Fact]
    public void Our_checks_say_themselves_whether_they_flap()
    {
        var alert = Alert.Raise(Signal(0) with { Flapping = false }, null, s_rule);
        for (var i = 1; i < 12; i++)
        {
            alert.Take(Signal(i) with { Firing = i % 2 == 0, Flapping = false }, s_rule);
        }

        Assert.Null(alert.FlappingSince);
        Assert.Equal(SignalOutcome.CameBack, alert.Take(Signal(12) with { Flapping = false }, s_rule));
        Assert.Equal(SignalOutcome.FlappingStarted, alert.Take(Signal(13) with { Firing = false, Flapping = true }, s_rule));
        Assert.Equal(AlertState.Unacknowledged, alert.State);
        Assert.Equal(SignalOutcome.Cleared, alert.Take(Signal(14) with { Firing = false, Flapping = false }, s_rule));
        Assert.Null(alert.FlappingSince);
    }

    [Fact]
    public void A_flapping_check_that_ends_failing_is_said_to_flap_no_more()
    {
        var alert = Alert.Raise(Signal(0) with { Flapping = true }, null, s_rule);
        Assert.NotNull(alert.FlappingSince);

        Assert.Equal(SignalOutcome.FlappingEnded, alert.Take(Signal(1) with { Flapping = false }, s_rule));
    }

    private static Alert Flapping()
    {
        var alert = Alert.Raise(Signal(0), null, s_rule);
        Flips(alert, 1, 2, 3, 4);
        Assert.NotNull(alert.FlappingSince);
        return alert;
    }

    /// <summary>Odd minutes and even ones alternate between gone and there, as the alert stands.</summary>
    private static List<SignalOutcome> Flips(Alert alert, params int[] minutes) =>
        [.. minutes.Select(m => alert.Take(Signal(m) with { Firing = !alert.Holds }, s_rule))];

    private static AlertSignal Signal(int minute) =>
        new(Labels.Of(("name", "link")), true, AlertSeverity.Major, "link down", s_noon.AddMinutes(minute)) { Source = "outside" };
}
