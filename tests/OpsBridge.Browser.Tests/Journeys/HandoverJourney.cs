using System.Globalization;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>Two browsers, one watch: it changes hands by keyboard alone.</summary>
public sealed class HandoverJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    [Fact]
    public async Task The_watch_changes_hands_between_two_browsers_with_the_keyboard_alone()
    {
        var (console, id) = await DeskAsync();
        await console.RaiseAsync("Inventory is slow");
        var (off, on, boss) = (await OpenAsAsync(console, "operator1"), await OpenAsAsync(console, "operator3"), await OpenAsAsync(console, "supervisor1"));
        foreach (var visitor in new[] { off, on, boss })
        {
            await visitor.GoAsync($"/handover/{id}");
            await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("This watch → next watch", new() { Timeout = 60_000 }); // its first reading compiles twenty queries
        }

        // Going off: the line, the judgement, the signature.
        await off.TypeAsync(off.Field("The bridge in one line"), "degraded, inventory is slow");
        await off.Page.Keyboard.PressAsync("Escape");
        await off.PressAsync("ArrowDown");
        await off.TypeAsync(off.Page.GetByRole(AriaRole.Textbox, new() { NameRegex = Word("^Assessment") }), "pool too small");
        await off.TypeAsync(off.Page.GetByRole(AriaRole.Textbox, new() { NameRegex = Word("^Recommendation") }), "add two members by 15:00");
        await Expect(off.Page.GetByText("has no assessment")).ToHaveCountAsync(0);
        await SignAsync(off, "Sign…", "Sign");
        await Expect(on.Page.Locator(".ho-steps li.now")).ToHaveTextAsync(Word("Prepared")); // live in the other browser

        // Coming on: every section with Enter, a question, the read-back.
        await on.PressAsync("Enter");
        await on.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).PressAsync("Enter");
        await Expect(on.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await on.PressAsync("q");
        await Expect(on.Field("Question")).ToBeFocusedAsync();
        await on.Page.Keyboard.TypeAsync("Who knows the pool?");
        await on.Page.Keyboard.PressAsync("Enter");
        await on.Page.Keyboard.PressAsync("Escape");
        await Expect(off.Page.GetByText("1 unanswered blocks Accept")).ToBeVisibleAsync();
        await off.TypeAsync(off.Page.GetByRole(AriaRole.Textbox, new() { Name = "Answer to Who knows the pool?" }), "operator2, at home");
        await off.Page.Keyboard.PressAsync("Enter");
        await Expect(on.Page.GetByText("operator2, at home")).ToBeVisibleAsync();
        await ReadAllAsync(on);
        await on.PressAsync("Enter");
        await on.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("Inventory; if it goes down, call operator2.");
        await on.TabToAsync(on.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Read back" }));
        await on.Page.Keyboard.PressAsync("Enter");
        await Expect(off.Button("Confirm the read-back")).ToBeVisibleAsync();
        await off.Page.Keyboard.PressAsync("Escape");
        await off.PressAsync("Enter");

        // A critical alert is open: a third person signs; then the watch passes.
        await SignAsync(boss, "Countersign…", "Countersign");
        await Expect(on.Page.GetByText("supervisor1 countersigned")).ToBeVisibleAsync();
        await SignAsync(on, "Accept the watch…", "Accept");
        await Expect(off.Page.GetByText("Changed hands")).ToBeVisibleAsync();
        await using var db = await console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync(Ct);
        Assert.Equal("operator3", await db.Set<WatchSpell>().Where(s => s.LeftAt == null && s.HeldFrom != null && s.HeldUntil == null).Select(s => s.AccountName).SingleAsync(Ct));
        var axe = await on.Page.RunAxe();
        Assert.DoesNotContain(axe.Violations, v => v.Impact is "serious" or "critical");
    }

    private static async Task ReadAllAsync(Visitor on)
    {
        var count = on.Page.Locator("[aria-labelledby=ho-sections] .age"); // "0 of 5 read"
        var all = int.Parse((await count.TextContentAsync())!.Split(' ')[2], CultureInfo.InvariantCulture);
        for (var read = 1; read <= all; read++)
        {
            await Expect(on.Button("Read and understood")).ToBeVisibleAsync();
            await on.PressAsync("Enter");
            await Expect(count).ToHaveTextAsync(string.Create(CultureInfo.InvariantCulture, $"{read} of {all} read"));
        }
    }

    private static async Task SignAsync(Visitor visitor, string button, string verb)
    {
        await visitor.TabToAsync(visitor.Button(button));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByLabel("Your password, again")).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("Your password, again").FocusAsync();
        await visitor.Page.Keyboard.TypeAsync(ConsoleHost.Password);
        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = verb, Exact = true }));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private static Regex Word(string pattern) => new(pattern, RegexOptions.None, Chromium.Patience);

    private async Task<(ConsoleHost Console, Guid Handover)> DeskAsync()
    {
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct)));
        await console.AddAccountAsync("operator1", Role.Operator);
        await console.AddAccountAsync("operator3", Role.Operator);
        await console.AddAccountAsync("supervisor1", Role.Supervisor);
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync(Ct);
        var operator1 = Actor.InRole(await db.Set<Account>().Where(a => a.UserName == "operator1").Select(a => a.Id).SingleAsync(Ct), "operator1", Role.Operator);
        var desk = Desk.Create(new DeskDetails("Main", "Europe/Zurich"), now);
        db.Add(desk);
        db.Add(WatchSpell.Begin(desk.Id, null, operator1, holds: true, now.AddHours(-7)));
        await db.SaveChangesAsync(Ct);
        var opened = await console.Get<OpenHandover>().HandleAsync(desk.Id, now.AddMinutes(40), operator1, Ct);
        return (console, Assert.IsType<OpenHandoverResult.Opened>(opened).Id);
    }
}
