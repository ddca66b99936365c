using AngleSharp.Dom;
using Bunit;
using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;
using OpsBridge.Ui;
using Radzen.Blazor;
using Xunit;

namespace OpsBridge.Alerts;

/// <summary>What the verbs of an alert ask for, what they then order, and what the operator reads.</summary>
public sealed class VerbBarTests : AlertPageContext
{
    private readonly List<AlertAnswer> _answers = [];

    [Theory]
    [InlineData(AcknowledgementKind.Normal)]
    [InlineData(AcknowledgementKind.Sticky)]
    public async Task An_acknowledgement_holds_as_chosen_and_brings_its_comment(AcknowledgementKind kind)
    {
        var bar = Bar();
        await PressAsync(bar, "Shift+a");
        Choose(bar, "It holds", kind.ToString());
        Comment(bar, "carrier called");
        Do(bar);

        Assert.Equal(["acknowledge 1 carrier called"], Alerts.Done);
        Assert.Equal(new AlertVerb.Acknowledge(kind), Assert.Single(Alerts.Verbs));
        Assert.Equal([Alerts.Answer], _answers);
        Assert.Empty(bar.FindAll("dialog textarea"));
    }

    [Fact]
    public async Task An_expiring_acknowledgement_asks_until_when()
    {
        var bar = Bar();
        await PressAsync(bar, "Shift+a");
        Assert.Empty(bar.FindComponents<OpsDateTime>());
        Choose(bar, "It holds", nameof(AcknowledgementKind.Expiring));
        await PickAsync(bar, new DateTime(2026, 11, 22, 15, 30, 0, DateTimeKind.Unspecified));
        Do(bar);

        Assert.Equal(new AlertVerb.Acknowledge(AcknowledgementKind.Expiring, new DateTimeOffset(2026, 11, 22, 14, 30, 0, TimeSpan.Zero)), Assert.Single(Alerts.Verbs));
    }

    [Fact]
    public async Task A_shelf_needs_a_reason_and_is_asked_for_until_the_next_shift_a_time_or_clear()
    {
        var bar = Bar();
        await PressAsync(bar, "s");
        Do(bar);
        Assert.Equal("Say why it is put aside: the next shift will ask.", bar.Find("dialog [role=alert]").TextContent);
        Assert.Empty(Alerts.Done);
        Assert.Contains("The next shift begins at 14:00 CET.", bar.Find("dialog").TextContent, StringComparison.Ordinal);

        Comment(bar, "vendor comes at noon");
        Do(bar);
        await PressAsync(bar, "s");
        Choose(bar, "It stays aside", nameof(ShelfKind.UntilTime));
        await PickAsync(bar, new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Unspecified));
        Comment(bar, "vendor");
        Do(bar);
        await PressAsync(bar, "s");
        Choose(bar, "It stays aside", nameof(ShelfKind.UntilClear));
        Comment(bar, "known");
        Do(bar);

        Assert.Equal(
            [new AlertVerb.Shelve(ShelfKind.UntilNextShift), new AlertVerb.Shelve(ShelfKind.UntilTime, new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero)), new AlertVerb.Shelve(ShelfKind.UntilClear)],
            Alerts.Verbs);
    }

    [Fact]
    public async Task An_alert_is_given_to_somebody_who_must_be_chosen()
    {
        var ann = new Colleague(Guid.CreateVersion7(), "ann");
        Alerts.People.Add(ann);
        var bar = Bar();
        await PressAsync(bar, "Shift+t");
        Do(bar);
        Assert.Equal("Choose somebody.", bar.Find("dialog [role=alert]").TextContent);
        Assert.Empty(Alerts.Done);

        Choose(bar, "New owner", ann.Id.ToString());
        Do(bar);

        Assert.Equal(new AlertVerb.Give(ann.Id), Assert.Single(Alerts.Verbs));
    }

    [Fact]
    public async Task When_nobody_can_be_asked_for_the_dialog_says_so()
    {
        var bar = Bar();
        await PressAsync(bar, "Shift+t");

        Assert.Contains("Nobody can be chosen now.", bar.Find("dialog").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owned_alerts_return_to_the_pool_and_shelved_ones_come_down_without_a_question()
    {
        await PressAsync(Bar(FakeAlerts.Row(1, "one") with { OwnerName = "ann" }), "r");
        await PressAsync(Bar(FakeAlerts.Row(2, "two", state: AlertState.Shelved)), "s");
        await PressAsync(Bar(FakeAlerts.Row(3, "three")), "c");

        Assert.Equal(["pool 1", "unshelve 2", "close 3"], Alerts.Done);
    }

    [Fact]
    public async Task A_note_without_words_is_refused_where_it_is_written()
    {
        var bar = Bar();
        await PressAsync(bar, "n");
        Comment(bar, "  ");
        Do(bar);

        Assert.Equal("Write 1 to 4000 characters.", bar.Find("dialog [role=alert]").TextContent);
        Assert.Empty(Alerts.Done);
    }

    [Theory]
    [InlineData("Your role does not allow this. Ask an administrator.", "warning")]
    [InlineData("Choose a time within the next 30 days.", "warning")]
    [InlineData("The database does not answer.", "critical")]
    public async Task What_was_not_done_keeps_the_dialog_open_with_the_reason_and_the_words(string reason, string tone)
    {
        Alerts.Answer = new(reason, tone);
        var bar = Bar();
        await PressAsync(bar, "n");
        Comment(bar, "called the carrier");
        Do(bar);

        Assert.Equal(reason, bar.Find("dialog [role=alert]").TextContent);
        Assert.Equal("called the carrier", bar.Find("dialog textarea").GetAttribute("value"));
        Assert.Empty(_answers);
    }

    [Fact]
    public async Task Who_was_faster_is_an_answer_and_no_error()
    {
        Alerts.Answer = new("operator2 acknowledged it at 12:03 CET.", "info");
        var bar = Bar();
        await PressAsync(bar, "Shift+a");
        Do(bar);

        Assert.Equal([Alerts.Answer], _answers);
        Assert.Empty(bar.FindAll("dialog textarea"));
    }

    [Fact]
    public void A_closed_alert_takes_notes_and_links_only()
    {
        var bar = Bar(FakeAlerts.Row(1, "one", state: AlertState.Closed));

        Assert.Equal(["Note", "Link"], bar.FindAll("button.btn").Select(b => b.TextContent.Trim()).Where(t => t is not ("Leave" or "Save the note")));
    }

    private IRenderedComponent<VerbBar> Bar(AlertRow? row = null) => Render<VerbBar>(p => p
        .Add(b => b.Rows, [row ?? FakeAlerts.Row(1, "one")])
        .Add(b => b.OnAnswer, _answers.Add));

    private static void Choose(IRenderedComponent<VerbBar> bar, string label, string value) => Input(bar, label).Change(value);

    private static void Comment(IRenderedComponent<VerbBar> bar, string text) => bar.Find("dialog textarea").Input(text);

    private static void Do(IRenderedComponent<VerbBar> bar) => bar.Find("dialog .btn.primary").Click();

    private static Task PickAsync(IRenderedComponent<VerbBar> bar, DateTime local) =>
        bar.InvokeAsync(() => bar.FindComponent<RadzenDatePicker<DateTime?>>().Instance.ValueChanged.InvokeAsync(local));

    private static IElement Input(IRenderedComponent<VerbBar> bar, string label) =>
        bar.Find($"#{bar.FindAll("dialog label").Single(l => l.TextContent.StartsWith(label, StringComparison.Ordinal)).GetAttribute("for")}");
}
