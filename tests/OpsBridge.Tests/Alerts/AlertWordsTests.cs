using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Timeline;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class AlertWordsTests : UiContext
{
    private static readonly AlertRow s_row = FakeAlerts.Row(1, "a");

    private ViewerTime Time => Services.GetRequiredService<ViewerTime>();

    [Fact]
    public void Losing_the_race_names_who_was_first_and_when_in_the_viewers_zone()
    {
        var lost = new AcknowledgeResult.AlreadyAcknowledged("operator2", Now.AddMinutes(-57));

        Assert.Equal("operator2 acknowledged it at 11:03 CET.", AlertWords.Of(lost, s_row, "operator1", Time).Text);
        Assert.Equal("You acknowledged it at 11:03 CET.", AlertWords.Of(lost, s_row, "operator2", Time).Text);
    }

    [Fact]
    public void Acknowledging_says_whose_it_is()
    {
        Assert.Equal("Acknowledged. It is yours.", AlertWords.Of(new AcknowledgeResult.Done(), s_row, "operator1", Time).Text);
        Assert.Equal("Acknowledged. operator2 keeps it.", AlertWords.Of(new AcknowledgeResult.Done(), s_row with { OwnerName = "operator2" }, "operator1", Time).Text);
    }

    [Fact]
    public void Closing_what_still_holds_says_why_not() =>
        Assert.Equal("The check still sees the condition; it would be raised again at once.", AlertWords.Of(new CloseResult.StillFiring()).Text);

    [Fact]
    public void Of_several_each_outcome_is_counted()
    {
        BulkOutcome[] outcomes =
        [
            Of(new AcknowledgeResult.Done()), Of(new AcknowledgeResult.Done()), Of(new AcknowledgeResult.Done()),
            Of(new AcknowledgeResult.AlreadyAcknowledged("operator2", Now)), Of(new AcknowledgeResult.AlreadyAcknowledged("operator1", Now)), Of(new AcknowledgeResult.AlreadyAcknowledged("operator1", Now)),
            Of(new AcknowledgeResult.AlreadyClosed()),
        ];

        Assert.Equal("3 acknowledged, 1 was already operator2's, 2 were already yours, 1 closed already.", AlertWords.Of(outcomes, "operator1").Text);
    }

    [Fact]
    public void History_says_what_changed()
    {
        var entry = new TimelineRow(1, Now, "operator1", "alert.acknowledged", "7", "acknowledged: HTTP: 503", null, """{"State":"Unacknowledged"}""", """{"State":"Acknowledged","Owner":"operator1"}""");

        Assert.Equal(("acknowledged", "HTTP: 503"), (HistoryWords.Verb(entry), HistoryWords.Object(entry)));
        Assert.Equal("State Unacknowledged → Acknowledged, Owner operator1", HistoryWords.Changes(entry));
    }

    private static BulkOutcome Of(AcknowledgeResult result) => new(s_row, result);
}
