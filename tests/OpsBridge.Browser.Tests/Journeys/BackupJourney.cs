using Microsoft.Playwright;
using OpsBridge.Identity;
using OpsBridge.Jobs.Backups;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>A supervisor makes a backup job, watches it run and be proven by a restore; then a bit of the file flips, and the alert is seen.</summary>
public sealed class BackupJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    private const string Job = "Evening copy of the console";

    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public async Task A_backup_is_made_proven_damaged_and_its_alert_is_seen(string theme)
    {
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct), demo: false, "--Backups:OwnDatabase=false"));
        await console.AddAccountAsync("sue", Role.Supervisor);
        var sue = await OpenAsync(console, theme, theme);
        await sue.SignInAsync("sue");

        await CreateAsync(sue, theme);
        await sue.PressAsync("r");
        var page = sue.Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Output", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator(".page-head")).ToContainTextAsync("Succeeded", new() { Timeout = 60_000 });
        await Expect(page.Locator("dl.kv").Filter(new() { HasText = "SHA-256" })).ToContainTextAsync("verified");
        Assert.Empty(await Judgement.OfAsync(sue, theme, "run"));

        Flip(console);
        await sue.GoAsync("/backups");
        await sue.Row("Backups", Job).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = $"Copies of {Job}" })).ToContainTextAsync("verified");
        Assert.Empty(await Judgement.OfAsync(sue, theme, "backups"));
        await sue.PressAsync("v");
        await sue.GoAsync("/backups");
        await Expect(sue.Row("Backups", Job)).ToContainTextAsync("No good copy", new() { Timeout = 60_000 });
        await sue.GoAsync("/alerts");
        await Expect(sue.Row("Alerts", "is damaged")).ToContainTextAsync("Critical");

        await sue.GoAsync("/jobs/timeline");
        await Expect(page.GetByText(Job).First).ToBeVisibleAsync();
        Assert.Empty(await Judgement.OfAsync(sue, theme, "timeline"));
    }

    private static async Task CreateAsync(Visitor sue, string theme)
    {
        await sue.GoAsync("/jobs");
        await Expect(sue.Heading("Jobs")).ToBeVisibleAsync();
        Assert.Empty(await Judgement.OfAsync(sue, theme, "jobs"));
        await sue.GoAsync("/jobs/new");
        await sue.Field("Name").FillAsync(Job);
        await sue.Button("OpsBridge's database").ClickAsync();
        await sue.Button("By hand").ClickAsync();
        await Expect(sue.Button("By hand")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Empty(await Judgement.OfAsync(sue, theme, "new job"));
        await sue.Button("Create job").ClickAsync();
        await Expect(sue.Heading(Job)).ToBeVisibleAsync();
    }

    /// <summary>One bit in the middle of the only copy.</summary>
    private static void Flip(ConsoleHost console)
    {
        var file = Directory.EnumerateFiles(console.Get<BackupFolders>().Default, "*", SearchOption.AllDirectories).MaxBy(f => new FileInfo(f).Length)!;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = stream.Length / 2;
        var bits = stream.ReadByte();
        stream.Position = stream.Length / 2;
        stream.WriteByte((byte)(bits ^ 1));
    }
}
