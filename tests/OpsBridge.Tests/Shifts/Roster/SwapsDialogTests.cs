using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Shifts.Roster;

public sealed class SwapsDialogTests : ShiftPageContext
{
    private static readonly Guid s_other = Guid.CreateVersion7();
    private readonly FakeSwaps _swaps = new();
    private readonly RosterShift _mine = Shift("Late", 1, 14, 0, Person("operator1", id: Me));
    private readonly RosterShift _theirs = Shift("Night", 2, 22, 0, Person("operator2", id: s_other));

    public SwapsDialogTests() => Services.AddSingleton<ISwapActions>(_swaps).AddSingleton<ISwapList>(_swaps);

    [Fact]
    public async Task An_operator_offers_a_shift_of_their_own_for_one_of_a_colleague()
    {
        var dialog = Open();
        Assert.Equal(["Late Mon 23 Nov"], Options(dialog, "#swap-given"));
        await dialog.Find("#swap-given").ChangeAsync(new() { Value = _mine.People[0].AssignmentId.ToString() });
        await dialog.Find("#swap-to").ChangeAsync(new() { Value = s_other.ToString() });
        Assert.Equal(["Night Tue 24 Nov"], Options(dialog, "#swap-return"));
        await dialog.Find("#swap-return").ChangeAsync(new() { Value = _theirs.People[0].AssignmentId.ToString() });
        await dialog.Find("form").SubmitAsync();

        Assert.Equal([$"offer {_mine.People[0].AssignmentId} {s_other} {_theirs.People[0].AssignmentId}"], _swaps.Done);
        Assert.Equal("Offered.", Assert.Single(Toasts.Current).Text);
    }

    [Fact]
    public async Task Without_a_shift_and_a_colleague_nothing_is_offered()
    {
        await Open().Find("form").SubmitAsync();

        Assert.Empty(_swaps.Done);
        Assert.Equal("Choose a shift and a colleague.", Assert.Single(Toasts.Current).Text);
    }

    [Fact]
    public void A_shift_that_has_begun_or_is_somebody_elses_cannot_be_given()
    {
        var dialog = Open(Shift("Early", 0, 6, 0, Person("operator1", id: Me)), _theirs);

        Assert.Empty(dialog.FindAll("form"));
    }

    [Fact]
    public async Task Whoever_is_asked_accepts_or_declines_and_whoever_offered_withdraws()
    {
        _swaps.Open.AddRange([Swap(s_other, Me), Swap(Me, s_other)]);
        var dialog = Open();

        Assert.Equal(["Accept", "Decline", "Withdraw"], Buttons(dialog));
        await dialog.FindAll("li .btn")[0].ClickAsync(new());
        await dialog.FindAll("li .btn")[2].ClickAsync(new());

        Assert.Equal([$"answer {_swaps.Open[0].Id} True", $"answer {_swaps.Open[1].Id} False"], _swaps.Done);
    }

    [Fact]
    public async Task A_supervisor_approves_only_what_the_colleague_has_accepted()
    {
        SignIn(Role.Supervisor);
        var (anna, ben) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        _swaps.Open.AddRange([Swap(anna, ben), Swap(anna, ben) with { Accepted = true }]);
        var dialog = Open();

        Assert.Equal(["Decline", "Approve", "Decline"], Buttons(dialog));
        await dialog.FindAll("li .btn")[1].ClickAsync(new());
        await dialog.FindAll("li .btn")[2].ClickAsync(new());

        Assert.Equal([$"decide {_swaps.Open[1].Id} True", $"decide {_swaps.Open[1].Id} False"], _swaps.Done);
    }

    [Fact]
    public void A_swap_whose_shift_changed_hands_says_so()
    {
        _swaps.Open.Add(Swap(s_other, Me) with { Given = null });

        Assert.Contains("gives a shift that is no longer theirs to operator1", Open().Find("li").TextContent, StringComparison.Ordinal);
    }

    private static SwapRow Swap(Guid from, Guid to) => new(Guid.CreateVersion7(), from, from == Me ? "operator1" : "operator2", to, to == Me ? "operator1" : "operator2", "Late Mon 23 Nov", null, false);

    private static IEnumerable<string> Options(IRenderedComponent<SwapsDialog> dialog, string select) =>
        dialog.Find(select).QuerySelectorAll("option").Where(o => !string.IsNullOrEmpty(o.GetAttribute("value"))).Select(o => o.TextContent.Trim());

    private static IEnumerable<string> Buttons(IRenderedComponent<SwapsDialog> dialog) => dialog.FindAll("li .btn").Select(b => b.TextContent.Trim());

    private IRenderedComponent<SwapsDialog> Open(params RosterShift[] shifts) => Render<SwapsDialog>(p => p
        .Add(d => d.Now, Now)
        .Add(d => d.View, House.View with { Shifts = shifts.Length > 0 ? shifts : [_mine, _theirs], Colleagues = [new RosterColleague(Me, "operator1"), new RosterColleague(s_other, "operator2")] }));

    private sealed class FakeSwaps : ISwapActions, ISwapList
    {
        public List<string> Done { get; } = [];

        public List<SwapRow> Open { get; } = [];

        public Task<IReadOnlyList<SwapRow>> OpenAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<SwapRow>>([.. Open]);

        public Task<ShiftAnswer> OfferAsync(Guid given, Guid to, Guid? inReturn) => Say($"offer {given} {to} {inReturn}");

        public Task<ShiftAnswer> AnswerAsync(Guid swap, bool accept) => Say($"answer {swap} {accept}");

        public Task<ShiftAnswer> DecideAsync(Guid swap, bool approve) => Say($"decide {swap} {approve}");

        private Task<ShiftAnswer> Say(string what)
        {
            Done.Add(what);
            return Task.FromResult(ShiftAnswer.Ok("Offered."));
        }
    }
}
