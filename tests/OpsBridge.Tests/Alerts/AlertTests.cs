using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class AlertTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);
    private static readonly Actor s_bob = Actor.InRole(Guid.CreateVersion7(), "Bob", Role.Operator);

    [Fact]
    public void Acknowledging_makes_an_unowned_alert_mine()
    {
        var alert = Alert.Raise(Firing());

        Assert.IsType<AlertOutcome.Done>(Do(alert, new AlertVerb.Acknowledge(), s_ann, comment: "looking"));

        Assert.Equal(AlertState.Acknowledged, alert.State);
        Assert.Equal(("Ann", "looking"), (alert.OwnerName, alert.LastNote));
    }

    [Fact]
    public void Acknowledging_an_acknowledged_alert_names_who_was_first_and_changes_nothing()
    {
        var alert = Alert.Raise(Firing());
        Acknowledge(alert, s_ann);

        var result = Acknowledge(alert, s_bob);

        Assert.Equal(new AlertOutcome.Refused(Refusal.AlreadyAcknowledged, "Ann", s_noon), result);
        Assert.Equal("Ann", alert.OwnerName);
    }

    [Fact]
    public void Acknowledging_an_alert_that_somebody_took_leaves_it_theirs()
    {
        var alert = Alert.Raise(Firing());
        Do(alert, new AlertVerb.Take(), s_bob);

        Acknowledge(alert, s_ann);

        Assert.Equal("Bob", alert.OwnerName);
    }

    [Fact]
    public void A_repeat_only_counts()
    {
        var alert = Alert.Raise(Firing());

        Assert.Equal(SignalOutcome.Repeated, alert.Take(Firing(minutes: 3)));

        Assert.Equal((2, s_noon.AddMinutes(3), s_noon), (alert.Count, alert.LastSeenAt, alert.RaisedAt));
    }

    [Fact]
    public void A_late_repeat_does_not_move_last_seen_back()
    {
        var alert = Alert.Raise(Firing(minutes: 5));

        alert.Take(Firing(minutes: 1));

        Assert.Equal(s_noon.AddMinutes(5), alert.LastSeenAt);
    }

    [Fact]
    public void A_worse_severity_alarms_anew_after_an_acknowledgement()
    {
        var alert = Alert.Raise(Firing(AlertSeverity.Warning));
        Acknowledge(alert, s_ann);

        Assert.Equal(SignalOutcome.Worsened, alert.Take(Firing(AlertSeverity.Critical)));

        Assert.Equal((AlertState.Unacknowledged, (Acknowledgement?)null), (alert.State, alert.Acknowledgement));
        Assert.Equal("Ann", alert.OwnerName);
    }

    [Fact]
    public void A_milder_severity_leaves_an_acknowledgement_until_a_time()
    {
        var alert = Alert.Raise(Firing(AlertSeverity.Critical));
        Do(alert, new AlertVerb.Acknowledge(AcknowledgementKind.Expiring, s_noon.AddHours(1)), s_ann);

        Assert.Equal(SignalOutcome.Eased, alert.Take(Firing(AlertSeverity.Warning)));

        Assert.Equal(AlertState.Acknowledged, alert.State);
    }

    [Fact]
    public void A_condition_that_goes_unseen_waits_for_an_acknowledgement_and_closes_with_it()
    {
        var alert = Alert.Raise(Firing());

        Assert.Equal(SignalOutcome.Cleared, alert.Take(Clear(2)));
        Assert.Equal((AlertState.ReturnedUnacknowledged, s_noon.AddMinutes(2)), (alert.State, alert.ClearedAt));

        Assert.IsType<AlertOutcome.Done>(Do(alert, new AlertVerb.Acknowledge(), s_ann, 3));
        Assert.Equal((AlertState.Closed, s_noon.AddMinutes(3)), (alert.State, alert.ClosedAt));
    }

    [Fact]
    public void A_condition_that_comes_back_before_anybody_saw_it_go_is_the_same_alert()
    {
        var alert = Alert.Raise(Firing());
        alert.Take(Clear(1));

        Assert.Equal(SignalOutcome.CameBack, alert.Take(Firing(minutes: 2)));

        Assert.Equal((AlertState.Unacknowledged, (DateTimeOffset?)null), (alert.State, alert.ClearedAt));
    }

    [Fact]
    public void The_going_of_an_acknowledged_condition_closes_the_alert()
    {
        var alert = Alert.Raise(Firing());
        Acknowledge(alert, s_ann);

        Assert.Equal(SignalOutcome.ClearedAndClosed, alert.Take(Clear(4)));

        Assert.Equal((AlertState.Closed, s_noon.AddMinutes(4)), (alert.State, alert.ClosedAt));
    }

    [Fact]
    public void Nothing_moves_a_closed_alert()
    {
        var alert = Alert.Raise(Firing());
        Acknowledge(alert, s_ann);
        alert.Take(Clear(4));

        Assert.Equal(SignalOutcome.Nothing, alert.Take(Firing(minutes: 9)));
        Assert.Equal(new AlertOutcome.Refused(Refusal.Closed, Since: s_noon.AddMinutes(4)), Acknowledge(alert, s_bob));
        Assert.Equal(s_noon.AddMinutes(4), alert.ClosedAt);
    }

    [Fact]
    public void A_condition_that_still_holds_cannot_be_closed_away()
    {
        var alert = Alert.Raise(Firing() with { CheckId = Guid.CreateVersion7() });

        Assert.Equal(new AlertOutcome.Refused(Refusal.StillFiring), Do(alert, new AlertVerb.Close(), s_ann));

        Assert.Equal(AlertState.Unacknowledged, alert.State);
    }

    [Fact]
    public void A_condition_that_is_sent_again_and_again_is_refused_too_and_one_that_is_not_can_be_closed()
    {
        var resent = Alert.Raise(Firing() with { Source = "prometheus", EndsAt = s_noon.AddMinutes(5) });
        var once = Alert.Raise(Firing() with { Source = "pager" });

        Assert.Equal(new AlertOutcome.Refused(Refusal.StillFiring), Do(resent, new AlertVerb.Close(), s_ann, 1));
        Assert.IsType<AlertOutcome.Done>(Do(once, new AlertVerb.Close(), s_ann, 1));

        Assert.Equal((AlertState.Closed, AlertEnding.ByOperator, s_noon.AddMinutes(1)), (once.State, once.Ending, once.ClosedAt));
    }

    [Fact]
    public void Taking_and_giving_name_the_owner_before_and_the_pool_has_none()
    {
        var alert = Alert.Raise(Firing());

        Assert.Equal((null, "Ann"), Owners(Do(alert, new AlertVerb.Take(), s_ann)));
        Assert.Equal(("Ann", "Bob"), Owners(Do(alert, new AlertVerb.Give(s_bob.Id!.Value) { Name = "Bob" }, s_ann)));
        Assert.Equal(new AlertOutcome.Refused(Refusal.AlreadyOwned, "Bob"), Do(alert, new AlertVerb.Take(), s_bob));
        Assert.Equal(("Bob", null), Owners(Do(alert, new AlertVerb.Pool(), s_ann)));
        Assert.Equal(new AlertOutcome.Refused(Refusal.Unowned), Do(alert, new AlertVerb.Pool(), s_ann));

        static (string? From, string? To) Owners(AlertOutcome outcome) => Assert.IsType<AlertOutcome.Done>(outcome).Step is var step ? (step.Before.Owner, step.After.Owner) : default;
    }

    [Fact]
    public void Hostile_text_is_cut_and_loses_what_the_database_cannot_store()
    {
        var alert = Alert.Raise(Firing() with { Summary = "a\0b" + new string('x', 500), Detail = new string('y', 9000) });

        Assert.Equal((300, 8000), (alert.Summary.Length, alert.Detail!.Length));
        Assert.StartsWith("a b", alert.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Descriptive_labels_never_replace_identity()
    {
        var alert = Alert.Raise(Firing() with { Descriptive = Labels.Of(("check", "other"), ("team", "web")) });

        Assert.Equal(("http", "web"), (alert.Labels["check"], alert.Labels["team"]));
    }

    private static AlertOutcome Do(Alert alert, AlertVerb verb, Actor by, int minutes = 0, string? comment = null) =>
        alert.Handle(verb, comment, by, s_noon.AddMinutes(minutes));

    private static AlertOutcome Acknowledge(Alert alert, Actor by, AcknowledgementKind kind = AcknowledgementKind.Normal) => Do(alert, new AlertVerb.Acknowledge(kind), by);

    private static AlertSignal Firing(AlertSeverity severity = AlertSeverity.Major, int minutes = 0) =>
        new(Labels.Of(("asset", "web-1"), ("check", "http")), true, severity, "HTTP 503", s_noon.AddMinutes(minutes));

    private static AlertSignal Clear(int minutes) => Firing(minutes: minutes) with { Firing = false };
}
