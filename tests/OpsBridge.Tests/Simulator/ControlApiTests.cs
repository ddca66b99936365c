using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace OpsBridge.Simulator;

public sealed class ControlApiTests(RunningMart running) : IClassFixture<RunningMart>, IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        running.Mart.StopIncident();
        await running.Mart.HealAllAsync(Ct);
    }

    [Theory]
    [InlineData("POST", "api/nodes/nowhere/break", """{"fault":"down"}""", 404)]
    [InlineData("POST", "api/nodes/nowhere/break", """{"fault":"melt"}""", 404)]
    [InlineData("POST", "api/nodes/nowhere/heal", "{}", 404)]
    [InlineData("POST", "api/nodes/inv-web-01/break", """{"fault":"melt"}""", 400)]
    [InlineData("POST", "api/nodes/inv-web-01/break", """{"fault":"1"}""", 400)]
    [InlineData("POST", "api/nodes/inv-web-01/break", "{}", 400)]
    [InlineData("POST", "api/nodes/inv-web-01/break", "{\"fault\":", 400)]
    [InlineData("POST", "api/nodes/inv-web-01/break", """{"fault":"slow","amount":-1}""", 400)]
    [InlineData("POST", "api/nodes/inv-web-01/break", """{"fault":"wrongBanner"}""", 400)]
    [InlineData("PUT", "api/pool", "{}", 400)]
    [InlineData("PUT", "api/pool", """{"members":["inv-app-01","inv-app-01"]}""", 400)]
    [InlineData("PUT", "api/pool", """{"members":[null]}""", 400)]
    [InlineData("POST", "api/incident/stop", "{}", 409)]
    [InlineData("GET", "api/logs?node=nowhere", null, 404)]
    [InlineData("GET", "api/logs?after=-1", null, 400)]
    [InlineData("GET", "api/nothing", null, 404)]
    public async Task Bad_input_is_answered_with_problem_details(string method, string path, string? body, int status)
    {
        using var response = await SendAsync(method, path, body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_node_is_broken_shown_and_healed_over_the_API()
    {
        using var broken = await SendAsync("POST", "api/nodes/store-0871-rt/break", """{"fault":"slow","amount":400}""");
        Assert.Equal(HttpStatusCode.NoContent, broken.StatusCode);
        var node = await NodeAsync("store-0871-rt");
        Assert.Equal(("slow", 400), (node.GetProperty("fault").GetString(), node.GetProperty("amount").GetInt32()));

        using var healed = await SendAsync("POST", "api/heal", "{}");
        Assert.Equal("none", (await NodeAsync("store-0871-rt")).GetProperty("fault").GetString());
    }

    [Fact]
    public async Task The_incident_is_started_once_and_stopped_over_the_API()
    {
        using var started = await SendAsync("POST", "api/incident/start", "{}");
        using var again = await SendAsync("POST", "api/incident/start", "{}");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (started.StatusCode, again.StatusCode));
        using var read = await SendAsync("GET", "api/incident", null);
        using var incident = JsonDocument.Parse(await read.Content.ReadAsStringAsync(Ct));
        Assert.Equal("peak", incident.RootElement.GetProperty("phase").GetString());
        using var stopped = await SendAsync("POST", "api/incident/stop", "{}");
        Assert.Equal(IncidentPhase.Idle, running.Mart.Incident.Phase);
    }

    [Fact]
    public async Task A_pool_edit_is_in_the_balancers_log()
    {
        using var response = await SendAsync("PUT", "api/pool", """{"members":["inv-app-01","inv-app-04"]}""");
        Assert.Equal(["inv-app-01", "inv-app-04"], running.Mart.Pool);
        using var logs = await SendAsync("GET", "api/logs?node=inv-lb-01", null);
        Assert.Contains("pool inv: 2 servers", await logs.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://127.0.0.1:1", 403)]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("Host", "127.0.0.1.evil.example", 403)]
    public async Task Another_site_can_change_nothing(string header, string value, int status)
    {
        using var response = await SendAsync("POST", "api/nodes/inv-web-02/break", """{"fault":"down"}""", header, value);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("none", (await NodeAsync("inv-web-02")).GetProperty("fault").GetString());
    }

    [Fact]
    public async Task A_form_post_is_refused()
    {
        using var content = new StringContent("""{"fault":"down"}""", Encoding.UTF8, "text/plain");
        using var response = await running.Http.PostAsync(new Uri(running.Mart.ControlPage, "api/nodes/inv-web-02/break"), content, Ct);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task The_page_and_its_own_requests_are_served_with_a_strict_policy()
    {
        using var page = await running.Http.GetAsync(running.Mart.ControlPage, Ct);
        Assert.Contains("script-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("Restore pool members", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var origin = running.Mart.ControlPage.GetLeftPart(UriPartial.Authority);
        using var own = await SendAsync("POST", "api/nodes/inv-web-02/heal", "{}", "Origin", origin);
        Assert.Equal(HttpStatusCode.NoContent, own.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(running.Mart.ControlPage, path));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return await running.Http.SendAsync(request, Ct);
    }

    private async Task<JsonElement> NodeAsync(string key)
    {
        using var response = await SendAsync("GET", "api/nodes", null);
        using var nodes = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct));
        return nodes.RootElement.EnumerateArray().Single(n => n.GetProperty("key").GetString() == key).Clone();
    }
}
