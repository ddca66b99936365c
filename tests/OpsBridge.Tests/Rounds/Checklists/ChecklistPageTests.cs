using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Maintenance;
using OpsBridge.Shifts;
using OpsBridge.Shifts.Roster;
using Xunit;

namespace OpsBridge.Rounds.Checklists;

public sealed class ChecklistPageTests : AlertPageContext
{
    private readonly FakeLists _lists = new();

    public ChecklistPageTests()
    {
        SignIn(Role.Supervisor);
        Services.AddSingleton<IChecklistBook>(_lists).AddSingleton<IChecklistActions>(_lists).AddSingleton<IAssetList>(_lists).AddSingleton<IDeskList>(new FakeShifts()).AddSingleton<ISiteList>(new FakeMaintenance())
            .AddSingleton<ChecklistSources>();
    }

    [Fact]
    public void Steps_are_added_moved_removed_and_saved_in_the_order_of_the_route()
    {
        var page = Render<ChecklistPage>();
        page.Find("#list-name").Input("Night round");
        Add(page, "Number");
        Title(page, 0).Input("Air");
        page.FindAll("[id$='limit2']")[0].Input("25,5");
        Add(page, "Tick");
        Title(page, 1).Input("Door");
        Add(page, "Photo");
        page.FindAll(".btn").Single(b => b.GetAttribute("aria-label") == "Remove step 3").Click();
        page.FindAll(".btn").Single(b => b.GetAttribute("aria-label") == "Step 2 up").Click();

        page.Find("form").Submit();

        var saved = _lists.Saved!;
        Assert.Equal(("Night round", "Tick Door, Number Air"), (saved.Name, string.Join(", ", saved.Steps.Select(s => $"{s.Kind} {s.Title}"))));
        Assert.Equal(25.5m, saved.Steps[1].Limits.WarnAbove);
    }

    [Fact]
    public void What_cannot_be_read_is_named_at_its_field_and_nothing_is_sent()
    {
        var page = Render<ChecklistPage>();
        page.Find("#list-grace").Input("soon");
        Add(page, "Number");
        page.FindAll("[id$='limit2']")[0].Input("warm");
        page.FindAll("input[list='asset-names']")[0].Change("no-such-asset");

        page.Find("form").Submit();

        Assert.Null(_lists.Saved);
        Assert.Contains("A number of minutes.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("There is no asset of this name.", page.Markup, StringComparison.Ordinal);
        Assert.Equal("warm", page.FindAll("[id$='limit2']")[0].GetAttribute("value")); // what was typed stays
    }

    [Fact]
    public void A_draft_can_be_approved_and_who_may_not_edit_reads()
    {
        var id = Guid.CreateVersion7();
        var details = new ChecklistDetails("Tapes", Guid.CreateVersion7(), new RoundSchedule(RoundTiming.Recurring) { Cron = "0 0 * * * ?", Zone = "Europe/Zurich" }) { Steps = [new ChecklistStep(Guid.CreateVersion7(), StepKind.Tick, "<i>Seal</i>")] };
        _lists.View = new ChecklistView(id, 1, [new ChecklistVersionView(2, details, Now, "bob", null, null), new ChecklistVersionView(1, details, Now, "bob", Now, "sue")]);
        var page = Render<ChecklistPage>(p => p.Add(c => c.Id, id));
        page.FindAll(".btn").Single(b => b.TextContent.Trim() == "Approve version 2").Click();
        Assert.Equal(["approve 2"], _lists.Done);

        SignIn(Role.Operator);
        var read = Render<ChecklistPage>(p => p.Add(c => c.Id, id));
        Assert.Empty(read.FindAll("form"));
        Assert.Contains("every hour (Europe/Zurich)", read.Markup, StringComparison.Ordinal);
        Assert.StartsWith("<i>Seal</i>", read.Find("ol li").TextContent, StringComparison.Ordinal);
    }

    private static void Add(IRenderedComponent<ChecklistPage> page, string kind) => page.FindAll(".btn").Single(b => b.GetAttribute("aria-label") == $"Add a {kind.ToLowerInvariant()} step").Click();

    private static AngleSharp.Dom.IElement Title(IRenderedComponent<ChecklistPage> page, int step) => page.FindAll(".step-form")[step].QuerySelector("input[id$='title']")!;

    private sealed class FakeLists : IChecklistBook, IChecklistActions, IAssetList
    {
        public ChecklistView? View { get; set; }

        public ChecklistDetails? Saved { get; private set; }

        public List<string> Done { get; } = [];

        public Task<IReadOnlyList<ChecklistRow>> ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<ChecklistRow>>([]);

        public Task<ChecklistView?> FindAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(View);

        public Task<ChecklistAnswer> SaveAsync(Guid? id, int seen, ChecklistDetails details)
        {
            Saved = details;
            return Task.FromResult(ChecklistAnswer.Of(true, "Stored."));
        }

        public Task<ChecklistAnswer> ApproveAsync(Guid id, int seen)
        {
            Done.Add($"approve {seen}");
            return Task.FromResult(ChecklistAnswer.Of(true, "In force."));
        }

        public Task<ChecklistAnswer> RetireAsync(Guid id) => Task.FromResult(ChecklistAnswer.Of(true, "Given up."));

        public Task<AssetListView> ReadAsync(AssetFilter filter, Actor actor, CancellationToken ct) => Task.FromResult(AssetListView.Empty);

        public Task<Page<AssetRow>> PageAsync(AssetFilter filter, string? after, int size, Actor actor, CancellationToken ct) => Task.FromResult(new Page<AssetRow>([], null));

        public Task<IReadOnlyList<string>> KindsAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);
    }
}
