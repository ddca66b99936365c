using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;
using Xunit;

namespace OpsBridge.Rounds;

public sealed class RoundPagesTests : AlertPageContext
{
    private static readonly ChecklistStep s_air = new(Guid.CreateVersion7(), StepKind.Number, "<b>Air</b>") { Unit = "°C", Limits = new StepLimits(16, 25, 12, 30) };
    private static readonly ChecklistStep s_tray = new(Guid.CreateVersion7(), StepKind.Choice, "Tray") { Choices = [new("Dry"), new("Wet", Verdict.Alarm)] };
    private readonly FakeRounds _rounds = new();

    public RoundPagesTests() => Services.AddSingleton<IRoundBook>(_rounds).AddSingleton<IRoundActions>(_rounds);

    [Fact]
    public void The_list_says_what_is_to_do_what_comes_and_what_ended()
    {
        _rounds.Rows.AddRange([Row("Facility round", RoundState.Overdue) with { CarriedAt = Now, CarriedUntil = Now.AddHours(8) }, Row("Tapes", RoundState.Open), Row("Later", RoundState.Waiting), Row("Keys", RoundState.Skipped) with { Why = "<i>closed</i>" }]);
        var page = Render<RoundsPage>();

        Assert.Contains("2 rounds to do, 1 overdue", page.Find(".page-head").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Facility round", "Tapes", "Later", "Keys"], page.FindAll(".round-name b").Select(b => b.TextContent));
        Assert.Equal("carried over", page.Find(".round-name .mark").TextContent);
        Assert.Contains("“<i>closed</i>”", page.FindAll(".round-steps")[^1].TextContent, StringComparison.Ordinal); // as text
    }

    [Fact]
    public async Task A_number_is_saved_by_enter_and_hostile_words_are_words()
    {
        Show(onWatch: true);
        var page = Render<RoundPage>(p => p.Add(r => r.Id, Guid.CreateVersion7()));
        Assert.Equal("<b>Air</b>", page.Find("h3").TextContent);
        page.Find("#step-0").Input("31,5");
        await page.Find("#step-0").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });
        page.FindAll(".step-choices button")[1].Click();

        Assert.Equal(["0: 31,5", "0: Wet"], _rounds.Done);
    }

    [Fact]
    public void Who_was_second_sees_the_others_value_and_keeps_their_own_in_the_field()
    {
        Show(onWatch: true);
        _rounds.Answer = _ => RoundAnswer.Bad("bob entered 20 °C at 13:00. Yours is not saved.") with { Newer = 1 };
        var page = Render<RoundPage>(p => p.Add(r => r.Id, Guid.CreateVersion7()));
        page.Find("#step-0").Input("40");
        page.FindAll(".step-big")[0].Click();
        Assert.Contains("bob entered 20 °C", page.Find(".step .answer").TextContent, StringComparison.Ordinal);
        Assert.Equal("40", page.Find("#step-0").GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_not_possible_and_a_skipped_round_need_a_reason()
    {
        Show(onWatch: true);
        var page = Render<RoundPage>(p => p.Add(r => r.Id, Guid.CreateVersion7()));
        page.FindAll(".step-ask .quiet")[0].Click();
        page.Find("#step-0-why").Input("room is locked");
        page.Find(".step-ask .step-big").Click();
        await PressAsync(page, "s");
        page.Find("#skip-why").Input("no time");
        page.FindAll("dialog .btn.primary")[^1].Click();

        Assert.Equal(["0: not possible because room is locked", "skip no time"], _rounds.Done);
    }

    [Fact]
    public void Who_is_not_on_watch_or_only_views_reads_and_is_told_why()
    {
        Show(onWatch: false);
        Assert.Contains("take the watch", Render<RoundPage>(p => p.Add(r => r.Id, Guid.CreateVersion7())).Find(".round-head .warning").TextContent, StringComparison.Ordinal);
        SignIn(Role.Viewer);
        Assert.Empty(Render<RoundPage>(p => p.Add(r => r.Id, Guid.CreateVersion7())).FindAll(".step-big"));
    }

    private static RoundRow Row(string name, RoundState state) => new()
    {
        Id = Guid.CreateVersion7(), ChecklistId = Guid.CreateVersion7(), Name = name, DeskId = Guid.Empty, DeskName = "Main", State = state, DueAt = Now, OpensAt = Now, OverdueAt = Now, Steps = 2, FinishedAt = Now, FinishedBy = "ann",
    };

    private static RoundView View(bool onWatch) =>
        new(Row("Facility round", RoundState.Open), 1, new ChecklistDetails("Facility round", Guid.Empty, new RoundSchedule(RoundTiming.ShiftStart)) { Steps = [s_air, s_tray] })
        {
            Steps = [new StepView(s_air, null, null, null), new StepView(s_tray, null, null, null)],
            OnWatch = onWatch,
        };

    private void Show(bool onWatch) => _rounds.View = View(onWatch);
}
