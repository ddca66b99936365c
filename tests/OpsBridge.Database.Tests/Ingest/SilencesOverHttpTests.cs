using System.Net;
using System.Text.Json;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Ingest;

/// <summary>Silences as clients of Alertmanager v2 make, list and end them.</summary>
public sealed class SilencesOverHttpTests(IngestConsole console) : IClassFixture<IngestConsole>, IAsyncLifetime
{
    private const string Silences = "/api/v2/silences";
    private string _key = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync() => _key = await console.NewKeyAsync(Permissions.ManageSilences, Permissions.ViewAlerts);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_silence_hides_its_alert_is_listed_and_its_end_brings_the_alert_back()
    {
        await console.RaiseAsync("to hide");
        var id = await MadeAsync("to hide");
        await console.BoardShowsAsync("the alert hidden", "case", "to hide", r => r.SuppressedBy.Count > 0);

        var found = await JsonAsync(await console.CallAsync(HttpMethod.Get, $"/api/v2/silence/{id}"));
        var listed = await JsonAsync(await console.CallAsync(HttpMethod.Get, $"{Silences}?filter=case%3D%22to%20hide%22"));
        Assert.Equal(("active", "ann", "moving disks"), (found.GetProperty("status").GetProperty("state").GetString(), found.GetProperty("createdBy").GetString(), found.GetProperty("comment").GetString()));
        Assert.Equal(id, Assert.Single(listed.EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty((await JsonAsync(await console.CallAsync(HttpMethod.Get, $"{Silences}?filter=case%3D%22other%22"))).EnumerateArray());

        Assert.Equal(HttpStatusCode.OK, (await EndAsync(id)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await EndAsync(id)).StatusCode);
        await console.BoardShowsAsync("the alert back", "case", "to hide", r => r.SuppressedBy.Count == 0);
        Assert.Equal("expired", (await JsonAsync(await console.CallAsync(HttpMethod.Get, $"/api/v2/silence/{id}"))).GetProperty("status").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Every_condition_of_a_list_must_hold_and_without_one_all_are_listed()
    {
        var (one, other) = (await MadeAsync("listed one"), await MadeAsync("listed other"));

        Assert.Superset(new HashSet<string> { one, other }, await ListedAsync(""));
        Assert.Equal([one], await ListedAsync("?filter=case%3D~%22listed.*%22&filter=case%21%3D%22listed%20other%22"));
        Assert.Empty(await ListedAsync("?filter=case%3D%22listed%20one%22&filter=case%3D%22listed%20other%22"));
    }

    [Fact]
    public async Task A_silence_that_makes_no_sense_is_refused_with_words_and_nothing_is_stored()
    {
        Assert.Contains("body is not the JSON of a silence", await RefusedAsync("[]"), StringComparison.Ordinal);
        Assert.Contains("invalid label matcher", await RefusedAsync(new { matchers = new[] { new { name = "case", value = "(", isRegex = true } }, startsAt = Now, endsAt = Now.AddHours(1), createdBy = "ann", comment = "x" }), StringComparison.Ordinal);
        Assert.Contains("startsAt and endsAt", await RefusedAsync(new { matchers = new[] { Is("x") }, startsAt = "noon", endsAt = Now.AddHours(1), createdBy = "ann", comment = "x" }), StringComparison.Ordinal);
        Assert.Contains("silence invalid", await RefusedAsync(Body("x", Now, Now.AddHours(-1))), StringComparison.Ordinal);
        Assert.Contains("silence invalid", await RefusedAsync(Body("x", Now, Now.AddDays(400))), StringComparison.Ordinal);
        Assert.Contains("silence invalid", await RefusedAsync(new { matchers = Array.Empty<object>(), startsAt = Now, endsAt = Now.AddHours(1), createdBy = "ann", comment = "x" }), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await console.CallAsync(HttpMethod.Get, $"{Silences}?filter=%28")).StatusCode);
        Assert.Equal(0, (await JsonAsync(await console.CallAsync(HttpMethod.Get, $"{Silences}?filter=case%3D%22x%22"))).GetArrayLength());
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        foreach (var id in (string[])["no-key", Guid.CreateVersion7().ToString()])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await console.CallAsync(HttpMethod.Get, $"/api/v2/silence/{id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await EndAsync(id)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await console.CallAsync(HttpMethod.Post, Silences, Body("x", Now, Now.AddHours(1), id), _key)).StatusCode);
        }
    }

    [Fact]
    public async Task The_silence_of_another_key_is_its_own_but_anybody_who_makes_silences_may_end_it()
    {
        var id = await MadeAsync("of another");
        var other = await console.NewKeyAsync(Permissions.ManageSilences, Permissions.ViewAlerts);

        var changed = await console.CallAsync(HttpMethod.Post, Silences, Body("of another", Now, Now.AddHours(3), id), other);
        var ended = await console.CallAsync(HttpMethod.Delete, $"/api/v2/silence/{id}", null, other);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (changed.StatusCode, ended.StatusCode));
        Assert.Contains("answers for this silence", await changed.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_only_look_makes_and_ends_none()
    {
        var id = await MadeAsync("kept");

        Assert.Equal(HttpStatusCode.Forbidden, (await console.CallAsync(HttpMethod.Post, Silences, Body("y", Now, Now.AddHours(1)))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await console.CallAsync(HttpMethod.Delete, $"/api/v2/silence/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await console.CallAsync(HttpMethod.Get, Silences, null, "ob_wrong")).StatusCode);
        Assert.Equal("active", (await JsonAsync(await console.CallAsync(HttpMethod.Get, $"/api/v2/silence/{id}"))).GetProperty("status").GetProperty("state").GetString());
    }

    private static object Is(string name) => new { name = "case", value = name, isRegex = false, isEqual = true };

    private static object Body(string name, DateTimeOffset from, DateTimeOffset to, string? id = null) =>
        new { id, matchers = new[] { Is(name) }, startsAt = from, endsAt = to, createdBy = "ann", comment = "moving disks" };

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

    private async Task<string> MadeAsync(string name)
    {
        var made = await console.CallAsync(HttpMethod.Post, Silences, Body(name, Now, Now.AddHours(1)), _key);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        return (await JsonAsync(made)).GetProperty("silenceID").GetString()!;
    }

    private async Task<HashSet<string>> ListedAsync(string query) =>
        [.. (await JsonAsync(await console.CallAsync(HttpMethod.Get, $"{Silences}{query}"))).EnumerateArray().Select(s => s.GetProperty("id").GetString()!)];

    private Task<HttpResponseMessage> EndAsync(string id) => console.CallAsync(HttpMethod.Delete, $"/api/v2/silence/{id}", null, _key);

    private async Task<string> RefusedAsync(object body)
    {
        var answer = await console.CallAsync(HttpMethod.Post, Silences, body, _key);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return (await answer.Content.ReadAsStringAsync(Ct)).Replace("\\u0022", "\"", StringComparison.Ordinal);
    }
}
