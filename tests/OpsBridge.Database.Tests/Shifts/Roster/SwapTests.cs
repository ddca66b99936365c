using OpsBridge.Support;
using Xunit;
using static OpsBridge.Shifts.RosterDesk;

namespace OpsBridge.Shifts.Roster;

public sealed class SwapTests(PostgresServer server) : IAsyncLifetime
{
    private RosterDesk _bridge = default!;
    private Guid _desk;
    private Guid _anns;
    private Guid _bobs;

    public async ValueTask InitializeAsync()
    {
        _bridge = await RosterDesk.CreateAsync(server);
        _desk = await _bridge.PlannedDeskAsync();
        _anns = await _bridge.AssignAsync(await _bridge.ShiftAsync(_desk, 1, "Late"), _bridge.Ann);
        _bobs = await _bridge.AssignAsync(await _bridge.ShiftAsync(_desk, 2, "Night"), _bridge.Bob);
    }

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task A_swap_is_offered_accepted_and_approved_and_only_then_the_roster_changes()
    {
        var id = await OfferAsync(_bobs);
        Assert.IsType<SwapAnswer.Refused>(await DecideAsync(id, true)); // not accepted yet
        Assert.IsType<SwapAnswer.NotFound>(await AnswerAsync(id, true, _bridge.Sue));
        Assert.IsType<SwapAnswer.Refused>(await AnswerAsync(id, true, _bridge.Ann)); // not one's own offer
        Assert.Equal(new SwapAnswer.Done(id, SwapState.Accepted), await AnswerAsync(id, true, _bridge.Bob));
        Assert.Equal(("ann", "bob"), await StandAsync());

        Assert.Equal(new SwapAnswer.Done(id, SwapState.Approved), await DecideAsync(id, true));

        Assert.Equal(("bob", "ann"), await StandAsync());
        Assert.IsType<SwapAnswer.Refused>(await DecideAsync(id, true));
        Assert.Equal(["swap.offered by ann", "swap.accepted by bob", "swap.approved by sue"], await _bridge.TimelineAsync("swap"));
    }

    [Fact]
    public async Task A_swap_is_void_in_words_when_the_roster_changed_under_it()
    {
        var id = await OfferAsync(_bobs);
        await AnswerAsync(id, true, _bridge.Bob);
        await _bridge.Get<MoveAssignment>().HandleAsync(_bobs, (await _bridge.ShiftAsync(_desk, 3, "Night")).Id, _bridge.Sue, Ct);

        var answer = Assert.IsType<SwapAnswer.Refused>(await DecideAsync(id, true));

        Assert.Contains("no longer theirs", answer.Why, StringComparison.Ordinal);
        Assert.Equal(["swap.offered by ann", "swap.accepted by bob", "swap.void by sue"], await _bridge.TimelineAsync("swap"));
        Assert.Empty(await _bridge.Get<ISwapList>().OpenAsync(_bridge.Sue, Ct));
    }

    [Fact]
    public async Task A_swap_with_somebody_who_is_away_is_refused_also_when_they_fall_ill_after_accepting()
    {
        var id = await OfferAsync(null);
        await AnswerAsync(id, true, _bridge.Bob);
        await _bridge.Get<RecordAbsence>().HandleAsync(_bridge.Bob.Id!.Value, _bridge.Today.AddDays(1), _bridge.Today.AddDays(1), AbsenceKind.Sick, _bridge.Sue, Ct);

        Assert.Contains("away that day (sick)", Assert.IsType<SwapAnswer.Refused>(await DecideAsync(id, true)).Why, StringComparison.Ordinal);
        Assert.Contains("away", Assert.IsType<SwapAnswer.Refused>(await _bridge.Get<OfferSwap>().HandleAsync(_anns, _bridge.Bob.Id!.Value, null, _bridge.Ann, Ct)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shift_is_offered_once_and_can_be_withdrawn_or_declined()
    {
        var id = await OfferAsync(null);
        Assert.Contains("offered already", Assert.IsType<SwapAnswer.Refused>(await _bridge.Get<OfferSwap>().HandleAsync(_anns, _bridge.Sue.Id!.Value, null, _bridge.Ann, Ct)).Why, StringComparison.Ordinal);
        Assert.Equal(new SwapAnswer.Done(id, SwapState.Withdrawn), await AnswerAsync(id, false, _bridge.Ann));
        var next = await OfferAsync(null);

        Assert.Equal(new SwapAnswer.Done(next, SwapState.Declined), await AnswerAsync(next, false, _bridge.Bob));
        Assert.IsType<SwapAnswer.Refused>(await AnswerAsync(next, true, _bridge.Bob));
    }

    [Fact]
    public async Task Somebody_elses_shift_cannot_be_offered() =>
        Assert.IsType<SwapAnswer.Refused>(await _bridge.Get<OfferSwap>().HandleAsync(_bobs, _bridge.Sue.Id!.Value, null, _bridge.Ann, Ct));

    private async Task<Guid> OfferAsync(Guid? inReturn) =>
        Assert.IsType<SwapAnswer.Done>(await _bridge.Get<OfferSwap>().HandleAsync(_anns, _bridge.Bob.Id!.Value, inReturn, _bridge.Ann, Ct)).Id;

    private Task<SwapAnswer> AnswerAsync(Guid id, bool accept, Identity.Actor who) => _bridge.Get<AnswerSwap>().HandleAsync(id, accept, who, Ct);

    private Task<SwapAnswer> DecideAsync(Guid id, bool approve) => _bridge.Get<DecideSwap>().HandleAsync(id, approve, _bridge.Sue, Ct);

    private async Task<(string? Late, string? Night)> StandAsync()
    {
        var shifts = (await _bridge.RosterAsync(_desk)).Shifts.Where(s => s.People.Count > 0).ToList();
        return (shifts.Find(s => s.Name == "Late")?.People[0].Name, shifts.Find(s => s.Name == "Night")?.People[0].Name);
    }
}
