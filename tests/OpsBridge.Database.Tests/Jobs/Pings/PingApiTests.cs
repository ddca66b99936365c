using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs.Pings;

/// <summary>The management API v3 of healthchecks, as its clients use it.</summary>
public sealed class PingApiTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>, IAsyncLifetime
{
    private const string Writer = "ob_hcwriter_0123456789012345678901234567890123456789012";
    private const string Reader = "ob_hcreader_0123456789012345678901234567890123456789012";
    private const string Stranger = "ob_hcstrang_0123456789012345678901234567890123456789012";
    private readonly HttpClient _writer = new();
    private readonly HttpClient _reader = new();
    private readonly HttpClient _nobody = new();

    private Uri Root => console.Host.Address;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_made_found_changed_paused_resumed_and_removed()
    {
        var made = await SendAsync(_writer, "POST", "/api/v3/checks/", new { name = "Backups", tags = "prod www", timeout = 3600, grace = 60, slug = "backups", desc = "d" });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var code = made.Json.GetProperty("uuid").GetString()!;
        Assert.Equal(
            """{"name":"Backups","slug":"backups","tags":"prod www","desc":"d","grace":60,"n_pings":0,"status":"new","started":false,"last_ping":null,"next_ping":null,"manual_resume":false,"methods":"","subject":"","subject_fail":"","start_kw":"","success_kw":"","failure_kw":"","filter_subject":false,"filter_body":false,"filter_http_body":false,"filter_default_fail":false,"""
            + $"\"uuid\":\"{code}\",\"ping_url\":\"{Root}ping/{code}\",\"update_url\":\"{Root}api/v3/checks/{code}\",\"pause_url\":\"{Root}api/v3/checks/{code}/pause\",\"resume_url\":\"{Root}api/v3/checks/{code}/resume\",\"channels\":\"\",\"timeout\":3600}}",
            made.Json.GetRawText());

        Assert.Equal("OK", await _nobody.GetStringAsync(made.Json.GetProperty("ping_url").GetString(), Ct));
        var one = await SendAsync(_writer, "GET", $"/api/v3/checks/{code}");
        Assert.Equal((HttpStatusCode.OK, "up", 1), (one.Status, one.Json.GetProperty("status").GetString(), one.Json.GetProperty("n_pings").GetInt32()));

        var changed = await SendAsync(_writer, "POST", $"/api/v3/checks/{code}", new { schedule = "15 5 * * *", tz = "Europe/Riga", timeout = 60 });
        Assert.Equal(("15 5 * * *", "Europe/Riga", false), (changed.Json.GetProperty("schedule").GetString(), changed.Json.GetProperty("tz").GetString(), changed.Json.TryGetProperty("timeout", out _)));

        Assert.Equal("paused", (await SendAsync(_writer, "POST", $"/api/v3/checks/{code}/pause")).Json.GetProperty("status").GetString());
        Assert.Equal("paused", (await SendAsync(_writer, "POST", $"/api/v3/checks/{code}/pause")).Json.GetProperty("status").GetString());
        Assert.Equal("new", (await SendAsync(_writer, "POST", $"/api/v3/checks/{code}/resume")).Json.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await _writer.PostAsync($"/api/v3/checks/{code}/resume", null, Ct)).StatusCode);

        var removed = await SendAsync(_writer, "DELETE", $"/api/v3/checks/{code}");
        Assert.Equal((HttpStatusCode.OK, code), (removed.Status, removed.Json.GetProperty("uuid").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(_writer, "GET", $"/api/v3/checks/{code}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(_writer, "DELETE", $"/api/v3/checks/{code}")).Status);
    }

    [Fact]
    public async Task Unique_fields_find_the_job_that_exists()
    {
        var body = new { name = "Upserted", unique = new[] { "name" }, grace = 120 };

        var first = await SendAsync(_writer, "POST", "/api/v3/checks/", body);
        var again = await SendAsync(_writer, "POST", "/api/v3/checks/", new { name = "Upserted", unique = new[] { "name" }, grace = 180 });
        var other = await SendAsync(_writer, "POST", "/api/v3/checks/", new { name = "Upserted", unique = new[] { "name", "slug" } }); // names no slug: theirs looks for nothing

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created), (first.Status, again.Status, other.Status));
        Assert.Equal((first.Json.GetProperty("uuid").GetString(), 180), (again.Json.GetProperty("uuid").GetString(), again.Json.GetProperty("grace").GetInt32()));
    }

    [Fact]
    public async Task The_list_is_narrowed_by_slug_and_tags_and_readers_get_no_addresses()
    {
        await SendAsync(_writer, "POST", "/api/v3/checks/", new { name = "L1", slug = "list-one", tags = "list red" });
        await SendAsync(_writer, "POST", "/api/v3/checks/", new { name = "L2", slug = "list-two", tags = "list blue" });

        Assert.Equal(["L1", "L2"], await NamesAsync(_writer, "?tag=list"));
        Assert.Equal(["L2"], await NamesAsync(_writer, "?tag=list&tag=blue"));
        Assert.Equal(["L1"], await NamesAsync(_reader, "?slug=list-one"));
        var row = (await SendAsync(_reader, "GET", "/api/v3/checks/?slug=list-one")).Json.GetProperty("checks")[0];
        Assert.False(row.TryGetProperty("uuid", out _) || row.TryGetProperty("ping_url", out _) || row.TryGetProperty("channels", out _));
        var key = row.GetProperty("unique_key").GetString()!;
        Assert.Equal((40, "L1"), (key.Length, (await SendAsync(_reader, "GET", $"/api/v3/checks/{key}")).Json.GetProperty("name").GetString()));
        Assert.Equal(JsonValueKind.Array, (await SendAsync(_reader, "GET", $"/api/v3/checks/{key}/flips/")).Json.GetProperty("flips").ValueKind);
    }

    [Fact]
    public async Task Pings_bodies_and_flips_can_be_read()
    {
        var code = (await SendAsync(_writer, "POST", "/api/v3/checks/", new { name = "Read" })).Json.GetProperty("uuid").GetString();
        var run = Guid.CreateVersion7();
        await _nobody.GetAsync($"{Root}ping/{code}/start?rid={run}", Ct);
        await _nobody.PostAsync($"{Root}ping/{code}/3?rid={run}", new StringContent("<b>no</b>"), Ct);
        await _nobody.GetAsync($"{Root}ping/{code}", Ct);

        var pings = (await SendAsync(_writer, "GET", $"/api/v3/checks/{code}/pings/")).Json.GetProperty("pings");
        Assert.Equal(["success", "fail", "start"], pings.EnumerateArray().Select(p => p.GetProperty("type").GetString()));
        Assert.Equal((2, $"{run}", true), (pings[1].GetProperty("n").GetInt32(), pings[1].GetProperty("rid").GetString(), pings[1].TryGetProperty("duration", out _)));
        var body = await _writer.GetAsync(pings[1].GetProperty("body_url").GetString(), Ct);
        Assert.Equal(("text/plain", "<b>no</b>", "nosniff"), (body.Content.Headers.ContentType!.MediaType, await body.Content.ReadAsStringAsync(Ct), body.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal(HttpStatusCode.NotFound, (await _writer.GetAsync($"/api/v3/checks/{code}/pings/3/body", Ct)).StatusCode);

        var flips = (await SendAsync(_writer, "GET", $"/api/v3/checks/{code}/flips/?seconds=600")).Json.GetProperty("flips");
        Assert.Equal([1, 0], flips.EnumerateArray().Select(f => f.GetProperty("up").GetInt32()));
        Assert.Empty((await SendAsync(_writer, "GET", $"/api/v3/checks/{code}/flips/?end=1592214380")).Json.GetProperty("flips").EnumerateArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await _writer.GetAsync($"/api/v3/checks/{code}/flips/?start=soon", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("""{"timeout": 59}""", "json validation error: timeout is too small")]
    [InlineData("""{"grace": 31536001}""", "json validation error: grace is too large")]
    [InlineData("""{"timeout": "60"}""", "json validation error: timeout is not a number")]
    [InlineData("""{"name": 5}""", "json validation error: name is not a string")]
    [InlineData("""{"name": null}""", "json validation error: name is not a string")]
    [InlineData("""{"slug": "Not Good"}""", "json validation error: slug does not match pattern")]
    [InlineData("""{"tz": "Mars/Base"}""", "json validation error: tz is not a valid timezone")]
    [InlineData("""{"schedule": "invalid"}""", "json validation error: schedule is not a valid cron or OnCalendar expression")]
    [InlineData("""{"methods": "PUT"}""", "json validation error: methods has unexpected value")]
    [InlineData("""{"manual_resume": "yes"}""", "json validation error: manual_resume is not a boolean")]
    [InlineData("""{"unique": "name"}""", "json validation error: unique is not an array")]
    [InlineData("""{"unique": ["color"]}""", "json validation error: an item in 'unique' has unexpected value")]
    [InlineData("""{"channels": "somebody"}""", "invalid channel identifier: somebody")]
    [InlineData("[]", "json validation error: value is not an object")]
    [InlineData("{", "could not parse request body")]
    public async Task What_is_wrong_is_told_in_the_words_that_clients_know(string json, string error)
    {
        var answer = await _writer.PostAsync("/api/v3/checks/", new StringContent(json), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(error, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Keys_open_what_their_permissions_say_and_may_stand_in_the_body()
    {
        using var stranger = With(Stranger);
        using var wrong = With("ob_wrong");

        Assert.Equal((HttpStatusCode.Unauthorized, "missing api key"), await ErrorAsync(_nobody, "GET"));
        Assert.Equal((HttpStatusCode.Unauthorized, "wrong api key"), await ErrorAsync(wrong, "GET"));
        Assert.Equal((HttpStatusCode.Unauthorized, "wrong api key"), await ErrorAsync(_reader, "POST"));
        Assert.Equal((HttpStatusCode.Unauthorized, "wrong api key"), await ErrorAsync(stranger, "GET"));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(_nobody, "POST", "/api/v3/checks/", new { api_key = Writer, name = "By body" })).Status);
    }

    [Fact]
    public async Task What_OpsBridge_does_not_have_is_empty_and_its_state_is_told()
    {
        Assert.Equal("""{"channels":[]}""", await _writer.GetStringAsync("/api/v3/channels/", Ct));
        Assert.Equal("""{"badges":{}}""", await _reader.GetStringAsync("/api/v3/badges/", Ct));
        Assert.Equal("OK", await _nobody.GetStringAsync("/api/v3/status/", Ct));
        var asked = await _nobody.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/v3/checks/"), Ct);
        Assert.Equal((HttpStatusCode.NoContent, "X-Api-Key"), (asked.StatusCode, asked.Headers.GetValues("Access-Control-Allow-Headers").Single()));
    }

    public async ValueTask InitializeAsync()
    {
        await KeyAsync(Writer, Permissions.ViewJobs, Permissions.EditJobs, Permissions.RunJobs);
        await KeyAsync(Reader, Permissions.ViewJobs);
        await KeyAsync(Stranger, Permissions.ViewAlerts);
        foreach (var (client, key) in new[] { (_writer, Writer), (_reader, Reader), (_nobody, "") })
        {
            client.BaseAddress = console.Host.Address;
            if (key.Length > 0)
            {
                client.DefaultRequestHeaders.Add("X-Api-Key", key);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _reader.Dispose();
        _nobody.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<(HttpStatusCode, string?)> ErrorAsync(HttpClient client, string method)
    {
        var answer = await SendAsync(client, method, "/api/v3/checks/");
        return (answer.Status, answer.Json.GetProperty("error").GetString());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpClient client, string method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        var answer = await client.SendAsync(request, Ct);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Ct));
    }

    private static async Task<IEnumerable<string?>> NamesAsync(HttpClient client, string query) =>
        (await SendAsync(client, "GET", $"/api/v3/checks/{query}")).Json.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("name").GetString());

    private Task KeyAsync(string key, params string[] permissions) => console.Get<ProvisionAccess>()
        .EnsureKeyAsync(key, new ApiKeyDetails($"hc {permissions.Length} {permissions[0]}", permissions, null), Actor.Internal("test", Permissions.ManageKeys), Ct);

    private HttpClient With(string key)
    {
        var client = new HttpClient { BaseAddress = console.Host.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }
}
