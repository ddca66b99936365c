using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Maintenance;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Shifts.Handover;

public sealed partial class HandoverUseCasesTests(PostgresServer server)
{
    private static CancellationToken Ct => HandoverEstate.Ct;

    [Fact]
    public async Task Accept_passes_the_watch_and_everything_open_and_seals_the_record_also_when_the_server_restarts_at_every_step()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        var (db1, pooled, given) = (await estate.AlertAsync("db-1", estate.Ann), await estate.AlertAsync("db-2", estate.Ann, AlertSeverity.Warning), await estate.AlertAsync("db-3", estate.Ann, AlertSeverity.Warning));
        var silence = await estate.SilenceAsync(estate.Ann);
        estate.Clock.FastForward(TimeSpan.FromMinutes(5));
        await estate.PrepareAsync();
        await estate.DoAsync(new HandoverStep.Decide([new("alert", $"{pooled}")], TransferTo.Pool, null), estate.Ann);
        await estate.DoAsync(new HandoverStep.Decide([new("alert", $"{given}")], TransferTo.Person, estate.Cid.Id), estate.Ann);
        await estate.RestartAsync();
        await estate.DoAsync(new HandoverStep.Sign(), estate.Ann);
        await estate.RestartAsync();
        await estate.ReadAllAsync(estate.Bob);
        await estate.RestartAsync();
        await estate.DoAsync(new HandoverStep.Countersign(), estate.Sue);
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);

        var holder = Assert.Single(await estate.OnWatchAsync());
        Assert.True(holder.Holds && holder.AccountId == estate.Bob.Id);
        Assert.Equal(new string?[] { "bob", null, "bob" }, new[] { await estate.OwnerAsync(db1), await estate.OwnerAsync(pooled), await estate.OwnerAsync(given) }); // cid is not on watch
        Assert.Equal("bob", (await estate.Get<ISilenceList>().FindAsync(silence, estate.Bob, Ct))!.OwnerName);
        Assert.Empty((await estate.VerifyAsync()).Broken);
        var view = await estate.ViewAsync();
        Assert.Equal((HandoverState.Accepted, 4), (view.Head.State, view.Transfers.Count));
        Assert.Contains(view.Case.Around.Facts.Of(HandoverSection.Alerts).Facts, f => f.Title == "db-1 is down" && f.Background!.Contains("ann took it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_who_accept_at_once_one_has_the_watch_and_the_other_hears_who()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.ToReadBackAsync();

        var outcomes = await Task.WhenAll(estate.TakeAsync(new HandoverStep.Accept(), estate.Bob), estate.TakeAsync(new HandoverStep.Accept(), estate.Bob));

        Assert.Single(outcomes.OfType<HandoverOutcome.Done>());
        Assert.Equal("bob has accepted it.", Assert.Single(outcomes.OfType<HandoverOutcome.Refused>()).Reasons[0]);
        Assert.Single(await estate.OnWatchAsync());
    }

    [Fact]
    public async Task Self_accept_a_wrong_password_and_an_unread_section_are_refused_in_words()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.PrepareAsync();
        Assert.Equal("The password is wrong.", Assert.IsType<HandoverOutcome.NotProved>(await estate.TakeAsync(new HandoverStep.Sign(), estate.Ann, "not it")).Reason);
        await estate.DoAsync(new HandoverStep.Sign(), estate.Ann);
        await estate.DoAsync(new HandoverStep.Review("by phone"), estate.Bob);

        Assert.Contains("bob has not read Shift figures.", Assert.IsType<HandoverOutcome.Refused>(await estate.TakeAsync(new HandoverStep.ReadBack("all well"), estate.Bob)).Reasons);
        Assert.Equal("ann goes off this watch; somebody coming on must do that.", Assert.IsType<HandoverOutcome.Refused>(await estate.TakeAsync(new HandoverStep.Review("x"), estate.Ann)).Reasons[0]);
    }

    [Fact]
    public async Task Wrong_passwords_of_signatures_lock_the_account()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.PrepareAsync();
        for (var i = 0; i < 6; i++)
        {
            await estate.TakeAsync(new HandoverStep.Sign(), estate.Ann, "guess");
        }

        Assert.StartsWith("Too many wrong passwords", Assert.IsType<HandoverOutcome.NotProved>(await estate.TakeAsync(new HandoverStep.Sign(), estate.Ann)).Reason, StringComparison.Ordinal);
        Assert.IsType<SignInResult.Refused>(await estate.Get<Sessions>().SignInAsync("ann", IdentityFixture.Password, Ct));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_fails_or_is_killed_in_the_middle_leaves_the_old_watch_responsible(bool killed)
    {
        await using var estate = await HandoverEstate.CreateAsync(server, services => services.AddSingleton<IHandoverBelongings>(p => new BrokenMover(p.GetRequiredService<NpgsqlDataSource>(), killed)));
        var alert = await estate.AlertAsync("db-1", estate.Ann);
        await estate.ToReadBackAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => estate.TakeAsync(new HandoverStep.Accept(), estate.Bob));

        var holder = Assert.Single(await estate.OnWatchAsync());
        Assert.True(holder.Holds && holder.AccountId == estate.Ann.Id);
        Assert.Equal("ann", await estate.OwnerAsync(alert));
        Assert.Equal(HandoverState.ReadBack, (await estate.ViewAsync()).Head.State);
        Assert.Equal(0, (await estate.VerifyAsync()).Records);
    }

    [Fact]
    public async Task A_silence_that_is_not_accepted_lapses_after_the_grace_time()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        var silence = await estate.SilenceAsync(estate.Ann);
        await estate.PrepareAsync();
        await estate.DoAsync(new HandoverStep.Decide([new("silence", $"{silence}")], TransferTo.Pool, null), estate.Ann);
        await estate.DoAsync(new HandoverStep.Sign(), estate.Ann);
        await estate.ReadAllAsync(estate.Bob);
        await estate.DoAsync(new HandoverStep.Countersign(), estate.Sue);
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);

        var row = (await estate.Get<ISilenceList>().FindAsync(silence, estate.Bob, Ct))!;
        Assert.Equal((estate.Now.AddMinutes(15), "OpsBridge"), (row.EndsAt, row.OwnerName));
    }

    [Fact]
    public async Task What_happened_a_millisecond_before_T_and_after_it_is_told_once_each_by_different_handovers()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        estate.Clock.FastForward(estate.T.AddMilliseconds(-1) - estate.Now);
        await estate.AlertAsync("before", null, AlertSeverity.Info);
        await estate.RoundAsync();
        estate.Clock.FastForward(TimeSpan.FromMilliseconds(2));
        await estate.AlertAsync("after", null, AlertSeverity.Info);
        await estate.ToReadBackAsync();
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);
        var first = await estate.ViewAsync();
        await estate.RoundAsync();
        var second = await estate.ViewAsync();

        Assert.Equal(estate.T, second.Head.From);
        Assert.Equal("1 alert raised, 0 closed", Raised(first));
        Assert.Equal("1 alert raised, 0 closed", Raised(second));
        Assert.Equal(["before is down"], Open(first));
        Assert.Equal(["after is down", "before is down"], Open(second).Order()); // still open: carried
    }

    [Fact]
    public async Task Two_people_writing_different_texts_at_once_lose_nothing_and_the_same_text_shows_both()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.RoundAsync();
        var (notes, state) = (new TextPlace(HandoverSection.Notes, "", TextField.Note), HandoverCase.StateLine);

        var outcomes = await Task.WhenAll(
            estate.TakeAsync(new HandoverStep.Write(notes, "one", 0), estate.Ann), estate.TakeAsync(new HandoverStep.Write(state, "two", 0), estate.Ann),
            estate.TakeAsync(new HandoverStep.Write(notes, "three", 0), estate.Ann));

        Assert.Equal(2, outcomes.OfType<HandoverOutcome.Done>().Count());
        var overtaken = Assert.Single(outcomes.OfType<HandoverOutcome.Overtaken>());
        var view = await estate.ViewAsync();
        Assert.Equal(overtaken.Theirs.Text, view.Case.Papers.TextOf(notes));
        Assert.Equal("two", view.Case.Papers.TextOf(state));
    }

    [Fact]
    public async Task It_opens_itself_an_hour_before_T_once_and_only_where_a_next_shift_is_planned()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        estate.Clock.FastForward(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(estate.Get<HandoverRounds>().MakeAsync(Ct), estate.Get<HandoverRounds>().MakeAsync(Ct));
        await estate.RoundAsync();
        Assert.Equal(HandoverState.Preparing, (await estate.ViewAsync()).Head.State);
        Assert.Equal(estate.T, (await estate.ViewAsync()).Head.PlannedAt);

        await estate.ToReadBackAsync();
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);
        Assert.Equal(Guid.Empty, await estate.RoundAsync());
        estate.Clock.FastForward(TimeSpan.FromHours(2)); // Late has begun
        Assert.NotEqual(Guid.Empty, await estate.RoundAsync());
        Assert.Equal(HandoverState.Scheduled, (await estate.ViewAsync()).Head.State);
        estate.Clock.FastForward(TimeSpan.FromHours(20)); // nobody came for Night, which has ended as well
        await estate.RoundAsync();
        Assert.Equal(HandoverState.Preparing, (await estate.ViewAsync()).Head.State); // bob still answers for the desk
    }

    private static string Raised(HandoverView view) => view.Case.Around.Facts.Of(HandoverSection.Figures).Facts.Single(f => f.Key == "figures/raised").Title;

    private static IEnumerable<string> Open(HandoverView view) => view.Case.Around.Facts.Of(HandoverSection.Alerts).Facts.Select(f => f.Title);
}
