using System.Globalization;
using Microsoft.Playwright;
using Npgsql;
using OpsBridge.Identity;
using OpsBridge.Jobs.Backups;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>
/// A supervisor makes a job that backs a PostgreSQL database up, with a password that an admin has named, watches it run and be
/// proven by a restore; then a bit of the file flips, and the alert is seen. The same with the console's own database.
/// </summary>
public sealed class BackupJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    private const string Job = "Evening copy of the orders";
    private const string Secret = "orders-db";

    [Fact]
    public async Task A_database_elsewhere_is_backed_up_proven_damaged_and_its_alert_is_seen()
    {
        await using var elsewhere = new PostgresServer();
        var orders = new NpgsqlConnectionStringBuilder(await elsewhere.CreateEmptyDatabaseAsync(Ct));
        await FillAsync(orders.ConnectionString);
        var console = await ConsoleAsync();
        await console.AddAccountAsync("ada", Role.Admin);
        var ada = await OpenAsync(console, "admin", "dark");
        await ada.SignInAsync("ada");
        await ada.GoAsync("/admin/job-secrets");
        await ada.Field("Name").FillAsync(Secret);
        await ada.Page.Locator("#secret-value").FillAsync(orders.Password!);
        await ada.Button("Save").ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Secret })).ToContainTextAsync("no job");

        await WatchAsync(console, "dark", async sue =>
        {
            await sue.Button("PostgreSQL backup").ClickAsync();
            await sue.Field("Host").FillAsync(orders.Host!);
            await sue.Page.Locator("#db-port").FillAsync(orders.Port.ToString(CultureInfo.InvariantCulture));
            await sue.Field("Database").FillAsync(orders.Database!);
            await sue.Field("User").FillAsync(orders.Username!);
            await sue.Page.Locator("#db-secret").SelectOptionAsync(Secret);
        });
    }

    [Fact]
    public async Task The_consoles_own_database_is_backed_up_proven_damaged_and_its_alert_is_seen() =>
        await WatchAsync(await ConsoleAsync(), "light", sue => sue.Button("OpsBridge's database").ClickAsync());

    private static async Task FillAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("create table orders as select i as id, md5(i::text) as what from generate_series(1, 2000) i");
        await command.ExecuteNonQueryAsync(Ct);
    }

    private async Task<ConsoleHost> ConsoleAsync() =>
        await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct), demo: false, "--Backups:OwnDatabase=false", "--Monitoring:AllowLoopback=true"));

    private async Task WatchAsync(ConsoleHost console, string theme, Func<Visitor, Task> choose)
    {
        await console.AddAccountAsync("sue", Role.Supervisor);
        var sue = await OpenAsync(console, theme, theme);
        await sue.SignInAsync("sue");

        await CreateAsync(sue, theme, choose);
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

    private static async Task CreateAsync(Visitor sue, string theme, Func<Visitor, Task> choose)
    {
        await sue.GoAsync("/jobs");
        await Expect(sue.Heading("Jobs")).ToBeVisibleAsync();
        Assert.Empty(await Judgement.OfAsync(sue, theme, "jobs"));
        await sue.GoAsync("/jobs/new");
        await sue.Field("Name").FillAsync(Job);
        await choose(sue);
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
