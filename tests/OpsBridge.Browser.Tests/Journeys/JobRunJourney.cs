using Microsoft.Playwright;
using OpsBridge.Identity;
using OpsBridge.Jobs;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>
/// A supervisor makes a job from a registered command, watches it and cancels it by keyboard; pauses it; is asked about a run that a
/// pause left out; and retires the job while it runs.
/// </summary>
public sealed class JobRunJourney(Chromium chromium, PostgresServer server) : Journey(chromium)
{
    private const string Job = "Rotate the exports";
    private static readonly Actor s_admin = Actor.InRole(null, "ada", Role.Admin);

    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public async Task A_run_is_watched_cancelled_left_out_asked_for_and_the_last_of_its_job(string theme)
    {
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct), demo: false, "--Backups:OwnDatabase=false"));
        await console.AddAccountAsync("sue", Role.Supervisor);
        var program = await RegisterAsync(console);
        var sue = await OpenAsync(console, theme, theme);
        await sue.SignInAsync("sue");

        await CreateAsync(sue, theme);
        await WatchAndCancelAsync(sue, theme);
        await PauseAsync(sue, theme);
        await AnswerAsync(console, sue, theme);
        await RetireAsync(sue, theme);
        File.Delete(program);
    }

    private static ILocator Head(Visitor visitor) => visitor.Page.Locator(".page-head");

    private static ILocator Dialog(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Dialog);

    /// <summary>The command and the secret are chosen; a wrong variable is named at its field, and nothing typed is lost.</summary>
    private static async Task CreateAsync(Visitor sue, string theme)
    {
        await sue.GoAsync("/jobs/new");
        await sue.Field("Name").FillAsync(Job);
        await sue.Choice("Command").SelectOptionAsync("rotate");
        await Expect(sue.Page.GetByText("Takes: how long it works, in seconds")).ToBeVisibleAsync();
        await sue.Page.Locator("#arguments").FillAsync("600");
        await sue.Button("By hand").ClickAsync();
        await sue.Button("Give it a secret").ClickAsync();
        await sue.Page.Locator("#secret-0").SelectOptionAsync("export-token");
        await sue.Page.Locator("#variable-0").FillAsync("PATH");
        await sue.Button("Create job").ClickAsync();
        await Expect(sue.Page.Locator("#variable-0-error")).ToHaveTextAsync("'PATH' cannot be the variable of a secret.");
        await Expect(sue.Page.Locator("#variable-0")).ToBeFocusedAsync();
        await Expect(sue.Field("Name")).ToHaveValueAsync(Job);
        Assert.Empty(await Judgement.OfAsync(sue, theme, "new job with an error"));
        await sue.Page.Locator("#variable-0").FillAsync("TOKEN");
        await sue.Button("Create job").ClickAsync();
        await Expect(sue.Heading(Job)).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    private static async Task WatchAndCancelAsync(Visitor sue, string theme)
    {
        await sue.PressAsync("r");
        await Expect(Head(sue)).ToContainTextAsync("Running", new() { Timeout = 60_000 });
        var output = sue.Page.GetByRole(AriaRole.Region, new() { Name = "Lines of output", Exact = true });
        await Expect(output).ToContainTextAsync("works for 600 s", new() { Timeout = 60_000 });
        await Expect(output).ToContainTextAsync("token [secret]");
        Assert.Empty(await Judgement.OfAsync(sue, theme, "live run"));

        await sue.PressAsync("c");
        await Expect(Dialog(sue)).ToContainTextAsync("What it has done so far is not undone");
        await Dialog(sue).GetByRole(AriaRole.Button, new() { Name = "Cancel the run" }).ClickAsync();
        await MeasureAsync("From the wish to cancel to cancelled on the open page", () => Expect(Head(sue)).ToContainTextAsync("Cancelled", new() { Timeout = 60_000 }));
        await Expect(sue.Page.Locator(".attempts")).ToContainTextAsync("cancelled");
    }

    private static async Task PauseAsync(Visitor sue, string theme)
    {
        await sue.PressAsync("u");
        await Expect(sue.Heading(Job)).ToBeVisibleAsync();
        await sue.PressAsync("p");
        await Dialog(sue).GetByRole(AriaRole.Button, new() { Name = "30 min" }).ClickAsync();
        Assert.Empty(await Judgement.OfAsync(sue, theme, "pause"));
        await sue.Field("Why").FillAsync("storage is being moved");
        await sue.Page.Keyboard.PressAsync("Enter");
        await Expect(Head(sue)).ToContainTextAsync("Paused by sue until");
        await Expect(Head(sue)).ToContainTextAsync("storage is being moved");
        await Expect(Dialog(sue)).ToHaveCountAsync(0); // the page may know before the dialog has closed, and a letter would go into its field
        await sue.PressAsync("p");
        await Expect(Head(sue)).Not.ToContainTextAsync("Paused by sue");
    }

    /// <summary>A pause covers the only start of another job; when it ends by itself, the page asks.</summary>
    private static async Task AnswerAsync(ConsoleHost console, Visitor sue, string theme)
    {
        var now = console.Clock.GetUtcNow();
        var details = new JobDetails("Count the stock", new CommandSettings("rotate", ["0"]), new OnceSchedule(now.AddSeconds(5))) { CatchUp = CatchUp.AskOperator };
        var job = Assert.IsType<SaveJobResult.Done>(await console.Get<SaveJob>().HandleAsync(null, 0, details, s_admin, Ct)).Id;
        await console.Get<PauseJob>().HandleAsync(job, now.AddSeconds(9), "tills are being restarted", false, s_admin, Ct);
        await sue.GoAsync($"/jobs/{job}");
        await Expect(sue.Heading("Count the stock")).ToBeVisibleAsync();
        var asking = sue.Page.Locator(".asking");
        await Expect(asking).ToContainTextAsync("Missed: run it after all?", new() { Timeout = 60_000 });
        await Expect(Head(sue)).Not.ToContainTextAsync("Paused by ada");
        Assert.Empty(await Judgement.OfAsync(sue, theme, "a run that asks"));

        await asking.GetByRole(AriaRole.Textbox).FillAsync("the tills are back");
        await asking.GetByRole(AriaRole.Button, new() { Name = "Run it: the one of" }).ClickAsync();
        await Expect(sue.Row("Runs", "Succeeded")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(asking).ToHaveCountAsync(0);
    }

    private static async Task RetireAsync(Visitor sue, string theme)
    {
        await sue.GoAsync("/jobs");
        await sue.Link(Job).ClickAsync();
        await Expect(sue.Heading(Job)).ToBeVisibleAsync(); // the list knows the same key
        await sue.PressAsync("r");
        await Expect(Head(sue)).ToContainTextAsync("Running", new() { Timeout = 60_000 });
        await sue.PressAsync("u");
        await sue.Button("Retire").ClickAsync();
        await Dialog(sue).GetByRole(AriaRole.Radio, new() { Name = "Cancel it" }).CheckAsync();
        Assert.Empty(await Judgement.OfAsync(sue, theme, "retire while it runs"));
        await Dialog(sue).GetByRole(AriaRole.Button, new() { Name = "Retire it and cancel the run" }).ClickAsync();
        await Expect(Head(sue)).ToContainTextAsync("retired");
        await Expect(sue.Page.GetByRole(AriaRole.Grid, new() { Name = "Runs" }).GetByText("Cancelled")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await Expect(sue.Button("Run now")).ToHaveCountAsync(0);
    }

    private static async Task<string> RegisterAsync(ConsoleHost console)
    {
        var path = Path.Combine(Path.GetTempPath(), $"opsbridge-rotate-{Guid.CreateVersion7():N}");
        await File.WriteAllTextAsync(path, "#!/bin/sh\necho \"works for $1 s\"\necho \"token $TOKEN\"\nexec sleep $1\n", Ct);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.IsType<RegisterCommandResult.Done>(await console.Get<RegisterCommand>().HandleAsync("rotate", path, "how long it works, in seconds", s_admin, Ct));
        Assert.IsType<SaveSecretResult.Done>(await console.Get<SaveSecret>().HandleAsync("export-token", "correct horse battery", s_admin, Ct));
        return path;
    }
}
