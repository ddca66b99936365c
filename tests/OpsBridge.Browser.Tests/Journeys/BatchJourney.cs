using System.Globalization;
using OpsBridge.Identity;
using OpsBridge.Jobs;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>A supervisor makes a batch of a chain, asks what if, holds its jobs for an incident, sees the batch warned of, and releases them.</summary>
public sealed class BatchJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    private const string Batch = "Night books";

    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public async Task A_batch_is_foretold_a_hold_shows_what_it_costs_and_a_release_gives_it_back(string theme)
    {
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct), demo: false, "--Backups:OwnDatabase=false"));
        await console.AddAccountAsync("sue", Role.Supervisor);
        var start = TimeProvider.System.GetUtcNow().AddHours(2);
        var extract = await JobAsync(console, "Extract", new CronSchedule(string.Create(CultureInfo.InvariantCulture, $"0 {start.Minute} {start.Hour} * * ?"), "UTC"));
        await JobAsync(console, "Load", new AfterSchedule(extract, AfterCondition.Success, TimeSpan.FromMinutes(5)));
        var sue = await OpenAsync(console, theme, theme);
        await sue.SignInAsync("sue");

        await MakeAsync(sue, start.AddHours(1), theme);
        await HoldAsync(sue, theme);
        await sue.GoAsync("/alerts");
        await Expect(sue.Row("Alerts", Batch)).ToContainTextAsync("Warning", new() { Timeout = 60_000 });

        await sue.GoAsync("/jobs/hold");
        await sue.Button("Release in order: Storage is full").ClickAsync();
        await Expect(sue.Page.GetByText("No job is held.")).ToBeVisibleAsync();
        await sue.GoAsync("/jobs/batches");
        await Expect(sue.Row("Batches", Batch)).ToContainTextAsync("In time");
        Assert.Empty(await Judgement.OfAsync(sue, theme, "batches"));
    }

    private static async Task<Guid> JobAsync(ConsoleHost console, string name, JobSchedule schedule) => Assert.IsType<SaveJobResult.Done>(await console.Get<SaveJob>().HandleAsync(
        null, 0, new JobDetails(name, new CommandSettings("nightly", []), schedule), Actor.InRole(Guid.CreateVersion7(), "sue", Role.Supervisor), Ct)).Id;

    private static async Task MakeAsync(Visitor sue, DateTimeOffset by, string theme)
    {
        await sue.GoAsync("/jobs/batches");
        await Expect(sue.Heading("Batches")).ToBeVisibleAsync();
        await sue.PressAsync("n");
        await sue.Field("Name").FillAsync(Batch);
        await sue.Field("Complete by").FillAsync(by.ToString("HH:mm", CultureInfo.InvariantCulture));
        await sue.Field("Clocks of").FillAsync("UTC");
        await sue.Page.GetByLabel("Load", new() { Exact = false }).CheckAsync();
        Assert.Empty(await Judgement.OfAsync(sue, theme, "new batch"));
        await sue.Button("Create batch").ClickAsync();
        await Expect(sue.Heading(Batch)).ToBeVisibleAsync();
        await Expect(sue.Page.Locator("svg[aria-label*='Critical path: Extract, then Load']")).ToBeVisibleAsync();
        await sue.Button("Show").ClickAsync();
        await Expect(sue.Page.Locator(".what-if-answer")).ToContainTextAsync("Then it is complete at");
        Assert.Empty(await Judgement.OfAsync(sue, theme, "batch"));
    }

    private static async Task HoldAsync(Visitor sue, string theme)
    {
        await sue.GoAsync("/jobs");
        await Expect(sue.Heading("Jobs")).ToBeVisibleAsync();
        await sue.PressAsync("h");
        await Expect(sue.Heading("Hold for an incident")).ToBeVisibleAsync();
        await sue.Button("8 h").ClickAsync();
        await Expect(sue.Page.Locator(".page-head")).ToContainTextAsync($"that of {Batch} first");
        await sue.Field("Why").FillAsync("Storage is full");
        Assert.Empty(await Judgement.OfAsync(sue, theme, "hold"));
        await sue.Button("Hold 2 jobs").ClickAsync();
        await Expect(sue.Page.GetByText("held by sue")).ToBeVisibleAsync();
        Assert.Empty(await Judgement.OfAsync(sue, theme, "held"));
        await sue.GoAsync("/jobs");
        await Expect(sue.Row("Jobs", "Extract").First).ToContainTextAsync("held");
    }
}
