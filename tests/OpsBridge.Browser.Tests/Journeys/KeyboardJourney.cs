using Microsoft.Playwright;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>An admin whose mouse is broken.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class KeyboardJourney(Chromium chromium, DemoConsole demo) : Journey(chromium)
{
    [Fact]
    public async Task An_admin_adds_an_asset_and_a_check_by_keyboard_alone()
    {
        var console = await demo.StartedAsync();
        var admin = await OpenAsync(console, "admin1");
        await SignInAsync(admin);

        await admin.PressAsync("g s");
        await Expect(admin.Heading("Assets")).ToBeVisibleAsync();
        await admin.PressAsync("n");
        await AddAssetAsync(admin, "tills-1");
        await AddCheckAsync(admin, "Tills answer", console.Address.Port);

        var row = admin.Page.GetByRole(AriaRole.Table, new() { Name = "Checks" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "Tills answer" });
        await Expect(row).ToContainTextAsync("OK");
    }

    private static async Task SignInAsync(Visitor admin)
    {
        await admin.GoAsync("/sign-in");
        await admin.TypeAsync(admin.Field("Name"), "admin1");
        await admin.TypeAsync(admin.Field("Password"), ConsoleHost.Password);
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(admin.Heading("Bridge")).ToBeVisibleAsync();
    }

    private static async Task AddAssetAsync(Visitor admin, string name)
    {
        await Expect(admin.Heading("New asset")).ToBeVisibleAsync();
        await admin.TypeAsync(admin.Field("Name"), name);
        await admin.TypeAsync(admin.Field("Kind"), "tills");
        await ChooseAsync(admin, admin.Choice("Site"), "Zurich DC");
        await ChooseAsync(admin, admin.Choice("Criticality"), "High");
        await admin.TabToAsync(admin.Button("Add asset"));
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(admin.Heading(name)).ToBeVisibleAsync();
    }

    private static async Task AddCheckAsync(Visitor admin, string name, int port)
    {
        await admin.TabToAsync(admin.Link("Add check"));
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(admin.Heading("New check")).ToBeVisibleAsync();
        await admin.TypeAsync(admin.Field("Name"), name);
        await admin.TabToAsync(admin.Button("TCP"));
        await admin.Page.Keyboard.PressAsync("Space");
        await admin.TypeAsync(admin.Field("Host"), "127.0.0.1");
        await admin.TypeAsync(admin.Field("Port"), $"{port}");
        await admin.TabToAsync(admin.Button("Create check"));
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(admin.Heading("tills-1")).ToBeVisibleAsync();
    }

    // Typing the first letters of an option chooses it, in every browser.
    private static async Task ChooseAsync(Visitor admin, ILocator choice, string option)
    {
        await admin.TabToAsync(choice);
        await admin.Page.Keyboard.TypeAsync(option);
        await Expect(choice.GetByRole(AriaRole.Option, new() { Selected = true })).ToHaveTextAsync(option);
    }
}
