using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Sources;

/// <summary>Sources over HTTP: from making one to an event of its own, mapped.</summary>
public sealed class SourcesHttpTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>, IAsyncLifetime
{
    private const string Key = "ob_sourcest_0123456789012345678901234567890123456789012";
    private const string Root = "/api/v1/sources";
    private readonly HttpClient _admin = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_source_is_made_reports_and_is_heard()
    {
        var made = await MakeAsync("Http main", new { rules = new[] { new { kind = "rename", from = "node_name", to = "host" }, new { kind = "drop", from = "pod", to = "" } } });
        using var sender = With(made.Key);

        var sent = await sender.PostAsJsonAsync("/api/v1/events", new { labels = new { alertname = "HttpDisk", node_name = "web-1", pod = "p7" }, severity = "critical" }, Ct);

        Assert.True(sent.IsSuccessStatusCode, $"{sent.StatusCode}");
        await using var db = await console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync(Ct);
        var alert = await db.Set<Alert>().SingleAsync(a => a.SourceId == made.Id, Ct);
        Assert.Equal(("Http main", "web-1", null), (alert.Source, alert.Labels["host"], alert.Labels["pod"]));
        await Eventually.TrueAsync("the source is heard", async () => (await ReadAsync(made.Id)).GetProperty("state").GetString() == "heard", Ct);
        Assert.Equal(1, (await ReadAsync(made.Id)).GetProperty("openAlerts").GetInt32());
    }

    [Fact]
    public async Task A_source_over_its_rate_is_told_when_to_come_again()
    {
        var made = await MakeAsync("Http rate", null, eventsPerSecond: 0.1, burst: 2);
        using var sender = With(made.Key);
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add(await sender.PostAsJsonAsync("/api/v1/events", new { labels = new { alertname = $"Rate{i}" } }, Ct));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[2].StatusCode);
        Assert.NotNull(answers[2].Headers.RetryAfter);
        await Eventually.TrueAsync("the refusal is counted", async () => (await ReadAsync(made.Id)).GetProperty("refused").GetInt64() == 1, Ct);
    }

    [Fact]
    public async Task A_change_needs_the_tag_that_was_read()
    {
        var made = await MakeAsync("Http tag", null);
        var read = await _admin.GetAsync($"{Root}/{made.Id}", Ct);
        var body = new { name = "Http tag", format = "grafana", notes = "ask Ann" };

        var done = await PutAsync(made.Id, body, read.Headers.ETag);
        var stale = await PutAsync(made.Id, body, read.Headers.ETag);
        var blind = await PutAsync(made.Id, body, null);
        var renamed = await PutAsync(made.Id, body with { name = "Other" }, done.Headers.ETag);

        Assert.Equal(
            [HttpStatusCode.NoContent, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionRequired, HttpStatusCode.BadRequest],
            new[] { done.StatusCode, stale.StatusCode, blind.StatusCode, renamed.StatusCode });
        Assert.Equal("ask Ann", (await ReadAsync(made.Id)).GetProperty("source").GetProperty("notes").GetString());
    }

    [Theory]
    [InlineData("""{"name": "", "format": "morse"}""", "format", "name")]
    [InlineData("""{"name": "x", "format": "grafana", "eventsPerSecond": -1, "silenceLimitSeconds": 1}""", "rate", "silenceLimit")]
    [InlineData("""{"name": "x", "format": "grafana", "scopes": ["root", null]}""", "scopes")]
    [InlineData("""{"name": "x", "format": "grafana", "mapping": {"rules": [null, {"kind": "extract", "from": "a", "value": "(?<h>(a{999}){999})"}]}}""", "mapping.rules[0]", "mapping.rules[1].value")]
    [InlineData("""{"name": "x", "format": "grafana", "mapping": {"identityLabels": [null], "assetLookups": [null], "siteLabel": "<b>"}}""", "mapping.assetLookups[0].label", "mapping.identityLabels", "mapping.siteLabel")]
    public async Task Wrong_values_are_named_by_field(string json, params string[] fields)
    {
        using var body = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        var answer = await _admin.PostAsync(Root, body, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors");
        Assert.Equal(fields, errors.EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_rotated_key_works_beside_the_old_one_and_a_revoked_one_does_not()
    {
        var made = await MakeAsync("Http keys", null);
        var rotated = await _admin.PostAsJsonAsync($"{Root}/{made.Id}/keys", new { overlapSeconds = 600 }, Ct);
        var key = await rotated.Content.ReadFromJsonAsync<JsonElement>(Ct);
        using var old = With(made.Key);
        using var fresh = With(key.GetProperty("apiKey").GetString()!);

        Assert.Equal(HttpStatusCode.Created, rotated.StatusCode);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await PostAsync(old)).StatusCode, (await PostAsync(fresh)).StatusCode));
        Assert.Equal(HttpStatusCode.NoContent, (await _admin.DeleteAsync($"{Root}/{made.Id}/keys/{key.GetProperty("id").GetGuid()}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(fresh)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await _admin.DeleteAsync($"{Root}/{made.Id}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _admin.DeleteAsync($"{Root}/{made.Id}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(old)).StatusCode);
    }

    [Fact]
    public async Task A_source_cannot_look_after_sources()
    {
        using var sender = With((await MakeAsync("Http low", null)).Key);
        using var nobody = new HttpClient { BaseAddress = _admin.BaseAddress };

        Assert.Equal(HttpStatusCode.Forbidden, (await sender.GetAsync(Root, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(Root, Ct)).StatusCode);
    }

    public async ValueTask InitializeAsync()
    {
        await console.Get<ProvisionAccess>().EnsureKeyAsync(Key, new ApiKeyDetails("tests", [.. Permissions.All], null), Actor.Internal("test", Permissions.ManageKeys), Ct);
        _admin.BaseAddress = console.Host.Address;
        _admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public ValueTask DisposeAsync()
    {
        _admin.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient sender) =>
        sender.PostAsJsonAsync("/api/v1/events", new { labels = new { alertname = "Keys" } }, Ct);

    private HttpClient With(string key) => new()
    {
        BaseAddress = _admin.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    private async Task<(Guid Id, string Key)> MakeAsync(string name, object? mapping, double? eventsPerSecond = null, int? burst = null)
    {
        var answer = await _admin.PostAsJsonAsync(Root, new { name, format = "opsBridge", mapping, eventsPerSecond, burst }, Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Ct));
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return (made.GetProperty("id").GetGuid(), made.GetProperty("apiKey").GetString()!);
    }

    private Task<JsonElement> ReadAsync(Guid id) => _admin.GetFromJsonAsync<JsonElement>($"{Root}/{id}", Ct);

    private Task<HttpResponseMessage> PutAsync(Guid id, object body, EntityTagHeaderValue? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"{Root}/{id}") { Content = JsonContent.Create(body) };
        if (tag is not null)
        {
            request.Headers.IfMatch.Add(tag);
        }

        return _admin.SendAsync(request, Ct);
    }
}
