using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Shifts.Roster;

public sealed class RosterPageTests : ShiftPageContext
{
    private readonly RosterShift _early = Shift("Early", 0, 6, 0, Person("operator2"));
    private readonly RosterShift _late = Shift("Late", 0, 14, 1);

    public RosterPageTests()
    {
        House.Desks.Add(Desk());
        House.View = House.View with { Shifts = [_early, _late, Shift("Late", -1, 14, 1)], Colleagues = [new RosterColleague(Guid.CreateVersion7(), "operator3")] };
    }

    [Fact]
    public void A_week_shows_days_across_shifts_down_and_marks_gaps_to_come()
    {
        var page = Render<RosterPage>();

        Assert.Equal(["Shift", "Mon 16 Nov", "Tue 17 Nov", "Wed 18 Nov", "Thu 19 Nov", "Fri 20 Nov", "Sat 21 Nov", "Sun 22 Nov"], page.FindAll("thead th").Select(t => t.TextContent.Trim()));
        Assert.Equal(["Early", "Late"], page.FindAll("tbody th b").Select(t => t.TextContent));
        Assert.Equal("1 missing", Assert.Single(page.FindAll(".gap-words")).TextContent.Trim()); // what is over is no gap any more
        Assert.Contains("1 gap", page.Find(".gap-pill").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_looks_and_a_supervisor_plans()
    {
        Assert.All(Render<RosterPage>().FindAll(".person"), p => Assert.True(p.HasAttribute("disabled")));
        Assert.Empty(Render<RosterPage>().FindAll(".add-person"));

        SignIn(Role.Supervisor);

        Assert.Equal(2, Render<RosterPage>().FindAll(".add-person").Count);
    }

    [Fact]
    public async Task Somebody_is_dragged_to_another_shift_and_undo_brings_them_back()
    {
        SignIn(Role.Supervisor);
        var made = Guid.CreateVersion7();
        House.Answer = ShiftAnswer.Ok("operator2 is moved.", made);
        var page = Render<RosterPage>();

        await page.Find(".person").DragStartAsync(new());
        await page.FindAll(".roster-cell").Single(c => c.GetAttribute("aria-label")!.StartsWith("Late on Sun", StringComparison.Ordinal)).DropAsync(new());

        Assert.Equal([$"move {_early.People[0].AssignmentId} {_late.Id}"], House.Done);
        await page.InvokeAsync(Assert.Single(Toasts.Current).Action!);
        Assert.Equal($"move {made} {_early.Id}", House.Done[^1]);
    }

    [Fact]
    public async Task The_same_goes_by_keyboard()
    {
        SignIn(Role.Supervisor);
        var page = Render<RosterPage>();
        await page.Find(".person").ClickAsync(new());
        await page.Find("#move-to").ChangeAsync(new() { Value = _late.Id.ToString() });
        await page.FindAll("dialog .btn").Single(b => b.TextContent.Trim() == "Move").ClickAsync(new());
        await page.FindAll(".add-person")[1].ClickAsync(new());
        await page.FindAll(".pick-people .btn").Single().ClickAsync(new());

        Assert.Equal([$"move {_early.People[0].AssignmentId} {_late.Id}", $"assign {_late.Id} {House.View.Colleagues[0].AccountId}"], House.Done);
    }

    [Fact]
    public async Task Whoever_stands_at_another_desk_then_is_not_offered()
    {
        SignIn(Role.Supervisor);
        House.View = House.View with { Elsewhere = [new RosterElsewhere(House.View.Colleagues[0].AccountId, "Night desk", _late.StartsAt.AddHours(-1), _late.StartsAt.AddHours(1))] };
        var page = Render<RosterPage>();
        await page.FindAll(".add-person")[1].ClickAsync(new());

        var offered = page.FindAll(".pick-people .btn").Single();
        Assert.True(offered.HasAttribute("disabled"));
        Assert.Contains("at Night desk", offered.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_will_not_stand_the_shift_is_marked_in_words()
    {
        House.View = House.View with { Shifts = [Shift("Late", 0, 14, 1, Person("operator2", "on leave"))] };

        Assert.Contains("on leave", Render<RosterPage>().Find(".person.trouble").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_month_shows_whole_weeks_with_their_gaps()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/roster?view=month&day=2026-11-22");
        var page = Render<RosterPage>();

        Assert.Equal(42, page.FindAll(".month-day").Count);
        Assert.Equal(2, page.FindAll(".month-shift.gap").Count);
    }

    [Fact]
    public void Without_a_desk_a_supervisor_is_led_to_the_first_one()
    {
        House.Desks.Clear();
        Assert.DoesNotContain("Make the first desk", Render<RosterPage>().Markup, StringComparison.Ordinal);
        SignIn(Role.Supervisor);
        Assert.Contains("Make the first desk", Render<RosterPage>().Markup, StringComparison.Ordinal);
    }
}
