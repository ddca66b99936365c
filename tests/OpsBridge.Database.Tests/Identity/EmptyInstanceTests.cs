using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Identity;

public sealed class EmptyInstanceTests(PostgresServer server) : IAsyncLifetime
{
    // Reviewed one by one: whoever adds a line says why nobody needs to sign in for it.
    private static readonly string[] s_anonymous =
    [
        "/claim", "/setup", "/sign-in", "/sign-out", // before and after a session
        "/error", "/not-found",
        "/health/live", "/health/ready", "/metrics", // load balancers and scrapers have no account
        "/-/healthy", "/-/ready", // the same for Alertmanager's clients
        "/v2/enqueue", // PagerDuty's clients send their key in the body
        "/openapi/{documentName}.json", // the shape of the API, no data
        "/wall/{secret}", // the secret is the proof
        "/calendar/{secret}.ics", // calendar programs have no account: the secret is the proof, it shows shifts and can be revoked
        "/heartbeat/{token}", // so is the token of a heartbeat
        "/ping/{first}", "/ping/{first}/{second}", "/ping/{first}/{second}/{third}", // so are the id and the key of a ping
        "/{first:guid}", "/{first:guid}/{second}", // the same without the first word, as at hc-ping.com
        "/{first:regex(^pk_[A-Za-z0-9_-]{{43}}$)}/{second}", "/{first:regex(^pk_[A-Za-z0-9_-]{{43}}$)}/{second}/{third}",
        "/api/v3/checks", "/api/v3/checks/{name}", "/api/v3/checks/{code:guid}", // the key may stand in the body; looked up behind the door
        "/api/v3/checks/{code:guid}/pause", "/api/v3/checks/{code:guid}/resume", "/api/v3/checks/{code:guid}/pings",
        "/api/v3/checks/{code:guid}/pings/{number:long}/body", "/api/v3/checks/{name}/flips", "/api/v3/channels", "/api/v3/badges",
        "/api/v3/status", // whether reported jobs are looked after, no data
        "/_framework/blazor.web.js",
        "/dev/gallery", // made-up data, and only in development
    ];

    private readonly ConsoleOverHttp _console = new(server);

    public ValueTask InitializeAsync() => _console.InitializeAsync();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task An_empty_instance_leads_every_page_to_the_claim_page_and_claiming_signs_in()
    {
        using var browser = _console.Open();
        Assert.Equal("/claim", (await browser.GetAsync("/sign-in")).Headers.Location!.OriginalString);
        Assert.Equal("/claim", (await browser.GetAsync("/admin/accounts")).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/health/live"));
        var secret = await _console.Get<ClaimInstance>().OfferAsync(IdentityFixture.Ct);

        var mistyped = await browser.SubmitAsync("/claim", "claim", ("token", secret!), ("name", "ann"), ("password", IdentityFixture.Password), ("again", "violet tractor"));
        Assert.Contains("differ", await mistyped.Content.ReadAsStringAsync(IdentityFixture.Ct), StringComparison.Ordinal);
        var claimed = await browser.SubmitAsync("/claim", "claim", ("token", secret!), ("name", "ann"), ("password", IdentityFixture.Password), ("again", IdentityFixture.Password));

        Assert.Equal(HttpStatusCode.Redirect, claimed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/account/password"));
        Assert.Contains("has an owner already", await (await browser.GetAsync("/claim")).Content.ReadAsStringAsync(IdentityFixture.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trying_passwords_from_one_address_is_stopped_after_twenty_tries_a_minute()
    {
        await _console.AddAsync("ann", Role.Operator);
        using var browser = _console.Open();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 25; i++)
        {
            statuses.Add((await browser.PostAsync("/sign-in", ("name", $"name{i}"))).StatusCode);
        }

        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, statuses.Take(20));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/sign-in")); // looking is not trying
    }

    [Fact]
    public void Every_endpoint_has_a_policy_or_is_on_the_short_list()
    {
        var open = _console.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null || e.Metadata.GetOrderedMetadata<IAuthorizeData>().Count == 0)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => !IsFrameworksOwn(route))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(s_anonymous.Order(StringComparer.Ordinal), open);
    }

    // Blazor's carry no policy of their own, so the fallback policy holds: a session is needed. The last is the development-time
    // fallback of static assets.
    private static bool IsFrameworksOwn(string route) =>
        route.StartsWith("/_blazor", StringComparison.Ordinal) || route.StartsWith("/_framework/opaque-redirect", StringComparison.Ordinal)
        || route == "/{**path:file}";

    [Fact]
    public async Task A_circuit_needs_a_session()
    {
        await _console.AddAsync("ann", Role.Operator);
        using var browser = _console.Open();

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1")).StatusCode);
        await browser.SignInAsync("ann");
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1")).StatusCode);
    }
}
