using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <content>The desk before, and what must be true afterwards.</content>
public sealed partial class HandoverJourney
{
    private static readonly Actor s_boss = Actor.InRole(null, "Test", Role.Supervisor);

    private static async Task<IReadOnlyDictionary<string, Guid>> AccountsAsync(ConsoleHost console)
    {
        foreach (var (name, role) in new[] { ("operator1", Role.Operator), ("operator2", Role.Operator), ("operator3", Role.Operator), ("supervisor1", Role.Supervisor) })
        {
            await console.AddAccountAsync(name, role);
        }

        await using var db = await ReadAsync(console);
        return await db.Set<Account>().ToDictionaryAsync(a => a.UserName!, a => a.Id, Ct);
    }

    /// <summary>Early ends in an hour, Late is operator2's.</summary>
    private async Task<Guid> DeskAsync(ConsoleHost console, IReadOnlyDictionary<string, Guid> accounts)
    {
        var cut = _clock.GetUtcNow().AddHours(1);
        var day = DateOnly.FromDateTime(cut.UtcDateTime);
        await using var db = await ReadAsync(console);
        var desk = Desk.Create(new DeskDetails("Main", "Europe/Zurich"), _clock.GetUtcNow());
        var late = Shift.Plan(desk.Id, "Late", day, cut, cut.AddHours(8));
        db.AddRange(desk, Shift.Plan(desk.Id, "Early", day, cut.AddHours(-8), cut), late, Shift.Plan(desk.Id, "Night", day, cut.AddHours(8), cut.AddHours(16)));
        await db.SaveChangesAsync(Ct);
        Assert.IsType<AssignmentAnswer.Done>(await console.Get<AssignPerson>().HandleAsync(late.Id, accounts["operator2"], s_boss, Ct));
        return desk.Id;
    }

    private async Task ProveAsync(ConsoleHost console, Guid desk, string page)
    {
        await using var db = await ReadAsync(console);
        var spells = await db.Set<WatchSpell>().AsNoTracking().Where(s => s.DeskId == desk && s.HeldFrom != null).OrderBy(s => s.HeldFrom).ToListAsync(Ct);
        Assert.Equal(["operator1", "operator2"], spells.Select(s => s.AccountName));
        Assert.All(spells.Zip(spells.Skip(1)), pair => Assert.Equal(pair.First.HeldUntil, pair.Second.HeldFrom)); // never nobody, never two

        var offWatch = await db.Set<Account>().Where(a => !db.Set<WatchSpell>().Any(s => s.AccountId == a.Id && s.LeftAt == null)).Select(a => a.Id).ToListAsync(Ct);
        foreach (var mover in console.Get<IEnumerable<IHandoverBelongings>>())
        {
            Assert.Empty(await mover.OwnedByAsync(db, offWatch, lockThem: false, Ct));
        }

        var view = (await console.Get<IHandoverReader>().ReadAsync(Guid.Parse(page.Split('/')[^1]), s_boss, Ct))!;
        Assert.Equal(["alert", "entry"], view.Transfers.Where(t => t.Owner == "operator2").Select(t => t.Thing.Kind).Order());
        Assert.All(_typed, text => Assert.Contains(text, view.Case.Papers.Record!.Content, StringComparison.Ordinal));
        await ToldOnceAsync(console, view);
        Assert.Empty((await console.Get<VerifyHandovers>().HandleAsync(s_boss, Ct)).Broken);
    }

    /// <summary>The storm before T is told by this handover, one by one; what came after T by the next one.</summary>
    private static async Task ToldOnceAsync(ConsoleHost console, HandoverView view)
    {
        var alerts = view.Case.Around.Facts.Of(HandoverSection.Alerts);
        Assert.Equal(Before + 1, alerts.Total);
        Assert.Equal([.. Enumerable.Range(0, Before).Select(i => $"before {i}").Append("Inventory is slow").Order(StringComparer.Ordinal)], alerts.Facts.Select(f => f.Title).Order(StringComparer.Ordinal));
        Assert.Equal("401 alerts raised, 0 closed", Raised(view));

        await console.Get<HandoverRounds>().MakeAsync(Ct);
        await using var db = await ReadAsync(console);
        var next = await db.Set<WatchHandover>().Where(h => h.AcceptedAt == null).Select(h => h.Id).SingleAsync(Ct);
        Assert.Equal("1,600 alerts raised, 0 closed", Raised((await console.Get<IHandoverReader>().ReadAsync(next, s_boss, Ct))!));
    }

    private async Task ReportAsync(Visitor boss, string page, List<string> faults)
    {
        await boss.GoAsync($"{page}/report");
        foreach (var text in _typed.Concat(["Early → Late", "face to face at the desk", "Inventory is slow", "and 389 more in the console", "1 alert to operator2", "Record 1 of Main"]))
        {
            await Expect(boss.Page.Locator("body")).ToContainTextAsync(text);
        }

        foreach (var (role, name) in new[] { ("Going off", "operator1"), ("Supervisor", "supervisor1"), ("Coming on", "operator2") })
        {
            await Expect(boss.Page.Locator("tr", new() { HasText = role })).ToContainTextAsync(name);
        }

        await Expect(boss.Page.Locator("body")).Not.ToContainTextAsync("after 0");
        faults.AddRange(await Judgement.OfAsync(boss.Page, "report"));
    }

    private async Task<Visitor> ThemedAsync(ConsoleHost console, string theme)
    {
        var visitor = await OpenAsync(console, theme, theme);
        await visitor.SignInAsync("supervisor1");
        return visitor;
    }

    /// <summary>What axe finds on pages in both themes; a text says that the page is there and filled.</summary>
    private static async Task<List<string>> JudgeAsync(Visitor dark, Visitor light, (string Path, string Text)[] pages)
    {
        var faults = new List<string>();
        foreach (var visitor in new[] { dark, light })
        {
            foreach (var (path, text) in pages)
            {
                await visitor.GoAsync(path);
                await Expect(visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Main).GetByText(text).First).ToBeVisibleAsync();
                faults.AddRange(await Judgement.OfAsync(visitor, visitor.Title, path));
            }
        }

        return faults;
    }

    private static Task<OpsDbContext> ReadAsync(ConsoleHost console) => console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync(Ct);

    private static string Raised(HandoverView view) => view.Case.Around.Facts.Of(HandoverSection.Figures).Facts.Single(f => f.Key == "figures/raised").Title;
}
