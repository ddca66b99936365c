using System.Net;
using System.Net.Http.Headers;
using Xunit;

namespace OpsBridge.Identity;

public sealed class AccessOverHttpTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>
{
    private const string Alerts = "/api/v1/alerts";
    private static readonly Actor s_admin = Actor.InRole(Guid.CreateVersion7(), "chief", Role.Admin);

    [Fact]
    public async Task A_key_with_the_permission_is_served()
    {
        var key = await CreateAsync(Permissions.ViewAlerts);

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(Alerts, key.Token)).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ob_00000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task No_key_and_an_unknown_key_get_401_as_problem_details_without_a_redirect(string? token)
    {
        var response = await GetAsync(Alerts, token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_revoked_key_gets_401_from_the_next_request_on()
    {
        var key = await CreateAsync(Permissions.ViewAlerts);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(Alerts, key.Token)).StatusCode);

        await console.Get<RevokeApiKey>().HandleAsync(key.Id, s_admin, IdentityFixture.Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(Alerts, key.Token)).StatusCode);
    }

    [Fact]
    public async Task A_key_without_the_permission_gets_403_as_problem_details()
    {
        var key = await CreateAsync(Permissions.ViewAssets);

        var response = await GetAsync(Alerts, key.Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_key_in_the_address_and_a_cookie_open_no_api()
    {
        var key = await CreateAsync(Permissions.ViewAlerts);
        await console.AddAsync("ann", Role.Operator);
        using var browser = console.Open();
        await browser.SignInAsync("ann");

        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/account/password"));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(Alerts));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync($"{Alerts}?api_key={key.Token}&access_token={key.Token}"));
    }

    [Fact]
    public async Task A_wallboard_link_opens_the_wall_survives_a_restart_and_manages_nothing()
    {
        await console.AddAsync("ann", Role.Operator);
        var link = Assert.IsType<CreateWallLinkResult.Done>(await console.Get<CreateWallLink>().HandleAsync("hall", s_admin, IdentityFixture.Ct));
        using var screen = console.Open();

        Assert.Equal("/wall", (await screen.GetAsync($"/wall/{link.Secret}")).Headers.Location!.OriginalString);
        await console.RestartAsync();
        using var moved = screen.At(console.Host.Address);

        Assert.Equal(HttpStatusCode.OK, await moved.StatusAsync("/account/password")); // signed in, as a screen
        Assert.Equal(HttpStatusCode.Forbidden, await moved.StatusAsync("/admin/keys"));
        Assert.Equal(HttpStatusCode.NotFound, await moved.StatusAsync($"/wall/{Secret.New()}"));

        await console.Get<RevokeWallLink>().HandleAsync(link.Id, s_admin, IdentityFixture.Ct);
        await Support.Eventually.TrueAsync("the screen is dark", async () => await moved.StatusAsync("/account/password") == HttpStatusCode.Redirect, IdentityFixture.Ct);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? token)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = console.Host.Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await client.GetAsync(new Uri(path, UriKind.Relative), IdentityFixture.Ct);
    }

    private async Task<CreateApiKeyResult.Done> CreateAsync(params string[] permissions) =>
        Assert.IsType<CreateApiKeyResult.Done>(await console.Get<CreateApiKey>().HandleAsync(new ApiKeyDetails("deploy", permissions, null), s_admin, IdentityFixture.Ct));
}
