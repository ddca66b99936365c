using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Assets;

public sealed class AssetsHttpTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly HttpClient _admin = new();
    private readonly HttpClient _viewer = new();
    private WebApplication? _app;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_asset_is_created_read_and_changed_under_its_tag()
    {
        var site = await CreateAsync("/api/v1/sites", new { name = "HTTP DC", kind = "dataCentre", timeZone = "Europe/Zurich" });
        var asset = await CreateAsync("/api/v1/assets", new { name = "http-1", kind = "server", siteId = Key(site), tags = new { env = "prod" } });

        var read = await _viewer.GetAsync(asset.Headers.Location, Ct);
        var tag = read.Headers.ETag!;
        var body = new { name = "http-1", kind = "server", siteId = Key(site), criticality = "high" };
        var done = await PutAsync(asset.Headers.Location!, body, tag);
        var stale = await PutAsync(asset.Headers.Location!, body, tag);
        var blind = await PutAsync(asset.Headers.Location!, body, null);

        Assert.Equal("prod", (await read.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("asset").GetProperty("tags").GetProperty("env").GetString());
        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionRequired],
            new[] { done.StatusCode, stale.StatusCode, blind.StatusCode });
        Assert.Equal(done.Headers.ETag, stale.Headers.ETag);
    }

    [Fact]
    public async Task Wrong_values_are_named_by_field()
    {
        var answer = await _admin.PostAsJsonAsync("/api/v1/assets", new { name = "", criticality = "huge", runbookUrl = "x" }, Ct);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(["criticality", "kind", "name", "runbookUrl", "siteId"], errors.EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await _admin.GetAsync("/api/v1/assets?site=x", Ct)).StatusCode);
    }

    [Fact]
    public async Task Who_may_not_is_turned_away()
    {
        using var nobody = new HttpClient { BaseAddress = _admin.BaseAddress };

        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/v1/assets", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _viewer.PostAsJsonAsync("/api/v1/sites", new { }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _viewer.PostAsync("/api/v1/assets/import", null, Ct)).StatusCode);
    }

    [Fact]
    public async Task Files_go_in_and_come_out()
    {
        await CreateAsync("/api/v1/sites", new { name = "File DC", kind = "branch", timeZone = "UTC" });
        const string File = "name,kind,site\nfile-1,server,File DC\nfile-2,router,File DC\n";

        var dry = await ImportAsync(File, "");
        var applied = await ImportAsync(File, "?apply=true");
        var refused = await ImportAsync("name,kind,site\nfile-3,server,Nowhere\n", "?apply=true");
        var unreadable = await ImportAsync("", "?apply=true");
        var export = await _viewer.GetAsync("/api/v1/assets/export?q=file-", Ct);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity, HttpStatusCode.BadRequest],
            new[] { dry.StatusCode, applied.StatusCode, refused.StatusCode, unreadable.StatusCode });
        Assert.Equal("create", (await dry.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("rows")[0].GetProperty("verdict").GetString());
        Assert.Equal(("text/csv", 3), (export.Content.Headers.ContentType!.MediaType, (await export.Content.ReadAsStringAsync(Ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Fact]
    public async Task A_site_with_assets_stays_and_an_empty_one_goes()
    {
        var site = await CreateAsync("/api/v1/sites", new { name = "Full DC", kind = "cloud", timeZone = "UTC" });
        var asset = await CreateAsync("/api/v1/assets", new { name = "full-1", kind = "server", siteId = Key(site) });
        var empty = await CreateAsync("/api/v1/sites", new { name = "Empty DC", kind = "cloud", timeZone = "UTC" });

        Assert.Equal(HttpStatusCode.Conflict, (await _admin.DeleteAsync(site.Headers.Location, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _admin.DeleteAsync(empty.Headers.Location, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _admin.PostAsync($"{asset.Headers.Location}/retirement", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await _admin.PostAsync($"{asset.Headers.Location}/retirement", null, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _admin.DeleteAsync($"{asset.Headers.Location}/retirement", Ct)).StatusCode);
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddData(database.ConnectionString).AddSingleton(TimeProvider.System).AddTimeline().AddAssets().AddProblemDetails();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, RoleFromHeader>("test", null);
        var policies = builder.Services.AddAuthorizationBuilder();
        foreach (var permission in Permissions.All)
        {
            policies.AddPolicy(permission, p => p.RequireAuthenticatedUser().RequireAssertion(c => ActorClaims.Read(c.User).May(permission)));
        }

        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapAssets();
        await _app.StartAsync(Ct);
        _admin.BaseAddress = _viewer.BaseAddress = new Uri(_app.Urls.First());
        _admin.DefaultRequestHeaders.Add("X-Role", "Admin");
        _viewer.DefaultRequestHeaders.Add("X-Role", "Viewer");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _viewer.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private static string Key(HttpResponseMessage created) => created.Headers.Location!.OriginalString.Split('/')[^1];

    private async Task<HttpResponseMessage> CreateAsync(string address, object body)
    {
        var answer = await _admin.PostAsJsonAsync(address, body, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer;
    }

    private async Task<HttpResponseMessage> PutAsync(Uri address, object body, EntityTagHeaderValue? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(body) };
        if (tag is not null)
        {
            request.Headers.IfMatch.Add(tag);
        }

        return await _admin.SendAsync(request, Ct);
    }

    private Task<HttpResponseMessage> ImportAsync(string file, string query) =>
        _admin.PostAsync($"/api/v1/assets/import{query}", new StringContent(file, Encoding.UTF8, "text/csv"), Ct);

    private sealed class RoleFromHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (!Request.Headers.TryGetValue("X-Role", out var role))
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var identity = new ClaimsIdentity([new(ClaimTypes.Name, "tester"), new(ActorClaims.Role, role.ToString())], "test");
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), "test")));
        }
    }
}
