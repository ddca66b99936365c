using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OpsBridge.Identity;
using OpsBridge.Ingest;
using Xunit;

namespace OpsBridge.Alerts;

/// <summary>Everything that can be done to an alert, over HTTP: the order, the refusals and their words.</summary>
public sealed class VerbsOverHttpTests(IngestConsole console) : IClassFixture<IngestConsole>, IAsyncLifetime
{
    private string _key = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _key = await console.NewKeyAsync(Permissions.HandleAlerts, Permissions.ViewAlerts);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("normal")]
    [InlineData("sticky")]
    [InlineData("expiring")]
    public async Task An_acknowledgement_of_each_kind_is_kept_and_the_second_one_hears_who_was_first(string kind)
    {
        var id = (await console.RaiseAsync($"ack {kind}")).Id;
        var body = new { note = "carrier called", kind, until = kind == "expiring" ? TimeProvider.System.GetUtcNow().AddHours(1) : (DateTimeOffset?)null };
        var done = await DoAsync(HttpMethod.Post, $"{id}/acknowledgement", body);
        var again = await DoAsync(HttpMethod.Post, $"{id}/acknowledgement", body);
        var back = await DoAsync(HttpMethod.Delete, $"{id}/acknowledgement");
        var twice = await DoAsync(HttpMethod.Delete, $"{id}/acknowledgement");

        var extends = kind == "expiring"; // another end is no repetition
        Assert.Equal([HttpStatusCode.OK, extends ? HttpStatusCode.OK : HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.Conflict], Codes(done, again, back, twice));
        Assert.Equal(("acknowledged", 1), (await TextAsync(done, "state"), (await JsonAsync(done)).GetProperty("revision").GetInt32()));
        Assert.Equal("notAcknowledged", await TextAsync(twice, "reason"));
        if (!extends)
        {
            Assert.Equal(("alreadyAcknowledged", "key:sender"), (await TextAsync(again, "reason"), await TextAsync(again, "owner")));
            Assert.StartsWith("key:sender acknowledged it at ", await TextAsync(again, "detail"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bad_input_is_named_by_field_and_nothing_is_done()
    {
        var id = (await console.RaiseAsync("bad input")).Id;
        var soon = TimeProvider.System.GetUtcNow().AddHours(1);

        Assert.Equal("until", await WrongAsync($"{id}/acknowledgement", new { kind = "expiring" }));
        Assert.Equal("until", await WrongAsync($"{id}/acknowledgement", new { kind = "expiring", until = soon.AddDays(31) }));
        Assert.Equal("until", await WrongAsync($"{id}/acknowledgement", new { kind = "sticky", until = soon }));
        Assert.Equal("until", await WrongAsync($"{id}/shelf", new { kind = "untilTime", until = soon.AddHours(-2), reason = "late" }));
        Assert.Equal("comment", await WrongAsync($"{id}/shelf", new { kind = "untilClear" }));
        Assert.Equal("accountId", await WrongAsync($"{id}/owner", new { accountId = Guid.CreateVersion7() }));
        Assert.Equal("comment", await WrongAsync($"{id}/notes", new { note = " " }));
        Assert.Equal("comment", await WrongAsync($"{id}/notes", new { note = new string('x', 4001) }));
        Assert.Equal("href", await WrongAsync($"{id}/links", new { text = "x", href = "javascript:alert(1)" }));
        Assert.Equal("verb", await WrongAsync("bulk", new { ids = new[] { id }, verb = "explode" }));
        Assert.Equal("ids", await WrongAsync("bulk", new { ids = Array.Empty<long>(), verb = "take" }));
        Assert.Equal(HttpStatusCode.BadRequest, (await DoAsync(HttpMethod.Post, $"{id}/shelf", new { kind = "forever", reason = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await DoAsync(HttpMethod.Post, $"{id}/severity", new { severity = "apocalyptic" })).StatusCode);
        Assert.Equal((AlertState.Unacknowledged, null), await NowAsync(id));
    }

    [Fact]
    public async Task Shelf_owner_severity_note_link_and_end_go_their_way_and_back()
    {
        var id = (await console.RaiseAsync("whole life")).Id;
        var steps = new[]
        {
            await DoAsync(HttpMethod.Post, $"{id}/owner", new { }), await DoAsync(HttpMethod.Delete, $"{id}/owner"), await DoAsync(HttpMethod.Post, $"{id}/severity", new { severity = "critical" }),
            await DoAsync(HttpMethod.Post, $"{id}/shelf", new { kind = "untilNextShift", reason = "vendor" }), await DoAsync(HttpMethod.Delete, $"{id}/shelf"),
            await DoAsync(HttpMethod.Post, $"{id}/notes", new { note = "called" }), await DoAsync(HttpMethod.Post, $"{id}/links", new { href = "https://tickets.example/1" }),
        };

        Assert.All(steps, s => Assert.Equal(HttpStatusCode.OK, s.StatusCode));
        Assert.Equal("shelved", await TextAsync(steps[3], "state"));
        Assert.Equal("unowned", await TextAsync(await DoAsync(HttpMethod.Delete, $"{id}/owner"), "reason"));
        Assert.Equal("notShelved", await TextAsync(await DoAsync(HttpMethod.Delete, $"{id}/shelf"), "reason"));
        Assert.Equal("sameSeverity", await TextAsync(await DoAsync(HttpMethod.Post, $"{id}/severity", new { severity = "critical" }), "reason"));
        Assert.Equal("sameLink", await TextAsync(await DoAsync(HttpMethod.Post, $"{id}/links", new { href = "https://tickets.example/1" }), "reason"));
        Assert.Equal("closed", await TextAsync(await DoAsync(HttpMethod.Post, $"{id}/closure"), "state"));
        Assert.Equal("closed", await TextAsync(await DoAsync(HttpMethod.Post, $"{id}/closure"), "reason"));
    }

    [Fact]
    public async Task An_alert_that_moved_since_it_was_read_is_left_alone_and_an_unknown_one_is_not_found()
    {
        var id = (await console.RaiseAsync("moved")).Id;

        var moved = await console.CallAsync(HttpMethod.Post, $"/api/v1/alerts/{id}/owner", new { }, _key, new EntityTagHeaderValue("\"1\""));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "otherVersion"), (moved.StatusCode, await TextAsync(moved, "reason")));
        Assert.Equal(HttpStatusCode.NotFound, (await DoAsync(HttpMethod.Post, "999999999/owner", new { })).StatusCode);
    }

    [Fact]
    public async Task Many_alerts_get_one_verb_and_one_undo()
    {
        var (one, two) = ((await console.RaiseAsync("bulk one")).Id, (await console.RaiseAsync("bulk two")).Id);
        await DoAsync(HttpMethod.Post, $"{two}/acknowledgement", new { });

        var done = await JsonAsync(await DoAsync(HttpMethod.Post, "bulk", new { ids = new[] { one, two, 999_999_999 }, verb = "acknowledge", comment = "storm" }));
        var undone = await DoAsync(HttpMethod.Post, $"actions/{done.GetProperty("actionId").GetGuid()}/undo");

        Assert.Equal(1, done.GetProperty("done").GetInt32());
        Assert.Equal([null, "alreadyAcknowledged", "notFound"], done.GetProperty("alerts").EnumerateArray().Select(a => a.GetProperty("reason").GetString()));
        Assert.Equal((HttpStatusCode.OK, 1), (undone.StatusCode, (await JsonAsync(undone)).GetProperty("done").GetInt32()));
        Assert.Equal(AlertState.Unacknowledged, (await NowAsync(one)).State);
        Assert.Equal(HttpStatusCode.NotFound, (await DoAsync(HttpMethod.Post, $"actions/{Guid.CreateVersion7()}/undo")).StatusCode);
    }

    [Fact]
    public async Task Who_may_only_look_handles_nothing()
    {
        var id = (await console.RaiseAsync("not yours")).Id;
        foreach (var (method, path) in new[] { (HttpMethod.Post, $"{id}/acknowledgement"), (HttpMethod.Delete, $"{id}/owner"), (HttpMethod.Post, $"{id}/closure"), (HttpMethod.Post, "bulk"), (HttpMethod.Post, "ranking") })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await console.CallAsync(method, $"/api/v1/alerts/{path}", new { })).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await console.CallAsync(method, $"/api/v1/alerts/{path}", new { }, "ob_wrong")).StatusCode);
        }

        Assert.Equal((AlertState.Unacknowledged, null), await NowAsync(id));
    }

    private static HttpStatusCode[] Codes(params HttpResponseMessage[] answers) => [.. answers.Select(a => a.StatusCode)];

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

    private static async Task<string?> TextAsync(HttpResponseMessage answer, string member) => (await JsonAsync(answer)).GetProperty(member).GetString();

    private Task<HttpResponseMessage> DoAsync(HttpMethod method, string path, object? body = null) => console.CallAsync(method, $"/api/v1/alerts/{path}", body, _key);

    private async Task<string> WrongAsync(string path, object body)
    {
        var answer = await DoAsync(HttpMethod.Post, path, body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return Assert.Single((await JsonAsync(answer)).GetProperty("errors").EnumerateObject()).Name;
    }

    private async Task<(AlertState State, string? Owner)> NowAsync(long id)
    {
        var row = await console.Get<IAlertBoard>().FindAsync(id, IngestConsole.Watch, Ct);
        return (row!.State, row.OwnerName);
    }
}
