using Microsoft.Playwright;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Rounds;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OpsBridge.Journeys;

/// <summary>A round is done by keyboard and on a phone; what is out of its limits is an alert on the asset at once.</summary>
[Collection(nameof(DemoJourneys))]
public sealed class RoundJourney(Chromium chromium, DemoConsole demo) : Journey(chromium)
{
    private const string Name = "Journey round";

    [Fact]
    public async Task A_reading_out_of_its_limits_raises_its_alert_on_the_asset_and_the_round_is_finished_on_a_phone()
    {
        var console = await demo.StartedAsync();
        var round = await MakeAsync(console);
        var operator1 = await OpenAsAsync(console, "operator1");
        await operator1.GoAsync($"/rounds/{round}");
        await Expect(operator1.Heading(Name)).ToBeVisibleAsync();
        await operator1.PressAsync("j");
        await Expect(operator1.Field("Journey air")).ToBeFocusedAsync();
        await operator1.Page.Keyboard.TypeAsync("31,5");
        await operator1.Page.Keyboard.PressAsync("Enter");
        await Expect(operator1.Page.GetByText("Saved: above 30. An alert is raised.")).ToBeVisibleAsync();
        await Expect(operator1.Button("Done: Journey door")).ToBeFocusedAsync();

        var operator2 = await OpenAsAsync(console, "operator2");
        await operator2.GoAsync("/alerts");
        await operator2.Row("Alerts", "Journey air 31.5 °C, above 30").ClickAsync();
        await Expect(operator2.Preview).ToContainTextAsync("crac-b");

        await operator1.Page.SetViewportSizeAsync(390, 844);
        await operator1.Button("Done: Journey door").ClickAsync();
        await operator1.Button("Correct Journey air").ClickAsync();
        await operator1.Field("Journey air").FillAsync("22");
        await operator1.Button("Save Journey air").ClickAsync();
        await operator1.Field("Why it is corrected").FillAsync("read again");
        await operator1.Button("Save").ClickAsync();
        await Expect(operator1.Page.GetByText("22 °C", new() { Exact = true })).ToBeVisibleAsync();
        await operator1.Button("Finish").ClickAsync();
        await Expect(operator1.Page.GetByText("The round is finished.")).ToBeVisibleAsync();
    }

    /// <summary>A checklist of its own with one round that is open; given up again, so that no other journey meets its rounds.</summary>
    private static async Task<Guid> MakeAsync(ConsoleHost console)
    {
        var supervisor = Actor.InRole(null, "supervisor1", Role.Supervisor);
        var desk = (await console.Get<IWatchBoard>().ReadAsync(supervisor, Ct)).Single(d => d.DeskName == "Main").DeskId;
        var asset = (await console.Get<IAssetList>().ReadAsync(new AssetFilter { Text = "crac-b" }, supervisor, Ct)).Rows.Single(a => a.Name == "crac-b").Id;
        var air = new ChecklistStep(Guid.CreateVersion7(), StepKind.Number, "Journey air") { AssetId = asset, Unit = "°C", Limits = new StepLimits(16, 25, 12, 30) };
        var details = new ChecklistDetails(Name, desk, new RoundSchedule(RoundTiming.Recurring) { Cron = "0 0/10 * * * ?", Zone = "UTC" }) { OpensBefore = 60, Grace = 300, Steps = [air, new ChecklistStep(Guid.CreateVersion7(), StepKind.Tick, "Journey door")] };
        var saved = (SaveChecklistResult.Done)await console.Get<SaveChecklist>().HandleAsync(null, 0, details, supervisor, Ct);
        await console.Get<ApproveChecklist>().HandleAsync(saved.Id, saved.Number, supervisor, Ct);
        while (true)
        {
            await console.Get<RoundMaker>().MakeAsync(Ct);
            var rows = (await console.Get<IRoundBook>().NowAsync(supervisor, Ct)).Rows;
            if (rows.FirstOrDefault(r => r.ChecklistId == saved.Id && r.State == RoundState.Open) is { } open)
            {
                await console.Get<RetireChecklist>().HandleAsync(saved.Id, supervisor, Ct);
                return open.Id;
            }
        }
    }
}
