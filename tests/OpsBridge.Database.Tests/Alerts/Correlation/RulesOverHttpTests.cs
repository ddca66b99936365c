using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OpsBridge.Identity;
using OpsBridge.Ingest;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Ranking and the rules of both sorts over HTTP.</summary>
public sealed class RulesOverHttpTests(IngestConsole console) : IClassFixture<IngestConsole>, IAsyncLifetime
{
    private const string Rules = "/api/v1/alert-rules";
    private string _key = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _key = await console.NewKeyAsync(Permissions.EditAlertRules, Permissions.HandleAlerts, Permissions.ViewAlerts);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Alerts_are_ranked_under_a_cause_seen_under_it_and_let_stand_again()
    {
        var (cause, one, two) = ((await console.RaiseAsync("h-cause")).Id, (await console.RaiseAsync("h-one")).Id, (await console.RaiseAsync("h-two")).Id);

        var ranked = await RankAsync(new { ids = new[] { one, two, cause }, causeId = cause, why = "same rack" });
        await console.BoardShowsAsync("the symptom", "case", "h-two", r => r.CauseId == cause);
        var symptoms = await JsonAsync(await console.CallAsync(HttpMethod.Get, $"/api/v1/alerts/{cause}/symptoms"));
        var alone = await RankAsync(new { ids = new[] { two } });

        Assert.Equal([one, two], (await JsonAsync(ranked)).GetProperty("ranked").EnumerateArray().Select(i => i.GetInt64()).Order());
        Assert.Equal("itself", Assert.Single((await JsonAsync(ranked)).GetProperty("left").EnumerateArray()).GetProperty("reason").GetString());
        Assert.Equal([one, two], symptoms.EnumerateArray().Select(s => s.GetProperty("id").GetInt64()).Order());
        Assert.Equal(HttpStatusCode.OK, alone.StatusCode);
        await console.BoardShowsAsync("the alert alone", "case", "h-two", r => r.CauseId is null);
        Assert.Equal(JsonValueKind.Null, (await JsonAsync(await RankAsync(new { ids = new[] { one }, causeId = cause }))).GetProperty("actionId").ValueKind);
    }

    [Fact]
    public async Task A_ranking_that_makes_no_sense_is_refused_with_its_reason()
    {
        var id = (await console.RaiseAsync("h-refused")).Id;

        Assert.Equal("ids", await WrongFieldAsync(await RankAsync(new { ids = Array.Empty<long>(), causeId = id }), HttpStatusCode.UnprocessableEntity));
        Assert.Equal("why", await WrongFieldAsync(await RankAsync(new { ids = new[] { id }, causeId = id, why = new string('x', 2001) }), HttpStatusCode.UnprocessableEntity));
        Assert.Equal(HttpStatusCode.NotFound, (await RankAsync(new { ids = new[] { id }, causeId = 999_999_999 })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await console.CallAsync(HttpMethod.Get, "/api/v1/alerts/999999999/symptoms")).StatusCode);
    }

    public static TheoryData<string, object, object> Sorts => new()
    {
        { "ranking", Ranking("Power"), Ranking("Power and light") },
        { "grouping", Grouping("Storms"), Grouping("Storms of hosts") },
    };

    [Theory]
    [MemberData(nameof(Sorts), DisableDiscoveryEnumeration = true)]
    public async Task A_rule_is_made_read_changed_under_its_tag_and_removed(string sort, object first, object second)
    {
        var made = await CallAsync(HttpMethod.Post, $"{sort}/", first);
        var address = made.Headers.Location!.OriginalString;
        var twin = await CallAsync(HttpMethod.Post, $"{sort}/", first);
        var read = await console.CallAsync(HttpMethod.Get, address);
        var blind = await console.CallAsync(HttpMethod.Put, address, second, _key);
        var changed = await console.CallAsync(HttpMethod.Put, address, second, _key, read.Headers.ETag);
        var late = await console.CallAsync(HttpMethod.Put, address, first, _key, read.Headers.ETag);
        var listed = await JsonAsync(await console.CallAsync(HttpMethod.Get, $"{Rules}/{sort}/"));
        var removed = await console.CallAsync(HttpMethod.Delete, address, null, _key);
        var gone = new[] { await console.CallAsync(HttpMethod.Get, address), await console.CallAsync(HttpMethod.Delete, address, null, _key), await console.CallAsync(HttpMethod.Put, address, first, _key, read.Headers.ETag) };

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.PreconditionRequired, HttpStatusCode.NoContent, HttpStatusCode.PreconditionFailed, HttpStatusCode.NoContent],
            new[] { made, twin, blind, changed, late, removed }.Select(a => a.StatusCode));
        Assert.Equal(made.Headers.ETag, read.Headers.ETag);
        Assert.Equal(changed.Headers.ETag, late.Headers.ETag);
        Assert.Contains("There is a rule called", await twin.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(JsonSerializer.SerializeToElement(second).GetProperty("name").GetString(), Assert.Single(listed.EnumerateArray()).GetProperty("details").GetProperty("name").GetString());
        Assert.All(gone, a => Assert.Equal(HttpStatusCode.NotFound, a.StatusCode));
    }

    [Fact]
    public async Task What_a_rule_would_do_is_told_without_storing_it()
    {
        await console.RaiseAsync("p-feed", ("alertname", "HttpFeed"), ("row", "C"));
        for (var i = 0; i < 3; i++)
        {
            await console.RaiseAsync($"p-psu{i}", ("alertname", "HttpPsu"), ("row", "C"));
        }

        var rank = await JsonAsync(await console.CallAsync(HttpMethod.Post, $"{Rules}/ranking/preview", new { cause = "alertname=\"HttpFeed\"", symptom = "alertname=\"HttpPsu\"", equalLabels = new[] { "row" } }));
        var group = await JsonAsync(await console.CallAsync(HttpMethod.Post, $"{Rules}/grouping/preview", new { matchers = "alertname=\"HttpPsu\"", title = "{count} in row {row}", equalLabels = new[] { "row" } }));

        Assert.Equal(3, rank.GetProperty("openCount").GetInt32());
        Assert.Equal("3 in row C", Assert.Single(group.GetProperty("open").GetProperty("biggest").EnumerateArray()).GetProperty("title").GetString());
        Assert.Empty((await JsonAsync(await console.CallAsync(HttpMethod.Get, $"{Rules}/grouping/"))).EnumerateArray());
    }

    [Fact]
    public async Task Wrong_values_are_named_by_field()
    {
        Assert.Equal("cause", await WrongFieldAsync(await CallAsync(HttpMethod.Post, "ranking/", new { name = "x", cause = "(", symptom = "a=\"b\"" }), HttpStatusCode.BadRequest));
        Assert.Equal("name", await WrongFieldAsync(await CallAsync(HttpMethod.Post, "ranking/", new { cause = "c=\"d\"", symptom = "a=\"b\"" }), HttpStatusCode.BadRequest));
        Assert.Equal("least", await WrongFieldAsync(await CallAsync(HttpMethod.Post, "grouping/", new { name = "x", matchers = "a=\"b\"", title = "t", least = 1 }), HttpStatusCode.BadRequest));
        Assert.Equal("windowMinutes", await WrongFieldAsync(await CallAsync(HttpMethod.Post, "grouping/preview", new { matchers = "a=\"b\"", title = "t", windowMinutes = 1441 }), HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Rules_are_written_by_those_who_may_and_read_by_all_who_see_alerts()
    {
        var operators = await console.NewKeyAsync(Permissions.HandleAlerts, Permissions.ViewAlerts);
        foreach (var sort in (string[])["ranking", "grouping"])
        {
            Assert.Equal(HttpStatusCode.OK, (await console.CallAsync(HttpMethod.Get, $"{Rules}/{sort}/", null, operators)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await console.CallAsync(HttpMethod.Post, $"{Rules}/{sort}/", Ranking("x"), operators)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await console.CallAsync(HttpMethod.Put, $"{Rules}/{sort}/{Guid.CreateVersion7()}", Ranking("x"), operators, new EntityTagHeaderValue("\"1\""))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await console.CallAsync(HttpMethod.Delete, $"{Rules}/{sort}/{Guid.CreateVersion7()}", null, operators)).StatusCode);
        }
    }

    private static object Ranking(string name) => new { name, cause = "alertname=\"Feed\"", symptom = "alertname=\"Psu\"", equalLabels = new[] { "site" } };

    private static object Grouping(string name) => new { name, matchers = "alertname=\"HostDown\"", title = "{count} hosts", equalLabels = new[] { "site" }, least = 2, windowMinutes = 5 };

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

    private static async Task<string> WrongFieldAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return Assert.Single((await JsonAsync(answer)).GetProperty("errors").EnumerateObject()).Name;
    }

    private Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, object? body) => console.CallAsync(method, $"{Rules}/{path}", body, _key);

    private Task<HttpResponseMessage> RankAsync(object body) => console.CallAsync(HttpMethod.Post, "/api/v1/alerts/ranking", body, _key);
}
