using Microsoft.Extensions.Options;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Shifts;
using Xunit;

namespace OpsBridge.Alerts.Handling;

public sealed class HandlingRulesTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);
    private static readonly Actor s_bob = Actor.InRole(Guid.CreateVersion7(), "Bob", Role.Operator);

    [Theory]
    [InlineData(AcknowledgementKind.Normal, AlertSeverity.Critical, AlertState.Unacknowledged)]
    [InlineData(AcknowledgementKind.Normal, AlertSeverity.Info, AlertState.Unacknowledged)]
    [InlineData(AcknowledgementKind.Sticky, AlertSeverity.Critical, AlertState.Acknowledged)]
    [InlineData(AcknowledgementKind.Sticky, AlertSeverity.Info, AlertState.Acknowledged)]
    [InlineData(AcknowledgementKind.Expiring, AlertSeverity.Critical, AlertState.Unacknowledged)]
    [InlineData(AcknowledgementKind.Expiring, AlertSeverity.Info, AlertState.Acknowledged)]
    public void How_long_an_acknowledgement_holds_when_the_severity_changes(AcknowledgementKind kind, AlertSeverity to, AlertState then)
    {
        var alert = Raise(AlertSeverity.Major);
        Do(alert, new AlertVerb.Acknowledge(kind, kind == AcknowledgementKind.Expiring ? s_noon.AddHours(1) : null));

        alert.Take(Signal(to, 1));

        Assert.Equal((then, to), (alert.State, alert.Severity));
    }

    [Fact]
    public void An_expiring_acknowledgement_runs_out_at_its_time_and_not_before()
    {
        var alert = Raise(AlertSeverity.Major);
        Do(alert, new AlertVerb.Acknowledge(AcknowledgementKind.Expiring, s_noon.AddHours(1)));

        Assert.False(alert.EndAcknowledgement(s_noon.AddMinutes(59)));
        Assert.True(alert.EndAcknowledgement(s_noon.AddHours(1)));

        Assert.Equal((AlertState.Unacknowledged, (Acknowledgement?)null, "Ann"), (alert.State, alert.Acknowledgement, alert.OwnerName));
    }

    [Fact]
    public void A_shelf_until_a_time_outlasts_going_and_coming_and_ends_as_before()
    {
        var alert = Raise(AlertSeverity.Major);
        Do(alert, new AlertVerb.Acknowledge());
        Do(alert, new AlertVerb.Shelve(ShelfKind.UntilTime, s_noon.AddHours(1)), "known");

        Assert.Equal(SignalOutcome.Cleared, alert.Take(Signal(AlertSeverity.Major, 1) with { Firing = false }));
        Assert.Equal(SignalOutcome.CameBack, alert.Take(Signal(AlertSeverity.Major, 2)));
        Assert.Equal(AlertState.Shelved, alert.State);
        Assert.True(alert.EndShelf(s_noon.AddHours(1)));

        Assert.Equal((AlertState.Acknowledged, (AlertShelf?)null), (alert.State, alert.Shelf));
    }

    [Fact]
    public void What_is_gone_when_its_shelf_ends_is_closed()
    {
        var alert = Raise(AlertSeverity.Major);
        Do(alert, new AlertVerb.Shelve(ShelfKind.UntilTime, s_noon.AddHours(1)), "known");
        alert.Take(Signal(AlertSeverity.Major, 1) with { Firing = false, Ending = AlertEnding.TimedOut });

        alert.EndShelf(s_noon.AddHours(1));

        Assert.Equal((AlertState.Closed, AlertEnding.TimedOut, s_noon.AddMinutes(1)), (alert.State, alert.Ending, alert.ClearedAt));
    }

    [Theory]
    [InlineData(ShelfKind.UntilTime, AlertState.Unacknowledged)]
    [InlineData(ShelfKind.UntilNextShift, AlertState.Unacknowledged)]
    [InlineData(ShelfKind.UntilClear, AlertState.Shelved)]
    public void What_gets_worse_than_it_was_when_it_was_shelved_comes_back_unless_shelved_until_clear(ShelfKind kind, AlertState then)
    {
        var alert = Raise(AlertSeverity.Major);
        Do(alert, new AlertVerb.Shelve(kind, kind == ShelfKind.UntilClear ? null : s_noon.AddHours(1)), "known");

        alert.Take(Signal(AlertSeverity.Warning, 1));
        alert.Take(Signal(AlertSeverity.Major, 2));
        Assert.Equal(AlertState.Shelved, alert.State); // only as bad as it was then
        alert.Take(Signal(AlertSeverity.Critical, 3));

        Assert.Equal(then, alert.State);
    }

    [Fact]
    public void A_shelf_until_clear_closes_with_the_condition()
    {
        var alert = Raise(AlertSeverity.Major);
        Do(alert, new AlertVerb.Shelve(ShelfKind.UntilClear), "known");

        Assert.Equal(SignalOutcome.ClearedAndClosed, alert.Take(Signal(AlertSeverity.Major, 1) with { Firing = false }));
    }

    [Fact]
    public void A_judged_severity_holds_until_the_source_reports_another_one_than_it_did()
    {
        var alert = Raise(AlertSeverity.Critical);
        Do(alert, new AlertVerb.Rerank(AlertSeverity.Warning));

        Assert.Equal(SignalOutcome.Repeated, alert.Take(Signal(AlertSeverity.Critical, 1)));
        Assert.Equal(AlertSeverity.Warning, alert.Severity);

        Assert.Equal(SignalOutcome.Worsened, alert.Take(Signal(AlertSeverity.Major, 2)));
        Assert.Equal(AlertSeverity.Major, alert.Severity);
    }

    [Fact]
    public void An_acknowledgement_of_an_alert_that_is_hidden_meanwhile_still_stands_afterwards()
    {
        var alert = Raise(AlertSeverity.Major);
        Do(alert, new AlertVerb.Acknowledge());

        alert.Take(Signal(AlertSeverity.Major, 1) with { HiddenBecause = "core-sw is down" });
        alert.Take(Signal(AlertSeverity.Major, 2));

        Assert.Equal((AlertState.Acknowledged, "Ann"), (alert.State, alert.Acknowledgement!.By));
    }

    [Fact]
    public void Undo_puts_back_what_was_and_nothing_when_somebody_moved_it()
    {
        var alert = Raise(AlertSeverity.Major);
        Do(alert, new AlertVerb.Take());
        var shelved = Step(Do(alert, new AlertVerb.Shelve(ShelfKind.UntilClear), "known"));
        alert.Take(Signal(AlertSeverity.Major, 1)); // a repeat moves nothing

        var undone = Step(alert.Undo(shelved, s_ann, s_noon.AddMinutes(2)));

        Assert.Equal((AlertState.Unacknowledged, "Ann", 2), (alert.State, alert.OwnerName, alert.Count));
        Assert.Equal((shelved.After, shelved.Before), (undone.Before, undone.After));
        Assert.Equal(new AlertOutcome.Refused(Refusal.MovedSince), alert.Undo(shelved, s_ann, s_noon.AddMinutes(3)));
    }

    [Fact]
    public void Undo_of_a_close_opens_it_as_it_was()
    {
        var alert = Raise(AlertSeverity.Major);
        alert.Take(Signal(AlertSeverity.Major, 1) with { Firing = false });
        var closed = Step(Do(alert, new AlertVerb.Close()));
        Assert.Equal(AlertState.Closed, alert.State);

        alert.Undo(closed, s_ann, s_noon.AddMinutes(2));

        Assert.Equal((AlertState.ReturnedUnacknowledged, (DateTimeOffset?)null, s_noon.AddMinutes(1), AlertEnding.BySender), (alert.State, alert.ClosedAt, alert.ClearedAt, alert.Ending));
    }

    [Fact]
    public void Undo_of_a_judgement_does_not_bring_back_what_the_source_no_longer_says()
    {
        var alert = Raise(AlertSeverity.Critical);
        var judged = Step(Do(alert, new AlertVerb.Rerank(AlertSeverity.Warning)));
        alert.Take(Signal(AlertSeverity.Warning, 1)); // says what is shown: no step

        alert.Undo(judged, s_ann, s_noon.AddMinutes(2));

        Assert.Equal(AlertSeverity.Warning, alert.Severity);
    }

    [Fact]
    public void A_race_for_an_alert_is_told_to_the_second()
    {
        var alert = Raise(AlertSeverity.Major);
        Do(alert, new AlertVerb.Acknowledge());

        Assert.Equal(new AlertOutcome.Refused(Refusal.AlreadyAcknowledged, "Ann", s_noon), alert.Handle(new AlertVerb.Acknowledge(), null, s_bob, s_noon));
        Assert.IsType<AlertOutcome.Done>(alert.Handle(new AlertVerb.Acknowledge(AcknowledgementKind.Sticky), null, s_bob, s_noon)); // asks for more
    }

    [Theory]
    [InlineData("2026-11-20T12:00:00Z", "2026-11-20T13:00:00Z")] // 14:00 CET
    [InlineData("2026-11-20T13:00:00Z", "2026-11-20T21:00:00Z")] // the change itself belongs to the new shift
    [InlineData("2026-11-20T22:30:00Z", "2026-11-21T05:00:00Z")]
    [InlineData("2027-03-27T22:00:00Z", "2027-03-28T04:00:00Z")] // the night of summer time is an hour shorter
    [InlineData("2027-10-30T21:00:00Z", "2027-10-31T05:00:00Z")] // and that of winter time an hour longer
    public void The_next_shift_begins_at_its_local_time(string now, string next)
    {
        var shifts = new DailyShiftChanges(Options.Create(new ShiftsOptions { DailyZone = "Europe/Zurich" }), TimeProvider.System);

        Assert.Equal(DateTimeOffset.Parse(next), shifts.NextAfter(DateTimeOffset.Parse(now)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("25:00", "")]
    [InlineData("06:00; 14:00", "")]
    [InlineData("06:00", "Nowhere/Land")]
    public void Settings_that_make_no_sense_are_named(string changes, string zone) =>
        Assert.NotNull(new ShiftsOptions { DailyChanges = changes, DailyZone = zone }.Fault());

    [Fact]
    public void The_settings_that_ship_make_sense() => Assert.Null(new AlertsOptions().Fault() ?? new ShiftsOptions().Fault());

    private static Alert Raise(AlertSeverity severity) => Alert.Raise(Signal(severity, 0));

    private static AlertOutcome Do(Alert alert, AlertVerb verb, string? comment = null) => alert.Handle(verb, comment, s_ann, s_noon);

    private static AlertTransition Step(AlertOutcome outcome) => Assert.IsType<AlertOutcome.Done>(outcome).Step;

    private static AlertSignal Signal(AlertSeverity severity, int minute) =>
        new(Labels.Of(("name", "disk")), true, severity, "disk full", s_noon.AddMinutes(minute)) { Source = "outside" };
}
