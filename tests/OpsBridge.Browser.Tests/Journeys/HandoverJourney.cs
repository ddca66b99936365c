using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>A whole shift change in two browsers, by keyboard, with an alert storm in the middle of it.</summary>
public sealed partial class HandoverJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    private const int Before = 400;
    private const int After = 1_600;
    private readonly MovedClock _clock = new();
    private readonly List<string> _typed = [];

    [Fact]
    public async Task From_an_hour_before_T_to_verified_the_watch_changes_hands_by_keyboard_in_the_middle_of_an_alert_storm()
    {
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct)) { Clock = _clock });
        var accounts = await AccountsAsync(console);
        using var prometheus = await StormSource.ConnectAsync(console);
        var (dark, light) = (await ThemedAsync(console, "dark"), await ThemedAsync(console, "light"));
        var faults = await JudgeAsync(dark, light, [("/handover", "there is none yet")]);
        var desk = await DeskAsync(console, accounts);

        var (off, beside) = (await OpenAsAsync(console, "operator1"), await OpenAsAsync(console, "operator1"));
        var page = await TakeWatchAsync(off, prometheus);
        await PrepareAsync(off, beside, page);
        _clock.Pass(TimeSpan.FromMinutes(30)); // T - 30 min
        await SignAsync(off, "Sign…", "Sign");

        var on = await ComeOnAsync(console, page);
        _clock.Pass(TimeSpan.FromMinutes(29)); // T - 1 min: the storm begins while it is read
        await Task.WhenAll(prometheus.BlowAsync("before", Before), AskAsync(on, off));
        _clock.Pass(TimeSpan.FromMinutes(2)); // T + 1 min
        await Task.WhenAll(prometheus.BlowAsync("after", After), ReadAllAsync(on));
        await ReadBackAsync(on, off);
        var boss = await OpenAsAsync(console, "supervisor1");
        await boss.GoAsync(page);
        await SignAsync(boss, "Countersign…", "Countersign");
        await Expect(on.Page.GetByText("supervisor1 countersigned")).ToBeVisibleAsync();
        await SignAsync(on, "Accept the watch…", "Accept");
        await Expect(off.Page.GetByText("Changed hands")).ToBeVisibleAsync(); // live in the other browser

        _clock.Pass(TimeSpan.FromMinutes(34)); // T + 35 min
        await VerifyAsync(on);
        await ProveAsync(console, desk, page);
        faults.AddRange(await JudgeAsync(dark, light,
            [("/handover", "operator1 → operator2"), (page, "operator1 confirmed it"), ("/handover/verify", "The one sealed handover and 1 addition are as they were written."), ("/handover/quality", "cross-checked")]));
        await ReportAsync(dark, page, faults);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>T - 60 min: operator1 takes the watch, an alert and a promise; the handover opens by itself. Returns its address.</summary>
    private async Task<string> TakeWatchAsync(Visitor off, StormSource prometheus)
    {
        await off.GoAsync("/watch");
        await PushAsync(off, off.Button("Take the watch of Main"));
        await Expect(off.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link).Filter(new() { HasText = "Main" })).ToContainTextAsync("1 on watch");
        await prometheus.ReportAsync("Inventory is slow", "critical");
        await off.PressAsync("g a");
        await Expect(off.Row("Alerts", "Inventory is slow")).ToBeVisibleAsync();
        await off.PressAsync("j");
        await Expect(off.Preview).ToContainTextAsync("Inventory is slow");
        await off.PressAsync("t");
        await Expect(off.Preview).ToContainTextAsync("operator1");
        await off.PressAsync("i");
        await Expect(off.Field("What happened")).ToBeFocusedAsync();
        await off.Page.Keyboard.TypeAsync(Typed("The vendor calls back at four about the pool"));
        await PushAsync(off, off.Button("Ongoing"));
        await off.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(off.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await off.PressAsync("g h");
        await Expect(off.Page.GetByRole(AriaRole.Region, new() { Name = "Main", Exact = true })).ToContainTextAsync("Preparing");
        await PushAsync(off, off.Link("Open"));
        await Expect(off.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Early → Late", new() { Timeout = 60_000 }); // its first reading compiles twenty queries
        return new Uri(off.Page.Url).AbsolutePath;
    }

    /// <summary>Texts in two windows at once, each in another section; the judgement; where everything goes.</summary>
    private async Task PrepareAsync(Visitor off, Visitor beside, string page)
    {
        await beside.GoAsync($"{page}?section=notes");
        var notes = beside.Page.GetByRole(AriaRole.Textbox, new() { NameRegex = Word("^Notes") });
        await Task.WhenAll(
            off.TypeAsync(off.Field("The bridge in one line"), Typed("degraded, inventory is slow")),
            beside.TypeAsync(notes, Typed("The cleaners have a badge until six")));
        await Expect(off.Page.GetByText("saved ").First).ToBeVisibleAsync();
        await Expect(beside.Page.GetByText("saved ").First).ToBeVisibleAsync();
        await off.Page.Keyboard.PressAsync("Escape");
        await off.PressAsync("ArrowDown");
        await off.TypeAsync(off.Page.GetByRole(AriaRole.Textbox, new() { NameRegex = Word("^Assessment") }), Typed("pool too small"));
        await off.TypeAsync(off.Page.GetByRole(AriaRole.Textbox, new() { NameRegex = Word("^Recommendation") }), Typed("add two members by 15:00"));
        await Expect(off.Page.GetByText("has no assessment")).ToHaveCountAsync(0);
        await PushAsync(off, off.Button("The rest to the Late watch"));
        await Expect(off.Page.GetByText("to decide")).ToHaveCountAsync(0);
    }

    /// <summary>T - 30 min: operator2 takes the watch beside operator1 and begins to read.</summary>
    private async Task<Visitor> ComeOnAsync(ConsoleHost console, string page)
    {
        var on = await OpenAsAsync(console, "operator2");
        await on.GoAsync("/watch");
        await PushAsync(on, on.Button("Take the watch of Main"));
        await Expect(on.Button("Leave the watch of Main")).ToBeVisibleAsync();
        await on.GoAsync(page);
        await Expect(on.Page.Locator(".ho-steps li.now")).ToHaveTextAsync(Word("Prepared"));
        await on.PressAsync("Enter");
        await on.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).PressAsync("Enter");
        await Expect(on.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        return on;
    }

    private async Task AskAsync(Visitor on, Visitor off)
    {
        await on.PressAsync("q");
        await Expect(on.Field("Question")).ToBeFocusedAsync();
        await on.Page.Keyboard.TypeAsync(Typed("Who knows the pool?"));
        await on.Page.Keyboard.PressAsync("Enter");
        await on.Page.Keyboard.PressAsync("Escape");
        await Expect(off.Page.GetByText("1 unanswered blocks Accept")).ToBeVisibleAsync();
        await off.TypeAsync(off.Page.GetByRole(AriaRole.Textbox, new() { Name = "Answer to Who knows the pool?" }), Typed("operator3, at home"));
        await off.Page.Keyboard.PressAsync("Enter");
        await Expect(on.Page.GetByText("operator3, at home")).ToBeVisibleAsync();
    }

    /// <summary>Every section with Enter, also those that fill while the others are read.</summary>
    private static async Task ReadAllAsync(Visitor on)
    {
        var count = on.Page.Locator("[aria-labelledby=ho-sections] .age"); // "0 of 5 read"
        for (var (read, all) = (0, int.MaxValue); read < all; read++)
        {
            await Expect(on.Button("Read and understood")).ToBeVisibleAsync();
            await on.PressAsync("Enter");
            await Expect(count).ToHaveTextAsync(Word($"^{read + 1} of "));
            all = int.Parse((await count.TextContentAsync())!.Split(' ')[2], CultureInfo.InvariantCulture);
        }
    }

    private async Task ReadBackAsync(Visitor on, Visitor off)
    {
        await on.PressAsync("Enter");
        await Expect(on.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await on.Page.Keyboard.TypeAsync(Typed("Inventory in a storm; if it goes down, call operator3."));
        await PushAsync(on, on.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Read back" }));
        await Expect(off.Button("Confirm the read-back")).ToBeVisibleAsync();
        await off.Page.Keyboard.PressAsync("Escape");
        await off.PressAsync("Enter");
        await Expect(on.Page.GetByText("operator1 confirmed it.")).ToBeVisibleAsync();
    }

    /// <summary>Reality against the record: as written.</summary>
    private static async Task VerifyAsync(Visitor on)
    {
        await on.PressAsync("Enter");
        await PushAsync(on, on.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }));
        await Expect(on.Page.Locator(".ho-steps li.done")).ToHaveCountAsync(6);
        await Expect(on.Page.Locator(".ho-steps li.done").Last).ToContainTextAsync("Verified");
    }

    private static async Task SignAsync(Visitor visitor, string button, string verb)
    {
        await PushAsync(visitor, visitor.Button(button));
        await Expect(visitor.Page.GetByLabel("Your password, again")).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("Your password, again").FocusAsync();
        await visitor.Page.Keyboard.TypeAsync(ConsoleHost.Password);
        await PushAsync(visitor, visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = verb, Exact = true }));
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    /// <summary>Tab until it has the focus, then Enter.</summary>
    private static async Task PushAsync(Visitor visitor, ILocator button)
    {
        await visitor.TabToAsync(button);
        await visitor.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Remembers what somebody types: none of it may be lost.</summary>
    private string Typed(string text)
    {
        _typed.Add(text);
        return text;
    }

    private static Regex Word(string pattern) => new(pattern, RegexOptions.None, Chromium.Patience);
}
