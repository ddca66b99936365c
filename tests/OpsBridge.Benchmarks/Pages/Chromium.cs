using System.Text.Json;
using Microsoft.Playwright;

namespace OpsBridge.Pages;

/// <summary>A headless Chromium, signed in, whose pages note when rows and events appear.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    // Observers run right after the batch that changed the page, so the time is that of the change, not of a poll.
    private const string Notes =
        """
        window.benchRows = 0;
        window.benchThere = 0;
        window.benchSeen = {};
        new MutationObserver(changes => {
          const [sinceStart, now] = [performance.now(), Date.now()];
          window.benchThere ||= document.querySelector('.ho-doc .ho-fact') ? sinceStart : 0;
          for (const change of changes) {
            const at = change.target.nodeType === 1 ? change.target : change.target.parentElement;
            if (!at || (!at.closest('table.list') && !at.querySelector('table.list'))) continue;
            window.benchRows ||= document.querySelector('table.list tbody tr[data-i]') ? sinceStart : 0;
            const texts = change.type === 'characterData' ? [change.target.data] : [...change.addedNodes].map(n => n.textContent);
            for (const text of texts) for (const found of text.matchAll(/benchevent(\d+)x/g)) window.benchSeen[found[1]] ??= now;
          }
        }).observe(document, { subtree: true, childList: true, characterData: true });
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IBrowserContext _context;

    private Chromium(IPlaywright playwright, IBrowser browser, IBrowserContext context) => (_playwright, _browser, _context) = (playwright, browser, context);

    public string Version => _browser.Version;

    public static async Task<Chromium> StartAsync(string path, Uri address, string name, string password)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = ["--disable-gpu", "--disable-background-networking", "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows"],
        });
        var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = new() { Width = 1440, Height = 900 } });
        await context.AddInitScriptAsync(Notes);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        await page.CloseAsync();
        return new Chromium(playwright, browser, context);
    }

    /// <summary>Opens a page; returns when its list is there.</summary>
    public async Task<IPage> OpenAsync(string path)
    {
        var page = await _context.NewPageAsync();
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit, Timeout = 60_000 });
        await page.WaitForSelectorAsync("table.list", new() { Timeout = 60_000, State = WaitForSelectorState.Attached });
        return page;
    }

    /// <summary>Loads a page with a list in a new tab: milliseconds from the start of the navigation to its first row, and the rows it says it has.</summary>
    public async Task<(double Milliseconds, int Rows)> LoadAsync(string path)
    {
        var page = await _context.NewPageAsync();
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit, Timeout = 60_000 });
        await page.WaitForSelectorAsync("table.list tbody tr[data-i]", new() { Timeout = 60_000, State = WaitForSelectorState.Attached });
        var milliseconds = await page.EvaluateAsync<double>("window.benchRows");
        var rows = await page.EvaluateAsync<int>("Number(document.querySelector('table.list').getAttribute('aria-rowcount')) - 1");
        await page.CloseAsync();
        return (milliseconds, rows);
    }

    /// <summary>Loads the page of a handover in a new tab: milliseconds from the start of the navigation to its first fact on the screen.</summary>
    public async Task<double> LoadHandoverAsync(string path)
    {
        var page = await _context.NewPageAsync();
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit, Timeout = 60_000 });
        await page.WaitForSelectorAsync(".ho-doc .ho-fact", new() { Timeout = 60_000 });
        var milliseconds = await page.EvaluateAsync<double>("window.benchThere");
        await page.CloseAsync();
        return milliseconds;
    }

    /// <summary>When a page showed an event: milliseconds since 1970 on the clock of the machine, to the millisecond; null while it has not.</summary>
    public static async Task<double?> SeenAsync(IPage page, int number) =>
        (await page.EvaluateAsync<JsonElement>("n => window.benchSeen[n] ?? null", number)) is { ValueKind: JsonValueKind.Number } at ? at.GetDouble() : null;

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }
}
