using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Sections;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Shifts.Watch;

public sealed class WatchPagesTests : ShiftPageContext
{
    [Fact]
    public void The_top_bar_says_who_is_on_which_shift_and_when_it_is_handed_over()
    {
        House.Watches.Add(Watch(On("operator1", holds: true, Me), On("operator2")));

        var bar = Render<WithBar>().Find("a.watch");

        Assert.Contains("Main Early 06:00–14:00 · 2 on watch · handover in 2 h 00", Words(bar), StringComparison.Ordinal);
        Assert.Equal(2, bar.QuerySelectorAll(".avatar").Length);
    }

    [Fact]
    public void The_top_bar_is_loud_where_nobody_answers_late_where_the_relief_is_and_quiet_where_the_desk_was_left_in_writing()
    {
        var nobody = Watch();
        House.Watches.Add(nobody);
        var bar = Render<WithBar>();
        Assert.Contains("nobody answers", Words(bar.Find("a.watch.loud")), StringComparison.Ordinal);

        Show(bar, nobody with { Unstaffed = new DeskUnstaffed(Now.AddHours(3), "operator1", "4711", "all quiet") });
        Assert.Contains("unstaffed until 15:00", Words(bar.Find("a.watch.away")), StringComparison.Ordinal);

        var late = Early with { EndsAt = Now.AddMinutes(-20) };
        Show(bar, Watch(On("operator2", holds: true)) with { Held = late });
        bar.WaitForAssertion(() => Assert.Contains("relief late 20 min", Words(bar.Find("a.watch.late")), StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_desk_the_top_bar_is_empty_and_the_page_says_what_a_desk_is()
    {
        Assert.Empty(Render<WithBar>().FindAll("a.watch"));
        Assert.DoesNotContain("Make the first desk", Render<WatchPage>().Markup, StringComparison.Ordinal);

        SignIn(Role.Supervisor);

        Assert.Contains("Make the first desk", Render<WatchPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_not_on_watch_can_take_it_and_reads_what_came_of_it()
    {
        House.Watches.Add(Watch(On("operator2", holds: true)));
        House.Answer = ShiftAnswer.Ok("You are on watch.");
        var page = Render<WatchPage>();

        await page.FindAll(".desk-card .btn").Single(b => Words(b) == "Take the watch").ClickAsync(new());

        Assert.Equal(["take"], House.Done);
        Assert.Equal("You are on watch.", Assert.Single(Toasts.Current).Text);
    }

    [Fact]
    public void Who_holds_the_desk_can_hand_over_or_ask_for_relief_but_not_leave()
    {
        House.Watches.Add(Watch(On("operator1", holds: true, Me), On("operator2")));

        var words = Render<WatchPage>().FindAll(".desk-card .btn").Select(Words).ToList();

        Assert.Equal(["Hand over", "Ask for relief"], words);
    }

    [Fact]
    public async Task Who_is_asked_to_take_over_confirms_each_point_first()
    {
        House.Watches.Add(Watch(On("operator2", holds: true)) with { Relief = new OfferedRelief(Guid.CreateVersion7(), Guid.CreateVersion7(), "operator2", Me, "operator1", "<b>two</b> alerts are open") });
        var page = Render<WatchPage>();
        Assert.Contains("&lt;b&gt;two", page.Markup, StringComparison.Ordinal);
        Assert.True(page.FindAll(".btn").Single(b => Words(b) == "Take over").HasAttribute("disabled"));

        for (var i = 0; i < Relief.Checklist.Count; i++)
        {
            await page.FindAll(".desk-card input[type=checkbox]")[i].ChangeAsync(new ChangeEventArgs { Value = true });
        }

        await page.FindAll(".btn").Single(b => Words(b) == "Take over").ClickAsync(new());
        Assert.Equal([$"relieve {Relief.Checklist.Count}"], House.Done);
    }

    [Fact]
    public async Task A_form_that_lacks_something_says_so_at_the_field_and_stays_open()
    {
        House.Watches.Add(Watch(On("operator1", holds: true, Me)));
        House.Answer = ShiftAnswer.Wrong(new Dictionary<string, string> { [nameof(UnstaffedForm.OnCall)] = "Say who is called." });
        var page = Render<WatchPage>();
        await page.FindAll(".btn").Single(b => Words(b) == "Leave unstaffed").ClickAsync(new());

        await page.Find("dialog form").SubmitAsync();

        Assert.Contains("Say who is called.", page.Find("#unstaffed-call-error").TextContent, StringComparison.Ordinal);
    }

    private void Show(IRenderedComponent<WithBar> bar, DeskWatch desk)
    {
        House.Watches.Clear();
        House.Watches.Add(desk);
        bar.FindComponent<WatchBar>().Instance.Feed.Publish("watch_spells");
        bar.WaitForAssertion(() => Assert.DoesNotContain("loud", bar.Find("a.watch").ClassList), TimeSpan.FromSeconds(30));
    }

    private static string Words(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is var text && element.QuerySelector(".avatars") is { } avatars
        ? text[string.Join(' ', avatars.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Length..].Trim()
        : string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The bar with the place in the layout that it fills.</summary>
    public sealed class WithBar : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<SectionOutlet>(0);
            builder.AddComponentParameter(1, nameof(SectionOutlet.SectionName), "watch");
            builder.CloseComponent();
            builder.OpenComponent<WatchBar>(2);
            builder.CloseComponent();
        }
    }
}
