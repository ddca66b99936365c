using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Support;

/// <summary>Somebody in front of a browser window of their own. Things are found as a person finds them: by role and name.</summary>
public sealed class Visitor(string title, ConsoleHost console, IBrowserContext window, IPage page) : IAsyncDisposable
{
    private const int MostTabs = 120;

    /// <summary>Tells the windows of one journey apart.</summary>
    public string Title => title;

    /// <summary>The console they look at.</summary>
    public ConsoleHost Console => console;

    /// <summary>The page.</summary>
    public IPage Page => page;

    /// <summary>The one heading that names the page.</summary>
    public ILocator Heading(string name) => page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true, Level = 1 });

    /// <summary>A button by its whole name.</summary>
    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>A link by its whole name.</summary>
    public ILocator Link(string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>A text input by its whole label.</summary>
    public ILocator Field(string label) => page.GetByRole(AriaRole.Textbox, new() { Name = label, Exact = true });

    /// <summary>A select element by its whole label.</summary>
    public ILocator Choice(string label) => page.GetByRole(AriaRole.Combobox, new() { Name = label, Exact = true });

    /// <summary>The rows of a list that hold a text.</summary>
    public ILocator Row(string list, string text) =>
        page.GetByRole(AriaRole.Grid, new() { Name = list, Exact = true }).GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    /// <summary>The alert that is selected in the list.</summary>
    public ILocator Preview => page.GetByRole(AriaRole.Region, new() { Name = "Selected alert", Exact = true });

    /// <summary>The link of the main navigation.</summary>
    public ILocator Nav(string name) => page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = name });

    /// <summary>Types an address.</summary>
    public Task<IResponse?> GoAsync(string path) => page.GotoAsync(new Uri(console.Address, path).ToString());

    /// <summary>Signs in and waits for the bridge.</summary>
    public async Task SignInAsync(string name)
    {
        await GoAsync("/sign-in");
        await Field("Name").FillAsync(name);
        await Field("Password").FillAsync(ConsoleHost.Password);
        await Button("Sign in").ClickAsync();
        await Expect(Heading("Bridge")).ToBeVisibleAsync();
    }

    /// <summary>Presses page keys, for example "a" or "g s", as soon as the page listens to them.</summary>
    public async Task PressAsync(string chord)
    {
        await page.WaitForFunctionAsync("chord => (document.documentElement.dataset.keys ?? '').split('|').includes(chord)", chord);
        foreach (var key in chord.Split(' '))
        {
            await page.Keyboard.PressAsync(key);
        }
    }

    /// <summary>Presses Tab until the focus is there.</summary>
    public async Task TabToAsync(ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var i = 0; i < MostTabs; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("e => e === document.activeElement"))
            {
                return;
            }
        }

        throw new InvalidOperationException($"{MostTabs} times Tab did not lead to {target}.");
    }

    /// <summary>Tabs to an input and types into it.</summary>
    public async Task TypeAsync(ILocator target, string text)
    {
        await TabToAsync(target);
        await page.Keyboard.TypeAsync(text);
        await Expect(target).ToHaveValueAsync(text);
    }

    /// <summary>Keeps what the window shows.</summary>
    public Task ShootAsync(string path) => page.ScreenshotAsync(new() { Path = path });

    /// <inheritdoc />
    public ValueTask DisposeAsync() => window.DisposeAsync();
}
