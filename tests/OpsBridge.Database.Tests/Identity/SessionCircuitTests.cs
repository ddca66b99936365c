using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;
using OpsBridge.Live;
using OpsBridge.SignIn;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Identity;

public sealed class SessionCircuitTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>
{
    private static readonly Actor s_admin = Actor.Internal("test", Permissions.ManageAccounts, Permissions.ManageKeys);

    [Fact]
    public async Task An_open_page_gets_the_new_role_and_is_sent_away_when_its_account_is_disabled_each_within_two_seconds()
    {
        var id = await console.AddAsync("ann", Role.Operator);
        var session = Assert.IsType<SignInResult.Welcome>(await console.Get<Sessions>().SignInAsync("ann", IdentityFixture.Password, IdentityFixture.Ct)).Session;
        await using var page = Open(SessionPrincipal.Of(session));

        await console.Get<ChangeRole>().HandleAsync(id, Role.Viewer, s_admin, IdentityFixture.Ct);
        await WithinTwoSecondsAsync(async () => !(await page.ActorAsync()).May(Permissions.HandleAlerts) && (await page.ActorAsync()).May(Permissions.ViewAlerts));
        Assert.Null(page.Browser.SentTo);

        await console.Get<DisableAccount>().HandleAsync(id, s_admin, IdentityFixture.Ct);
        await WithinTwoSecondsAsync(async () => (await page.ActorAsync()).Granted.Count == 0 && page.Browser.SentTo == "/sign-in?ended=1");
    }

    [Fact]
    public async Task Signing_out_in_one_tab_ends_the_other_tabs_of_that_browser_and_no_other_browser()
    {
        await console.AddAsync("bob", Role.Operator);
        var sessions = console.Get<Sessions>();
        var here = Assert.IsType<SignInResult.Welcome>(await sessions.SignInAsync("bob", IdentityFixture.Password, IdentityFixture.Ct)).Session;
        var there = Assert.IsType<SignInResult.Welcome>(await sessions.SignInAsync("bob", IdentityFixture.Password, IdentityFixture.Ct)).Session;
        await using var tab = Open(SessionPrincipal.Of(here));
        await using var other = Open(SessionPrincipal.Of(there));

        await sessions.EndAsync(here.SessionId, Actor.InRole(here.AccountId, "bob", Role.Operator), IdentityFixture.Ct);

        await WithinTwoSecondsAsync(async () => (await tab.ActorAsync()).Granted.Count == 0);
        Assert.True((await other.ActorAsync()).May(Permissions.HandleAlerts));
    }

    [Fact]
    public async Task A_screen_goes_dark_when_its_link_is_revoked()
    {
        var link = Assert.IsType<CreateWallLinkResult.Done>(await console.Get<CreateWallLink>().HandleAsync("hall", s_admin, IdentityFixture.Ct));
        await using var screen = Open(SessionPrincipal.Of(WallLink.ToActor(link.Id, "hall"), Schemes.Wall));
        Assert.True((await screen.ActorAsync()).May(Permissions.ViewAlerts));

        await console.Get<RevokeWallLink>().HandleAsync(link.Id, s_admin, IdentityFixture.Ct);

        await WithinTwoSecondsAsync(async () => (await screen.ActorAsync()).Granted.Count == 0);
    }

    private static async Task WithinTwoSecondsAsync(Func<Task<bool>> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync("the page knows", condition, IdentityFixture.Ct);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private OpenPage Open(System.Security.Claims.ClaimsPrincipal user)
    {
        var states = new ServerAuthenticationStateProvider();
        states.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        var browser = new FakeBrowser();
        var circuit = new SessionCircuit(
            states, console.Get<SessionCheck>(), console.Get<LiveFeed>(), browser, TimeProvider.System, NullLogger<SessionCircuit>.Instance);
        Assert.True(circuit.OnCircuitOpenedAsync(null!, IdentityFixture.Ct).IsCompleted); // it asks nothing of the circuit
        return new OpenPage(states, circuit, browser);
    }

    private sealed record OpenPage(AuthenticationStateProvider States, SessionCircuit Circuit, FakeBrowser Browser) : IAsyncDisposable
    {
        public Task<Actor> ActorAsync() => new CurrentActor(States).GetAsync();

        public ValueTask DisposeAsync() => Circuit.DisposeAsync();
    }

    private sealed class FakeBrowser : IJSRuntime
    {
        public string? SentTo { get; private set; }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, CancellationToken.None, args);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
        {
            SentTo = identifier == "location.replace" ? args?[0] as string : null;
            return ValueTask.FromResult(default(TValue)!);
        }
    }
}
