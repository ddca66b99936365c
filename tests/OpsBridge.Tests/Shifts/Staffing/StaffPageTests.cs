using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Shifts.Watch;
using Xunit;

namespace OpsBridge.Shifts.Staffing;

public sealed class StaffPageTests : ShiftPageContext
{
    private readonly FakeStaff _staff = new();

    public StaffPageTests()
    {
        SignIn(Role.Supervisor);
        Services.AddSingleton<IStaffBoard>(_staff).AddSingleton<IOpenHandovers>(_staff);
        House.Watches.Add(Watch(On("operator1", holds: true), On("operator2")));
    }

    [Fact]
    public void A_desk_is_shown_with_its_shift_who_answers_and_when_the_handover_is_due()
    {
        var cells = Row("Desks now");

        Assert.Equal(["Main", "Early 06:00–14:00", "operator1", "operator1, operator2", "in 2 h 00"], cells);
    }

    [Fact]
    public void A_desk_that_nobody_holds_says_so_and_a_late_relief_says_how_late()
    {
        House.Watches.Clear();
        House.Watches.Add(Watch() with { Current = null, Held = null });
        Assert.Equal(["Main", "none planned", "nobody", "", ""], Row("Desks now"));

        House.Watches[0] = Watch(On("operator1", holds: true)) with { Held = Early with { EndsAt = Now.AddMinutes(-20) } };
        Assert.Equal("late by 20 min", Row("Desks now")[^1]);
    }

    [Fact]
    public void A_handover_that_waits_for_a_supervisor_is_named_with_its_reasons_and_a_link()
    {
        var waiting = Open(HandoverState.ReadBack, ["sev1 open"]);
        _staff.Open.AddRange([waiting, Open(HandoverState.Preparing, [])]);

        var page = Render<StaffPage>();
        var panel = page.FindAll(".panel").Single(p => p.QuerySelector("h2")!.TextContent == "Handovers in work");

        Assert.Contains("1 waits for a supervisor", panel.TextContent, StringComparison.Ordinal);
        var link = panel.QuerySelector(".desk-nobody")!;
        Assert.Equal(($"/handover/{waiting.Row.Id}", "a supervisor must sign"), (link.GetAttribute("href"), link.TextContent.Trim()));
        Assert.Contains("sev1 open", link.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Read-back, read by operator2", "12 min"], panel.QuerySelectorAll("tbody tr")[0].QuerySelectorAll("td").Skip(3).Take(2).Select(c => c.TextContent.Trim()));
        Assert.Equal("after the first signature", panel.QuerySelectorAll("tbody tr")[1].QuerySelectorAll("td")[^1].TextContent.Trim());
    }

    [Fact]
    public void A_countersigned_handover_names_who_signed_and_one_without_risks_needs_nobody()
    {
        _staff.Open.AddRange([Open(HandoverState.Reviewing, ["sev1 open"], "sue"), Open(HandoverState.Prepared, [])]);

        Assert.Equal(["signed by sue", "not needed"], Render<StaffPage>().FindAll(".panel").Single(p => p.QuerySelector("h2")!.TextContent == "Handovers in work")
            .QuerySelectorAll("tbody tr").Select(r => r.QuerySelectorAll("td")[^1].TextContent.Trim()));
    }

    [Fact]
    public void Somebody_who_works_too_much_is_flagged_in_words_and_what_differs_from_the_roster_is_said()
    {
        _staff.View = new StaffView(
            [new StaffRow(Guid.CreateVersion7(), "operator3", new Fatigue(52, 40, 6, TimeSpan.FromHours(8)), ["8 h rest"])],
            [new StoodRow(Guid.CreateVersion7(), "Main", "Europe/Zurich", "Early", Early.StartsAt, Early.EndsAt, ["operator1"], ["operator2"], TimeSpan.FromMinutes(20))]);

        Assert.Equal(["operator3", "52 h", "40 h", "6", "8 h", "8 h rest"], Row("People"));
        Assert.Equal(["Early Sun 22 Nov 06:00–14:00", "Main", "operator1", "operator2", "operator2 instead of operator1 · taken 20 min late"], Row("Roster against actual"));
    }

    [Fact]
    public void A_viewer_in_another_zone_reads_whose_clocks_a_shift_is_shown_by()
    {
        LookFrom("Asia/Tokyo");

        Assert.Equal("Early 06:00–14:00 Zurich", Row("Desks now")[1]);
    }

    private IReadOnlyList<string> Row(string panel) =>
    [
        .. Render<StaffPage>().FindAll(".panel").Single(p => p.QuerySelector("h2")!.TextContent == panel).QuerySelector("tbody tr")!
            .QuerySelectorAll("td").Select(c => string.Join(' ', c.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))),
    ];

    private static OpenHandoverRow Open(HandoverState state, IReadOnlyList<string> risks, string? by = null) => new(
        new HandoverRow { Id = Guid.CreateVersion7(), DeskId = Guid.CreateVersion7(), DeskName = "Main", Shifts = "Early → Late", At = Now.AddHours(2), State = state, Reviewer = state is HandoverState.Reviewing or HandoverState.ReadBack ? "operator2" : null },
        Now.AddMinutes(-12), risks, by);

    private sealed class FakeStaff : IStaffBoard, IOpenHandovers
    {
        public StaffView View { get; set; } = new([], []);

        public List<OpenHandoverRow> Open { get; } = [];

        public Task<StaffView> ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult(View);

        Task<IReadOnlyList<OpenHandoverRow>> IOpenHandovers.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<OpenHandoverRow>>([.. Open]);
    }
}
