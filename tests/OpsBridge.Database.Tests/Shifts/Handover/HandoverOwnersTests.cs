using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Handling;
using OpsBridge.Maintenance;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Shifts.Handover;

/// <summary>Who owns what is open when people go off watch in any way.</summary>
public sealed class HandoverOwnersTests(PostgresServer server)
{
    private static CancellationToken Ct => HandoverEstate.Ct;

    [Fact]
    public async Task What_came_after_the_signature_goes_to_the_watch_marked_so_and_a_silence_among_it_lapses()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        var decided = await estate.AlertAsync("db-1", estate.Ann);
        estate.Clock.FastForward(TimeSpan.FromMinutes(5));
        await estate.PrepareAsync();
        await estate.DoAsync(new HandoverStep.Sign(), estate.Ann);
        var late = await estate.AlertAsync("db-2", estate.Ann);
        var silence = await estate.SilenceAsync(estate.Ann);
        await estate.ReadAllAsync(estate.Bob);
        await estate.DoAsync(new HandoverStep.Countersign(), estate.Sue);
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);

        Assert.Equal(["alert bob", "alert bob"], await estate.OwnedAsync());
        Assert.Equal(estate.Now.AddMinutes(15), (await estate.Get<ISilenceList>().FindAsync(silence, estate.Bob, Ct))!.EndsAt);
        Assert.Equal(
            [($"alert {decided}", TransferTo.Watch, false), ($"alert {late}", TransferTo.Watch, true), ($"silence {silence}", TransferTo.Pool, true)],
            (await estate.ViewAsync()).Transfers.Select(t => ($"{t.Thing.Kind} {t.Thing.Key}", t.To, t.AfterSignature)).Order());
        Assert.Empty((await estate.VerifyAsync()).Broken);
    }

    [Theory]
    [InlineData(false, "bob")]
    [InlineData(true, "ann")]
    public async Task A_relief_in_mid_shift_moves_everything_open_of_the_one_who_goes_and_nothing_of_the_one_who_stays(bool stays, string owner)
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await OwnOfEachKindAsync(estate);

        await RelieveAsync(estate, stays);

        Assert.Equal([$"alert {owner}", $"alert {owner}", $"entry {owner}", $"silence {owner}"], await estate.OwnedAsync());
        Assert.Equal(stays ? 2 : 1, (await estate.OnWatchAsync()).Count);
    }

    [Fact]
    public async Task A_relief_whose_transfer_fails_has_not_happened()
    {
        await using var estate = await HandoverEstate.CreateAsync(server, services => services.AddSingleton<IHandoverBelongings>(p => new BrokenMover(p.GetRequiredService<NpgsqlDataSource>(), kills: false)));
        await estate.AlertAsync("db-1", estate.Ann);

        await Assert.ThrowsAsync<InvalidOperationException>(() => RelieveAsync(estate, stays: false));

        Assert.Equal(estate.Ann.Id, Assert.Single(await estate.OnWatchAsync()).AccountId);
        Assert.Contains("alert ann", await estate.OwnedAsync());
    }

    [Fact]
    public async Task Who_leaves_while_another_holds_the_desk_leaves_nothing_behind_and_neither_does_who_is_removed()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.StandAsync(estate.Desk, estate.Bob);
        await estate.StandAsync(estate.Desk, estate.Cid);
        await estate.AlertAsync("db-1", estate.Bob);
        await estate.AlertAsync("db-2", estate.Cid);

        Assert.IsType<LeaveWatchResult.Done>(await estate.Get<LeaveWatch>().HandleAsync(estate.Desk, estate.Bob, Ct));
        Assert.IsType<EndWatchResult.Done>(await estate.Get<EndSomebodysWatch>().HandleAsync(estate.Desk, estate.Cid.Id!.Value, "went home ill", estate.Sue, Ct));

        Assert.Equal(["alert ann", "alert ann"], await estate.OwnedAsync());
    }

    [Fact]
    public async Task Who_stays_on_watch_at_another_desk_keeps_what_they_own()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.StandAsync(await estate.DeskAsync("Network"), estate.Ann, holds: true);
        await OwnOfEachKindAsync(estate);
        estate.Clock.FastForward(TimeSpan.FromMinutes(5));

        await estate.ToReadBackAsync(); // with nothing to decide
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);

        Assert.Equal(["alert ann", "alert ann", "entry ann", "silence ann"], await estate.OwnedAsync());
        Assert.Empty((await estate.ViewAsync()).Transfers);
        Assert.Equal(["ann", "bob"], (await estate.OnWatchAsync()).Select(s => s.AccountName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_two_desks_that_somebody_goes_off_at_once_one_moves_what_they_own()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        var network = await estate.DeskAsync("Network");
        await estate.StandAsync(network, estate.Cid, holds: true);
        await estate.StandAsync(network, estate.Ann);
        await OwnOfEachKindAsync(estate);
        estate.Clock.FastForward(TimeSpan.FromMinutes(5));
        await estate.ToReadBackAsync();

        var (accepted, left) = (estate.TakeAsync(new HandoverStep.Accept(), estate.Bob), estate.Get<LeaveWatch>().HandleAsync(network, estate.Ann, Ct));

        Assert.IsType<HandoverOutcome.Done>(await accepted);
        Assert.IsType<LeaveWatchResult.Done>(await left);
        Assert.DoesNotContain(await estate.OwnedAsync(), o => o.EndsWith("ann", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_meant_for_somebody_on_watch_at_another_desk_goes_there()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.StandAsync(await estate.DeskAsync("Network"), estate.Cid, holds: true);
        var alert = await estate.AlertAsync("db-1", estate.Ann, AlertSeverity.Warning);
        await estate.PrepareAsync();
        await estate.DoAsync(new HandoverStep.Decide([new("alert", $"{alert}")], TransferTo.Person, estate.Cid.Id), estate.Ann);
        await estate.DoAsync(new HandoverStep.Sign(), estate.Ann);
        await estate.ReadAllAsync(estate.Bob);
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);

        Assert.Equal(["alert cid"], await estate.OwnedAsync());
    }

    /// <summary>Ann owns an alert, a shelf, a silence and a promise.</summary>
    private static async Task OwnOfEachKindAsync(HandoverEstate estate)
    {
        await estate.AlertAsync("db-1", estate.Ann);
        var shelved = await estate.AlertAsync("db-2", estate.Ann);
        await estate.Get<HandleAlerts>().HandleAsync(new AlertOrder([shelved], new AlertVerb.Shelve(ShelfKind.UntilClear), "known"), estate.Ann, Ct);
        await estate.SilenceAsync(estate.Ann);
        await estate.EntryAsync(estate.Ann);
    }

    private static async Task RelieveAsync(HandoverEstate estate, bool stays)
    {
        var form = new ReliefForm(estate.Bob.Id!.Value, "Two alerts open, a vendor to call back", stays);
        Assert.IsType<OfferReliefResult.Done>(await estate.Get<OfferRelief>().HandleAsync(estate.Desk, form, estate.Ann, Ct));
        Assert.Equal(new RelieveWatchResult.Done("ann"), await estate.Get<RelieveWatch>().HandleAsync(estate.Desk, Relief.Checklist, estate.Bob, Ct));
    }
}
