using Microsoft.EntityFrameworkCore;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Identity;

public sealed class SignInTests(PostgresServer server) : IAsyncLifetime
{
    private IdentityFixture _it = null!;

    public async ValueTask InitializeAsync() => _it = await IdentityFixture.CreateAsync(server);

    public ValueTask DisposeAsync() => _it.DisposeAsync();

    [Fact]
    public async Task The_right_password_begins_a_session_of_the_account_in_any_case_of_its_name()
    {
        var ann = await _it.AddAsync("ann", Role.Operator);

        var session = await _it.SignInAsync("ANN");

        Assert.Equal((ann.Id, "ann", Role.Operator), (session.AccountId, session.Name, session.Role));
        Assert.Equal(session, await _it.FindAsync(session));
        Assert.Contains("account.signed_in by ann", await _it.TimelineAsync());
    }

    [Fact]
    public async Task Wrong_password_unknown_name_and_disabled_account_are_refused_alike()
    {
        var bob = await _it.AddAsync("bob", Role.Viewer);
        var admin = await _it.AddAsync("root-admin", Role.Admin);
        var sessions = _it.Get<Sessions>();

        Assert.Equal(new SignInResult.Refused(), await sessions.SignInAsync("bob", "violet tractor hum", IdentityFixture.Ct));
        Assert.Equal(new SignInResult.Refused(), await sessions.SignInAsync("nobody", IdentityFixture.Password, IdentityFixture.Ct));
        await _it.Get<DisableAccount>().HandleAsync(bob.Id!.Value, admin, IdentityFixture.Ct);
        Assert.Equal(new SignInResult.Refused(), await sessions.SignInAsync("bob", IdentityFixture.Password, IdentityFixture.Ct));
    }

    [Fact]
    public async Task After_five_failures_even_the_right_password_waits_half_a_minute()
    {
        await _it.AddAsync("ann", Role.Operator);
        var sessions = _it.Get<Sessions>();
        for (var i = 0; i < 5; i++)
        {
            await sessions.SignInAsync("ann", "wrong wrong wrong", IdentityFixture.Ct);
        }

        Assert.IsType<SignInResult.Refused>(await sessions.SignInAsync("ann", IdentityFixture.Password, IdentityFixture.Ct));
        _it.Clock.FastForward(TimeSpan.FromSeconds(30));
        await _it.SignInAsync("ann");
    }

    [Fact]
    public async Task Tries_at_the_same_moment_are_all_counted()
    {
        await _it.AddAsync("ann", Role.Operator);
        var sessions = _it.Get<Sessions>();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sessions.SignInAsync("ann", "wrong wrong wrong", IdentityFixture.Ct)));

        await using var db = await _it.Contexts.CreateDbContextAsync(IdentityFixture.Ct);
        Assert.Equal(5, (await db.Set<Account>().SingleAsync(IdentityFixture.Ct)).AccessFailedCount); // the others met the wait
    }

    [Fact]
    public async Task A_session_ends_after_24_hours_at_the_latest()
    {
        await _it.AddAsync("ann", Role.Operator);
        var session = await _it.SignInAsync("ann");

        _it.Clock.FastForward(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await _it.FindAsync(session));
        _it.Clock.FastForward(TimeSpan.FromSeconds(1));
        Assert.Null(await _it.FindAsync(session));
    }

    [Fact]
    public async Task Signing_out_ends_this_session_and_no_other()
    {
        var ann = await _it.AddAsync("ann", Role.Operator);
        var bob = await _it.AddAsync("bob", Role.Operator);
        var (here, there) = (await _it.SignInAsync("ann"), await _it.SignInAsync("ann"));

        await _it.Get<Sessions>().EndAsync(here.SessionId, bob, IdentityFixture.Ct);
        Assert.NotNull(await _it.FindAsync(here));
        await _it.Get<Sessions>().EndAsync(here.SessionId, ann, IdentityFixture.Ct);

        Assert.Null(await _it.FindAsync(here));
        Assert.NotNull(await _it.FindAsync(there));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session_of_the_account()
    {
        var ann = await _it.AddAsync("ann", Role.Operator);
        await _it.AddAsync("bob", Role.Operator);
        var (here, there, other) = (await _it.SignInAsync("ann"), await _it.SignInAsync("ann"), await _it.SignInAsync("bob"));

        Assert.True(await _it.Get<EndSessions>().HandleAsync(ann.Id!.Value, ann, IdentityFixture.Ct));

        Assert.Null(await _it.FindAsync(here));
        Assert.Null(await _it.FindAsync(there));
        Assert.NotNull(await _it.FindAsync(other));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _it.Get<EndSessions>().HandleAsync(other.AccountId, ann, IdentityFixture.Ct));
    }

    [Fact]
    public async Task A_new_password_ends_every_earlier_session_and_the_old_password()
    {
        var ann = await _it.AddAsync("ann", Role.Operator);
        var before = await _it.SignInAsync("ann");

        var done = Assert.IsType<ChoosePasswordResult.Done>(
            await _it.Get<ChoosePassword>().WithPresentAsync(IdentityFixture.Password, "seven grey umbrellas", ann, IdentityFixture.Ct));

        Assert.Null(await _it.FindAsync(before));
        Assert.NotNull(await _it.FindAsync(done.Session));
        Assert.IsType<SignInResult.Refused>(await _it.Get<Sessions>().SignInAsync("ann", IdentityFixture.Password, IdentityFixture.Ct));
        await _it.SignInAsync("ann", "seven grey umbrellas");
    }

    [Fact]
    public async Task Guessing_the_present_password_is_counted_like_guessing_at_sign_in()
    {
        var ann = await _it.AddAsync("ann", Role.Operator);
        for (var i = 0; i < 5; i++)
        {
            await _it.Get<ChoosePassword>().WithPresentAsync("wrong wrong wrong", "seven grey umbrellas", ann, IdentityFixture.Ct);
        }

        Assert.IsType<ChoosePasswordResult.Refused>(
            await _it.Get<ChoosePassword>().WithPresentAsync(IdentityFixture.Password, "seven grey umbrellas", ann, IdentityFixture.Ct));
    }
}
