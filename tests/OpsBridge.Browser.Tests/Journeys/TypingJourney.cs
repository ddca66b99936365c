using Microsoft.Playwright;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>Somebody who types faster than the server answers.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class TypingJourney(Chromium chromium, DemoConsole demo) : Journey(chromium)
{
    private const string Typed = "the quick brown fox jumps over the lazy dog";

    [Fact]
    public async Task Fast_typing_into_a_form_a_filter_or_the_jump_box_loses_no_letter()
    {
        var admin = await OpenAsAsync(await demo.StartedAsync(), "admin1");

        await TypeAsync(admin, admin.Page.GetByLabel("Search alerts"));
        await TypeAsync(admin, admin.Page.GetByLabel("Search or jump to"));
        await admin.GoAsync("/assets/new");
        await TypeAsync(admin, admin.Field("Name"));
        await TypeAsync(admin, admin.Page.GetByLabel("Notes for the watch"));
        await admin.GoAsync("/assets");
        await TypeAsync(admin, admin.Page.GetByLabel("Search name, kind, owner and tags"));
    }

    private static async Task TypeAsync(Visitor visitor, ILocator target)
    {
        await target.FocusAsync();
        await visitor.Page.Keyboard.TypeAsync(Typed);
        await target.BlurAsync();

        // A circuit answers in order: when the list of keys is there, everything typed before it has been answered.
        await visitor.PressAsync("?");
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await Expect(target).ToHaveValueAsync(Typed);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeHiddenAsync();
        await Expect(target).ToHaveValueAsync(Typed);
    }
}
