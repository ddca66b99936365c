using System.Net;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Identity;

public sealed class SignInOverHttpTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>
{
    private const string SomePage = "/account/password";

    [Fact]
    public async Task A_stranger_is_sent_to_sign_in_and_afterwards_to_where_they_wanted()
    {
        await console.AddAsync("ann", Role.Operator);
        using var browser = console.Open();

        var sent = await browser.GetAsync(SomePage);
        Assert.Equal("/sign-in?returnUrl=%2Faccount%2Fpassword", sent.Headers.Location!.PathAndQuery);
        var welcomed = await browser.SignInAsync("ann", path: sent.Headers.Location.PathAndQuery);

        Assert.Equal(HttpStatusCode.Redirect, welcomed.StatusCode);
        Assert.EndsWith(SomePage, welcomed.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(SomePage));
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        await console.AddAsync("ann", Role.Operator);
        using var browser = console.Open();

        var cookie = (await browser.SignInAsync("ann")).Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("opsbridge=", StringComparison.Ordinal));

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Signing_in_never_leads_to_another_site()
    {
        await console.AddAsync("ann", Role.Operator);
        using var browser = console.Open();

        var welcomed = await browser.SignInAsync("ann", path: "/sign-in?returnUrl=%2F%2Fevil.example");

        Assert.Equal(new Uri(console.Host.Address, "/"), new Uri(console.Host.Address, welcomed.Headers.Location!));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_page()
    {
        await console.AddAsync("ann", Role.Operator);
        using var browser = console.Open();

        var wrong = await Shown(await browser.SignInAsync("ann", "wrong wrong wrong"));
        var unknown = await Shown(await browser.SignInAsync("amm", "wrong wrong wrong"));

        Assert.Contains("do not match", wrong, StringComparison.Ordinal);
        Assert.Equal(wrong.Replace("\"ann\"", "\"amm\"", StringComparison.Ordinal), unknown);
        Assert.DoesNotContain(browser.Cookies, c => c.Name == "opsbridge");

        static async Task<string> Shown(HttpResponseMessage response)
        {
            var page = await response.Content.ReadAsStringAsync(IdentityFixture.Ct);
            return page[page.IndexOf("sign-in-error", StringComparison.Ordinal)..page.IndexOf("</form>", StringComparison.Ordinal)];
        }
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        await console.AddAsync("ann", Role.Operator);
        using var browser = console.Open();

        var response = await browser.PostAsync("/sign-in", ("_handler", "sign-in"), ("name", "ann"), ("password", IdentityFixture.Password));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-out")).StatusCode);
    }

    [Fact]
    public async Task Disabling_and_signing_out_everywhere_reach_a_browser_within_two_seconds()
    {
        var (ann, bob) = (await console.AddAsync("ann", Role.Operator), await console.AddAsync("bob", Role.Operator));
        await console.AddAsync("chief", Role.Admin);
        using var anns = console.Open();
        using var bobs = console.Open();
        await anns.SignInAsync("ann");
        await bobs.SignInAsync("bob");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await anns.StatusAsync(SomePage), await bobs.StatusAsync(SomePage)));
        var admin = Actor.Internal("test", Permissions.ManageAccounts);

        await console.Get<EndSessions>().HandleAsync(ann, admin, IdentityFixture.Ct);
        await console.Get<DisableAccount>().HandleAsync(bob, admin, IdentityFixture.Ct);

        var began = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync("both are sent to sign in", async () =>
            await anns.StatusAsync(SomePage) == HttpStatusCode.Redirect && await bobs.StatusAsync(SomePage) == HttpStatusCode.Redirect, IdentityFixture.Ct);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await console.Get<EnableAccount>().HandleAsync(bob, admin, IdentityFixture.Ct);
    }

    [Fact]
    public async Task A_sign_in_survives_a_restart()
    {
        await console.AddAsync("ann", Role.Operator);
        using var browser = console.Open();
        await browser.SignInAsync("ann");

        await console.RestartAsync();

        using var moved = browser.At(console.Host.Address);
        Assert.Equal(HttpStatusCode.OK, await moved.StatusAsync(SomePage));
    }

    [Fact]
    public async Task An_operator_gets_no_admin_page()
    {
        await console.AddAsync("ann", Role.Operator);
        using var browser = console.Open();
        await browser.SignInAsync("ann");

        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync("/admin/accounts"));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync("/admin/keys"));
    }

    [Fact]
    public async Task Pages_are_not_stored_and_run_no_foreign_script()
    {
        using var browser = console.Open();
        await console.AddAsync("ann", Role.Operator);

        var response = await browser.GetAsync("/sign-in");

        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        var policy = string.Join(' ', response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Matches("script-src 'self' 'sha256-[^']+';", policy);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_web_socket_that_a_page_of_another_site_opens_is_refused()
    {
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() =>
            socket.ConnectAsync(new UriBuilder(console.Host.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, IdentityFixture.Ct));

        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }
}
