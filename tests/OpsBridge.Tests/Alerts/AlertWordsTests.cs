using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;
using OpsBridge.Timeline;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class AlertWordsTests : UiContext
{
    private static readonly Actor s_me = Actor.InRole(Guid.CreateVersion7(), "operator1", Role.Operator);

    private ViewerTime Time => Services.GetRequiredService<ViewerTime>();

    [Fact]
    public void Losing_the_race_names_who_was_first_and_when_in_the_viewers_zone()
    {
        var lost = new AlertOutcome.Refused(Refusal.AlreadyAcknowledged, "operator2", Now.AddMinutes(-57));

        Assert.Equal("operator2 acknowledged it at 11:03 CET.", AlertWords.Of(lost, new AlertVerb.Acknowledge(), "operator1", Time).Text);
        Assert.Equal("You acknowledged it at 11:03 CET.", AlertWords.Of(lost, new AlertVerb.Acknowledge(), "operator2", Time).Text);
    }

    [Fact]
    public void Acknowledging_says_whose_it_is()
    {
        Assert.Equal("Acknowledged. It is yours.", Answer(new AlertVerb.Acknowledge(), "operator1"));
        Assert.Equal("Acknowledged. operator1 keeps it.", Answer(new AlertVerb.Acknowledge(), "operator2"));
    }

    [Fact]
    public void Every_refusal_has_a_sentence_and_a_short_form_of_its_own()
    {
        var all = Enum.GetValues<Refusal>();

        Assert.Equal(all.Length, all.Select(r => VerbWords.Of(r, "Ann", "12:00")).Distinct().Count());
        Assert.Equal(all.Length, all.Select(VerbWords.Short).Distinct().Count());
    }

    [Fact]
    public void Every_step_has_words_of_its_own()
    {
        var all = Enum.GetValues<AlertTransitionKind>();

        Assert.Equal(all.Length, all.Select(k => StepWords.Verb(Step(AlertState.Unacknowledged) with { Kind = k })).Distinct().Count());
    }

    [Fact]
    public void Of_several_each_outcome_is_counted()
    {
        AlertOutcome[] outcomes =
        [
            Done(AlertState.Acknowledged), Done(AlertState.Acknowledged), Done(AlertState.Acknowledged), Done(AlertState.Closed),
            Taken("operator2"), Taken("operator1"), Taken("operator1"), new AlertOutcome.Refused(Refusal.Closed), new AlertOutcome.NotFound(),
        ];

        Assert.Equal(
            "3 acknowledged, 1 seen and closed, 1 was already operator2's, 2 were already yours, 1 closed already, 1 no longer there.",
            AlertWords.Of([.. outcomes.Select((o, i) => new HandledAlert(i, o))], new AlertVerb.Acknowledge(), "operator1").Text);
    }

    [Fact]
    public void An_undo_says_what_somebody_else_moved_meanwhile()
    {
        Assert.Equal("Undone.", AlertWords.Of(new UndoResult.Undone([new HandledAlert(1, Done(AlertState.Unacknowledged))])).Text);
        Assert.Equal("Not undone. Ann moved it since.", AlertWords.Of(new UndoResult.Undone([new HandledAlert(1, new AlertOutcome.Refused(Refusal.MovedSince, "Ann"))])).Text);
        Assert.Equal("1 undone, 1 moved by somebody since.", AlertWords.Of(new UndoResult.Undone(
            [new HandledAlert(1, Done(AlertState.Unacknowledged)), new HandledAlert(2, new AlertOutcome.Refused(Refusal.MovedSince, "Ann"))])).Text);
        Assert.Equal("That was more than 10 minutes ago.", AlertWords.Of(new UndoResult.TooLate()).Text);
    }

    [Fact]
    public void History_says_what_changed()
    {
        var entry = new TimelineRow(1, Now, "operator1", "alert.acknowledged", "7", "acknowledged: HTTP: 503", null, """{"State":"Unacknowledged"}""", """{"State":"Acknowledged","Owner":"operator1"}""");

        Assert.Equal(("acknowledged", "HTTP: 503"), (HistoryWords.Verb(entry), HistoryWords.Object(entry)));
        Assert.Equal("State Unacknowledged → Acknowledged, Owner operator1", HistoryWords.Changes(entry));
    }

    private static AlertOutcome.Refused Taken(string by) => new(Refusal.AlreadyAcknowledged, by);

    private static AlertOutcome.Done Done(AlertState state) => new(Step(state));

    private static AlertTransition Step(AlertState state)
    {
        var standing = new AlertStanding(state, AlertSeverity.Major, null, null, null, null, false, null);
        return new AlertTransition { AlertId = 1, Revision = 1, At = DateTimeOffset.UnixEpoch, Kind = AlertTransitionKind.Acknowledged, ActorName = "Ann", Before = standing, After = standing };
    }

    private string Answer(AlertVerb verb, string me)
    {
        var alert = Alert.Raise(new AlertSignal(Kernel.Labels.Of(("a", "b")), true, AlertSeverity.Major, "s", Now));
        return AlertWords.Of(alert.Handle(verb, null, s_me, Now), verb, me, Time).Text;
    }
}
