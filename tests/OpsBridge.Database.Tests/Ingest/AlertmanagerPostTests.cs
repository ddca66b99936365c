using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Ingest;

public sealed class AlertmanagerPostTests(IngestConsole console) : IClassFixture<IngestConsole>
{
    private const string Alerts = "/api/v2/alerts";

    [Fact]
    public async Task A_firing_alert_stands_on_the_board_and_is_told_to_clients_until_it_is_resolved()
    {
        var labels = """{"alertname":"Down","instance":"one:9100","empty":""}""";

        var began = FromNow(TimeSpan.FromMinutes(-2));
        var fired = await console.PostAsync(Alerts, $$"""[{"labels":{{labels}},"startsAt":"{{began}}","annotations":{"summary":"one is down"},"generatorURL":"http://prom.example/graph"}]""");

        Assert.Equal(HttpStatusCode.OK, fired.StatusCode);
        Assert.Empty(await fired.Content.ReadAsStringAsync(IngestConsole.Ct));
        var row = await console.BoardShowsAsync("the alert is on the board", "instance", "one:9100", r => r.State == AlertState.Unacknowledged);
        Assert.Equal("one is down", row.Summary);
        var told = JsonDocument.Parse(await console.GetAsync($"{Alerts}?filter=instance%3D%22one:9100%22")).RootElement;
        var alert = Assert.Single(told.EnumerateArray());
        Assert.Equal("e0589c6ffc256fd5", alert.GetProperty("fingerprint").GetString());
        Assert.Equal("active", alert.GetProperty("status").GetProperty("state").GetString());
        Assert.Equal("http://prom.example/graph", alert.GetProperty("generatorURL").GetString());
        Assert.Equal("bridge", alert.GetProperty("receivers")[0].GetProperty("name").GetString());
        Assert.False(alert.GetProperty("labels").TryGetProperty("empty", out _));

        var ended = FromNow(TimeSpan.FromSeconds(-1));
        await console.PostAsync(Alerts, $$"""[{"labels":{{labels}},"startsAt":"{{began}}","endsAt":"{{ended}}"}]""");

        await Eventually.TrueAsync("clients are told no more of it", async () => !(await console.GetAsync(Alerts)).Contains("one:9100", StringComparison.Ordinal), IngestConsole.Ct);
        var gone = await console.OpenAlertAsync("instance", "one:9100");
        Assert.Equal((AlertState.ReturnedUnacknowledged, AlertEnding.BySender), (gone!.State, gone.Ending));
    }

    [Fact]
    public async Task Bad_neighbours_are_refused_with_400_and_kept_in_quarantine_while_the_good_are_stored()
    {
        var body = Encoding.UTF8.GetBytes("""[{"labels":{"case":"left neighbour"}},{"labels":{"case":"XX"}},{"labels":{"case":7}},{"labels":{"case":"a\u0000b"}},{"labels":{"case":"right neighbour"}}]""");
        body.AsSpan()[body.AsSpan().IndexOf("XX"u8)] = 0xFF;

        var answer = await console.PostAsync(Alerts, body, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var words = JsonSerializer.Deserialize<string>(await answer.Content.ReadAsStringAsync(IngestConsole.Ct));
        Assert.Equal("1: labels: case is not valid UTF-8; 2: labels: case is not text; 3: labels: case holds a NUL character", words);
        await console.BoardShowsAsync("the left neighbour", "case", "left neighbour", _ => true);
        await console.BoardShowsAsync("the right neighbour", "case", "right neighbour", _ => true);
        var kept = (await console.QuarantineAsync()).Where(m => m.Format == "prometheus" && m.Reason.Contains("case", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, kept.Count);
        Assert.Contains(kept, m => Encoding.UTF8.GetString(m.Raw) == """{"labels":{"case":7}}""");
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_refused_as_a_whole()
    {
        var answer = await console.PostAsync(Alerts, """[{"labels":{"case":"half a body"}},{"labels":""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(await console.OpenAlertAsync("case", "half a body"));
    }

    [Fact]
    public async Task A_zipped_body_is_taken_and_what_cannot_be_unzipped_is_refused()
    {
        var plain = """[{"labels":{"case":"zipped"}}]"""u8.ToArray();

        Assert.Equal(HttpStatusCode.OK, (await console.PostAsync(Alerts, IngestConsole.Zip(plain), "application/json", ("Content-Encoding", "gzip"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await console.PostAsync(Alerts, plain, "application/json", ("Content-Encoding", "gzip"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await console.PostAsync(Alerts, plain, "application/json", ("Content-Encoding", "br"))).StatusCode);
        await console.BoardShowsAsync("the zipped alert", "case", "zipped", _ => true);
    }

    [Fact]
    public async Task Too_large_a_body_is_refused_plain_zipped_and_by_number()
    {
        var large = new byte[RequestBody.MostOfBatch + 1];
        large.AsSpan().Fill((byte)' ');
        var many = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("""{"labels":{"a":"b"}}""", ParsedEvents.MostEvents + 1))}]");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await console.PostAsync(Alerts, large, "application/json")).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await console.PostAsync(Alerts, IngestConsole.Zip(large), "application/json", ("Content-Encoding", "gzip"))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await console.PostAsync(Alerts, many, "application/json")).StatusCode);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task Only_JSON_is_believed_to_be_JSON(string? mediaType, HttpStatusCode expected) =>
        Assert.Equal(expected, (await console.PostAsync(Alerts, "[]"u8.ToArray(), mediaType)).StatusCode);

    [Fact]
    public async Task The_key_may_be_the_password_of_basic_authentication()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"prometheus:{console.Key}"))));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($":{console.Key}"))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{console.Key}:"))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("no colon"))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("Basic", "not base64!"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("Basic", new string('A', 4000)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null, null));
    }

    [Fact]
    public async Task Reporting_and_seeing_are_two_permissions()
    {
        var viewer = await console.NewKeyAsync(Permissions.ViewAlerts);
        var reporter = await console.NewKeyAsync(Permissions.ReportAlerts);

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("Bearer", viewer));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Bearer", reporter));
        using var look = new HttpRequestMessage(HttpMethod.Get, Alerts) { Headers = { Authorization = new("Bearer", reporter) } };
        Assert.Equal(HttpStatusCode.Forbidden, (await console.SendAsync(look)).StatusCode);
    }

    [Fact]
    public async Task Refusals_are_a_JSON_text_because_clients_know_nothing_else()
    {
        using var stranger = new HttpRequestMessage(HttpMethod.Get, Alerts);
        using var intruder = new HttpRequestMessage(HttpMethod.Delete, $"/api/v2/silence/{Guid.Empty}") { Headers = { Authorization = new("Bearer", console.Key) } };
        foreach (var answer in (HttpResponseMessage[])[await console.SendAsync(stranger), await console.SendAsync(intruder), await console.PostAsync(Alerts, "[]"u8.ToArray(), "text/plain")])
        {
            Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
            Assert.NotEqual("", JsonSerializer.Deserialize<string>(await answer.Content.ReadAsStringAsync(IngestConsole.Ct)));
        }
    }

    private static string FromNow(TimeSpan fromNow) => AlertmanagerWriter.Print(TimeProvider.System.GetUtcNow() + fromNow);

    private async Task<HttpStatusCode> StatusAsync(string? scheme, string? value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Alerts) { Content = new StringContent("[]", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = scheme is null ? null : new AuthenticationHeaderValue(scheme, value);
        return (await console.SendAsync(request)).StatusCode;
    }
}
