using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace OpsBridge.Ui;

public sealed class AnswerTests : UiContext
{
    [Fact]
    public void A_toast_is_said_politely_and_can_be_closed()
    {
        var region = Render<ToastRegion>();
        Services.GetRequiredService<Toasts>().Say("It is yours.", "critical");

        region.WaitForAssertion(() => Assert.Contains("It is yours.", region.Find("[role=status]").TextContent, StringComparison.Ordinal));
        region.Find("button[aria-label='Close message']").Click();

        region.WaitForAssertion(() => Assert.Empty(region.FindAll(".toast")));
    }

    [Fact]
    public async Task A_confirmation_names_what_it_will_touch_and_answers_what_was_pressed()
    {
        var dialog = Render<ConfirmDialog>();
        var answer = Services.GetRequiredService<Confirmation>().AskAsync(new ConfirmQuestion("Delete 2 sites?", "Delete 2 sites", Touched: ["Zurich DC", "Frankfurt DC"]));

        dialog.WaitForAssertion(() => Assert.Equal(2, dialog.FindAll(".touched li").Count));
        dialog.Find("button.danger").Click();

        Assert.True(await answer);
    }

    [Fact]
    public async Task A_second_question_answers_the_first_with_no()
    {
        var confirm = Services.GetRequiredService<Confirmation>();
        var first = confirm.AskAsync(new ConfirmQuestion("One?", "One"));
        _ = confirm.AskAsync(new ConfirmQuestion("Two?", "Two"));

        Assert.False(await first);
    }

    [Fact]
    public async Task The_newest_binding_of_a_key_wins_and_gives_way_when_it_goes()
    {
        var pressed = new List<string>();
        var keys = Services.GetRequiredService<KeyRegistry>();
        keys.Add(new KeyBinding("a", "Old", "Page", EventCallback.Factory.Create(this, () => pressed.Add("old"))));
        var newer = keys.Add(new KeyBinding("a", "New", "Page", EventCallback.Factory.Create(this, () => pressed.Add("new"))));

        await keys.PressAsync("a");
        newer.Dispose();
        await keys.PressAsync("a");
        await keys.PressAsync("z");

        Assert.Equal(["new", "old"], pressed);
    }

    [Fact]
    public void A_busy_button_runs_its_action_once()
    {
        var gate = new TaskCompletionSource();
        var runs = 0;
        var button = Render<OpsButton>(p => p.Add(b => b.OnClick, () => { runs++; return gate.Task; }).AddChildContent("Take"));

        button.Find("button").Click();
        button.Find("button").Click();

        Assert.Equal(1, runs);
        Assert.True(button.Find("button").HasAttribute("disabled"));
        gate.SetResult();
        button.WaitForAssertion(() => Assert.False(button.Find("button").HasAttribute("disabled")));
    }

    [Fact]
    public void A_field_ties_hint_and_error_to_its_input()
    {
        var field = Render<TextField>(p => p.Add(f => f.Id, "name").Add(f => f.Label, "Name").Add(f => f.Hint, "As on the rack.").Add(f => f.Error, "Is taken."));

        Assert.Equal("name-hint name-error", field.Find("input").GetAttribute("aria-describedby"));
        Assert.Equal("true", field.Find("input").GetAttribute("aria-invalid"));
        Assert.Equal("Is taken.", field.Find("#name-error").TextContent);
    }
}
