using OpsBridge.Rounds.Handover;
using OpsBridge.Shifts.Handover;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Rounds;

public sealed class RoundHandoverTests(PostgresServer server) : IAsyncLifetime
{
    private RoundsDesk _desk = default!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await RoundsDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_handover_is_told_what_is_open_skipped_with_its_reason_and_plainly_done()
    {
        await _desk.ApproveAsync(_desk.Hourly(_desk.Door));
        var done = (await _desk.DueAsync(12, 30)).Id;
        await _desk.ReadAsync(done, _desk.Door, null);
        await _desk.Get<FinishRound>().HandleAsync(done, _desk.Ann, Ct);
        _desk.Watch.At(13, 45);
        await _desk.MakeAsync();
        var span = new HandoverSpan(_desk.Watch.Desk, _desk.Watch.Early.StartsAt, _desk.Watch.Early.EndsAt, _desk.Watch.Late.EndsAt);

        Assert.Equal(["Facility round: overdue since 13:40 (will be carried over if it is not done before T)", "1 round done, everything as it should be ()"], await FactsAsync(span));
        await _desk.Get<SkipRound>().HandleAsync((await _desk.DueAsync(13, 30)).Id, "room is closed", _desk.Ann, Ct);
        Assert.Equal("Facility round: skipped (due 13:30 · “room is closed”)", (await FactsAsync(span))[0]);
    }

    [Fact]
    public async Task A_round_that_was_taken_goes_to_the_next_watch()
    {
        await _desk.ApproveAsync(_desk.Hourly());
        var id = (await _desk.DueAsync(12, 30)).Id;
        await _desk.Get<TakeRound>().HandleAsync(id, _desk.Ann, Ct);
        var belongings = new RoundBelongings();
        await using var db = await _desk.Watch.ContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        var mine = Assert.Single(await belongings.OwnedByAsync(db, [_desk.Ann.Id!.Value], lockThem: true, Ct));
        await belongings.MoveAsync(db, [new Transfer(mine.Key, TransferTo.Watch, _desk.Bob.Id, "bob")], _desk.Sue, _desk.Watch.Now, Ct);
        await transaction.CommitAsync(Ct);

        Assert.Equal(("Facility round", "bob"), (mine.Title, (await _desk.ViewAsync(id)).Row.OwnerName));
    }

    private async Task<IReadOnlyList<string>> FactsAsync(HandoverSpan span)
    {
        await using var db = await _desk.Watch.ContextAsync();
        return [.. (await new RoundFacts().ReadAsync(db, span, _desk.Watch.Now, Ct)).Facts.Select(f => $"{f.Title} ({f.Detail})")];
    }
}
