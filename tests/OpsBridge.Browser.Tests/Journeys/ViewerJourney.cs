using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>Somebody who may look and not touch.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class ViewerJourney(Chromium chromium, DemoConsole demo) : Journey(chromium)
{
    [Fact]
    public async Task A_viewer_sees_alerts_and_is_offered_no_action()
    {
        const string alert = "Look and do not touch";
        var console = await demo.StartedAsync();
        await console.RaiseAsync(alert);
        var viewer = await OpenAsAsync(console, "viewer1");

        await viewer.Row("Alerts", alert).ClickAsync();
        await Expect(viewer.Preview).ToContainTextAsync("Your role may look at alerts but not handle them.");
        await Expect(viewer.Preview.GetByRole(Microsoft.Playwright.AriaRole.Button)).ToHaveCountAsync(0);
        await Expect(viewer.Nav("Accounts")).ToHaveCountAsync(0);
        await viewer.Page.Keyboard.PressAsync("a");
        await viewer.Page.ReloadAsync();
        await Expect(viewer.Row("Alerts", alert)).ToContainTextAsync("Unowned");
    }

    [Theory]
    [InlineData("/admin/accounts")]
    [InlineData("/admin/keys")]
    [InlineData("/admin/plugins")]
    [InlineData("/assets/new")]
    public async Task A_viewer_who_types_the_address_of_an_admin_page_is_refused(string path)
    {
        var viewer = await OpenAsAsync(await demo.StartedAsync(), "viewer1");

        var answer = await viewer.GoAsync(path);

        Assert.Equal(403, answer!.Status);
        await Expect(viewer.Page.GetByRole(Microsoft.Playwright.AriaRole.Textbox)).ToHaveCountAsync(0);
    }
}
