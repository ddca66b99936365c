using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OpsBridge.Assets;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Monitoring;

public sealed class ChecksHttpTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>, IAsyncLifetime
{
    private const string Key = "key-of-the-checks-tests-0123456789abcdef";
    private static readonly Actor s_admin = Actor.InRole(null, "test", Role.Admin);
    private readonly HttpClient _http = new();
    private Guid _asset;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await console.AddAsync("admin-of-checks", Role.Admin);
        await console.Get<ProvisionAccess>().EnsureKeyAsync(Key, new ApiKeyDetails("tests", [.. Permissions.All], null), Actor.Internal("test", Permissions.ManageKeys), Ct);
        var site = await console.Get<CreateSite>().HandleAsync(new SiteDetails($"S {Guid.CreateVersion7():N}", SiteKind.Cloud, "UTC", null), s_admin, Ct);
        var asset = await console.Get<CreateAsset>().HandleAsync(new AssetDetails($"a-{Guid.CreateVersion7():N}", "server", ((CreateSiteResult.Done)site).Id, Criticality.Low), s_admin, Ct);
        _asset = ((CreateAssetResult.Done)asset).Id;
        _http.BaseAddress = console.Host.Address;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_check_is_created_read_changed_under_its_tag_run_and_deleted()
    {
        var created = await _http.PostAsJsonAsync("/api/v1/checks", Body("Port"), Ct);
        var read = await _http.GetAsync(created.Headers.Location, Ct);
        var blind = await _http.PutAsJsonAsync(created.Headers.Location, Body("Port 2"), Ct);
        var changed = await PutAsync(created.Headers.Location!, Body("Port 2"), read.Headers.ETag!);
        var stale = await PutAsync(created.Headers.Location!, Body("Port 3"), read.Headers.ETag!);
        var run = await _http.PostAsync($"{created.Headers.Location}/runs", null, Ct);
        var series = await _http.GetAsync($"{created.Headers.Location}/series?metric=nothing", Ct);
        var deleted = await _http.DeleteAsync(created.Headers.Location, Ct);
        var gone = await _http.GetAsync(created.Headers.Location, Ct);

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.PreconditionRequired, HttpStatusCode.NoContent, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NoContent, HttpStatusCode.NotFound],
            new[] { created, read, blind, changed, stale, run, series, deleted, gone }.Select(r => r.StatusCode));
        Assert.Equal("tcp", (await read.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("settings").GetProperty("kind").GetString());
        Assert.Contains("loopback", (await run.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", gone.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Wrong_values_are_named_by_the_fields_of_the_body()
    {
        var unread = await ErrorsAsync(new { assetId = _asset, name = "X", settings = new { kind = "telepathy" }, thresholds = new[] { new { metric = "latency", warning = "abc" } } });
        var wrong = await ErrorsAsync(new { assetId = _asset, name = "", settings = new { kind = "tcp", host = "db-1", port = 5432 }, intervalSeconds = 0.1 });

        Assert.Equal(["settings", "thresholds"], unread);
        Assert.Equal(["intervalSeconds", "name"], wrong);
    }

    [Fact]
    public async Task The_list_is_paged_by_key()
    {
        foreach (var name in (string[])["A", "B", "C"])
        {
            await _http.PostAsJsonAsync("/api/v1/checks", Body(name), Ct);
        }

        var first = await _http.GetFromJsonAsync<JsonElement>($"/api/v1/checks?asset={_asset}&limit=2", Ct);
        var second = await _http.GetFromJsonAsync<JsonElement>($"/api/v1/checks?asset={_asset}&limit=2&after={first.GetProperty("next").GetString()}", Ct);

        Assert.Equal((2, 1), (first.GetProperty("items").GetArrayLength(), second.GetProperty("items").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_heartbeat_is_called_without_a_key_and_an_unknown_one_says_nothing()
    {
        var created = await _http.PostAsJsonAsync("/api/v1/checks", new { assetId = _asset, name = "Job", settings = new { kind = "heartbeat", timeToLive = "00:10:00" } }, Ct);
        var path = (await created.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("heartbeatPath").GetString()!;
        using var stranger = new HttpClient { BaseAddress = console.Host.Address };

        var posted = await stranger.PostAsync(path, null, Ct);
        var got = await stranger.GetAsync(path, Ct);
        var unknown = await stranger.GetAsync("/heartbeat/nobody-has-this", Ct);

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NotFound], new[] { posted, got, unknown }.Select(r => r.StatusCode));
        Assert.Equal("", await unknown.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/v1/checks", Ct)).StatusCode);
    }

    private object Body(string name) => new { assetId = _asset, name, settings = new { kind = "tcp", host = "localhost", port = 9 }, intervalSeconds = 60, enabled = false };

    private async Task<IEnumerable<string>> ErrorsAsync(object body)
    {
        var answer = await _http.PostAsJsonAsync("/api/v1/checks", body, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal);
    }

    private async Task<HttpResponseMessage> PutAsync(Uri address, object body, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(body) };
        request.Headers.IfMatch.Add(tag);
        return await _http.SendAsync(request, Ct);
    }
}
