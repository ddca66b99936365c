using Microsoft.Playwright;
using OpsBridge.Alerts.Intake;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Shifts;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Shifts.Orders;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>Every page, judged by axe in both themes.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class AccessibilityJourney(Chromium chromium, DemoConsole demo, PostgresServer server) : Journey(chromium)
{
    private const string Alert = "Axe has something to look at";
    private const string Asset = "inv-app-01";

    /// <summary>Addresses; {alert}, {asset} and {desk} stand for keys known later. Heading and text say that the page is there and filled.</summary>
    private static readonly (string Path, string Heading, string Text)[] s_pages =
    [
        ("/", "Bridge", Alert), ("/alerts", "Alerts", Alert), ("/alerts/history", "Alert history", Alert), ("/alerts/{alert}", Alert, "raised as Critical"), ("/checks?show=all", "Checks", "inv-app-01"),
        ("/checks/new?asset={asset}", "New check", "Create check"), ("/assets/{asset}", Asset, "Stock query"), ("/assets", "Assets", Asset),
        ("/assets/new", "New asset", "Add asset"), ("/assets/{asset}/edit", $"Edit {Asset}", "Save"), ("/assets/import", "Import assets", "Import"),
        ("/sites", "Sites", "Store 0101"), ("/admin/accounts", "Accounts", "supervisor1"), ("/admin/keys", "API keys and wallboard links", "New API key"),
        ("/admin/plugins", "Plugins", "Plugins"), ("/account/password", "Change your password", "New password"), ("/wall", "OpsBridge", Alert),
        ("/silences", "Silences", "Axe silence"), ("/silences/new?alert={alert}", "New silence", Alert), ("/maintenance", "Maintenance windows", "Axe window"),
        ("/alerts/rules", "Alert rules", "A ranking rule folds"), ("/alerts/rules?kind=grouping&rule=new", "Alert rules", "What it would do"),
        ("/maintenance/new", "New maintenance window", "What is done"), ("/maintenance/review", "Review", "Axe silence"),
        ("/log", "Log book", "Axe entry"), ("/log?show=open", "Log book", "Axe entry"), ("/orders", "Standing orders", "Axe order"), ("/watch/digest?desk={desk}", "Since you last stood watch", "this is the last week"),
        ("/roster?desk={desk}", "Roster", "operator1"), ("/roster?desk={desk}&view=month", "Roster", "operator1"), ("/watch", "Watch", "answers for the desk"), ("/shifts", "Staffing", "operator1"),
        ("/rounds", "Rounds", "Facility round"), ("/rounds/checklists", "Checklists", "Backup tapes"), ("/rounds/checklists/new", "New checklist", "Save as a draft"), ("/runbooks", "Runbooks", "Pool of the load balancer"), ("/runbooks/new", "New runbook", "Save as a draft"),
        ("/roster/import?desk={desk}", "Import a roster", "Check pasted lines"), ("/sources", "Sources", "New source"), ("/sources/new", "New source", "What you will paste"), ("/sources/quarantine", "Quarantine", "Axe reason"),
        ("/jobs/new", "New job", "Secrets it is given"), ("/jobs/reported", "Reported jobs", "Reported jobs"), ("/jobs/calendars", "Calendars", "Calendars"),
        ("/admin/commands", "Commands", "Register a command"), ("/admin/job-secrets", "Job secrets", "Add or replace a secret"),
        ("/no-such-page", "Not found", "There is nothing at this address."),
    ];

    /// <summary>Buttons of the roster that open a dialog, and what stands in the dialog.</summary>
    private static readonly (string Button, string Text)[] s_dialogs =
    [
        ("Swaps", "Offer a shift of mine"), ("Calendar address", "Calendar addresses"), ("Away", "Take back"), ("Crews", "Crews of Axe desk"), ("Pattern", "Pattern of Axe desk"),
        ("Edit desk Axe desk", "Edit desk Axe desk"), ("New desk", "New desk"),
    ];

    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public async Task No_dialog_of_the_roster_or_the_log_book_has_a_serious_or_critical_fault(string theme)
    {
        var console = await demo.StartedAsync();
        var admin = await OpenAsync(console, theme, theme);
        var faults = new List<string>();
        await admin.SignInAsync("admin1");
        var desk = await CrewedDeskAsync(console);
        try
        {
            await admin.GoAsync($"/roster?desk={desk}&view=month");
            await Expect(admin.Button("Crews")).ToBeEnabledAsync();
            await admin.Button("Later").ClickAsync(); // among the shifts that are still to come
            foreach (var (button, text) in s_dialogs)
            {
                await admin.Button(button).ClickAsync();
                var dialog = admin.Page.GetByRole(AriaRole.Dialog);
                await Expect(dialog.GetByText(text).First).ToBeVisibleAsync();
                faults.AddRange(await Judgement.OfAsync(admin, admin.Title, $"/roster, {button}"));
                await admin.Page.Keyboard.PressAsync("Escape");
                await Expect(dialog).ToHaveCountAsync(0);
            }

            var entry = Assert.IsType<WriteLogEntryResult.Done>(await console.Get<WriteLogEntry>().HandleAsync(new LogEntryDetails("Axe attaches"), await AdminAsync(console), Ct)).Id;
            await admin.GoAsync($"/log?id=e{entry}");
            await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Attach" }).ClickAsync();
            await Expect(admin.Page.GetByRole(AriaRole.Dialog).GetByText("nothing that is there is replaced")).ToBeVisibleAsync();
            faults.AddRange(await Judgement.OfAsync(admin, admin.Title, "/log, Attach"));
        }
        finally
        {
            await console.Get<RetireDesk>().HandleAsync(desk, await AdminAsync(console), Ct); // journeys beside this one know one desk
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>A desk with crews whose shifts begin tomorrow, so that nobody misses anybody today, with somebody away.</summary>
    private static async Task<Guid> CrewedDeskAsync(ConsoleHost console)
    {
        var admin = await AdminAsync(console);
        var tomorrow = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(1);
        var desk = Assert.IsType<SaveDeskResult.Saved>(await console.Get<SaveDesk>().HandleAsync(null, 0, new DeskDetails("Axe desk", "America/St_Johns"), admin, Ct)).Id;
        await console.Get<SetCrew>().HandleAsync(desk, "A", [admin.Id!.Value], admin, Ct);
        await console.Get<SavePattern>().HandleAsync(desk, PatternPresets.EightHoursFourCrews(tomorrow), admin, Ct);
        await console.Get<RecordAbsence>().HandleAsync(admin.Id.Value, tomorrow.AddMonths(1).AddDays(1 - tomorrow.Day), tomorrow.AddMonths(1).AddDays(1 - tomorrow.Day), AbsenceKind.Training, admin, Ct);
        return desk;
    }

    private static async Task<Actor> AdminAsync(ConsoleHost console)
    {
        var accounts = await console.Get<IAccountList>().AllAsync(Actor.InRole(null, "Test", Role.Admin), Ct);
        return Actor.InRole(accounts.Single(a => a.Name == "admin1").Id, "admin1", Role.Admin);
    }

    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public async Task No_page_of_the_console_has_a_serious_or_critical_fault(string theme)
    {
        var console = await demo.StartedAsync();
        var alert = await console.RaiseAsync(Alert);
        await console.HideAsync();
        var desk = (await console.Get<IWatchBoard>().ReadAsync(Actor.InRole(null, "Test", Role.Admin), Ct)).Single(d => d.DeskName == "Main").DeskId;
        await WriteAsync(console, alert, desk);
        var assets = await console.Get<IAssetList>().ReadAsync(new AssetFilter(), Actor.InRole(null, "Test", Role.Admin), Ct);
        var asset = assets.Rows.Single(a => a.Name == Asset).Id;
        var admin = await OpenAsync(console, theme, theme);
        var faults = new List<string>();
        await admin.GoAsync("/sign-in");
        await Expect(admin.Heading("Sign in")).ToBeVisibleAsync();
        faults.AddRange(await Judgement.OfAsync(admin, theme, "/sign-in"));
        await admin.SignInAsync("admin1");
        foreach (var (path, heading, text) in s_pages)
        {
            await admin.GoAsync(path.Replace("{alert}", $"{alert}", StringComparison.Ordinal).Replace("{asset}", $"{asset}", StringComparison.Ordinal).Replace("{desk}", $"{desk}", StringComparison.Ordinal));
            await Expect(admin.Heading(heading)).ToBeVisibleAsync();
            await Expect(admin.Page.GetByRole(AriaRole.Main).GetByText(text).Filter(new() { Visible = true }).First).ToBeVisibleAsync();
            faults.AddRange(await Judgement.OfAsync(admin, theme, path));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("dark")]
    [InlineData("light")]
    public async Task The_claim_page_has_no_serious_or_critical_fault(string theme)
    {
        var console = await StartAsync(new ConsoleHost(await server.CreateDatabaseAsync(Ct)));
        var newcomer = await OpenAsync(console, theme, theme);
        var faults = new List<string>();
        await newcomer.GoAsync("/");
        await Expect(newcomer.Heading("Claim this instance")).ToBeVisibleAsync();
        faults.AddRange(await Judgement.OfAsync(newcomer, theme, "/claim"));

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>An open entry with a pin, and an order that waits; for one desk, so that other journeys can take the watch of theirs.</summary>
    private static async Task WriteAsync(ConsoleHost console, long alert, Guid desk)
    {
        var supervisor = Actor.InRole(null, "supervisor1", Role.Supervisor);
        await console.Get<WriteLogEntry>().HandleAsync(new LogEntryDetails("Axe entry") { Kind = LogEntryKind.Ongoing, AlertId = alert, Pin = new PinWish("alert", $"{alert}"), Tags = ["axe"] }, supervisor, Ct);
        var source = await console.Get<ISourceDirectory>().FindAsync(Actor.Internal("Test", Permissions.ReportAlerts), "alertmanager", Ct);
        await console.Get<IEventIntake>().QuarantineAsync(source, new PoisonMessage("alertmanager", "Axe reason", "{"u8.ToArray()), Actor.Internal("Test", Permissions.ReportAlerts), Ct);
        await console.Get<SaveOrder>().HandleAsync(null, 0, new OrderDetails("Axe order", "Read this.", true, DateTimeOffset.UnixEpoch, null) { DeskIds = [desk] }, supervisor, Ct);
    }
}
