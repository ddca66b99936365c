using System.Text.Json;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Correlation;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Ingest;

/// <summary>amtool itself against the console, in place of what we believe it asks.</summary>
public sealed class RealAmtoolTests(IngestConsole console) : IClassFixture<IngestConsole>
{
    private static readonly string[] s_everything = [Permissions.ReportAlerts, Permissions.ViewAlerts, Permissions.ManageSilences];

    [Fact]
    public async Task Alerts_are_added_found_by_matchers_and_resolved()
    {
        using var amtool = await StartAsync();
        await amtool.RunAsync("alert", "add", "Added", "node=one", "severity=major", "--annotation=summary=one is bad", "--generator-url=http://gen.example/x");
        await amtool.RunAsync("alert", "add", "alertname=Added", "node=two", "--start=2026-01-02T03:04:05+02:00", "--end=2099-01-01T00:00:00Z");

        Assert.Contains("one is bad", await amtool.RunAsync("alert", "query", "Added"), StringComparison.Ordinal);
        var (one, two) = (await AlertAsync(amtool, "Added", "node=one"), await AlertAsync(amtool, "alertname=~Add.*", "node!=one"));
        Assert.Equal(("active", "http://gen.example/x"), (StateOf(one), one.GetProperty("generatorURL").GetString()));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 1, 4, 5, TimeSpan.Zero), two.GetProperty("startsAt").GetDateTimeOffset());
        Assert.Equal(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero), two.GetProperty("endsAt").GetDateTimeOffset());
        Assert.Equal(2, (await AlertsAsync(amtool, "Added", "--receiver=bri.*")).Count);
        Assert.Empty(await AlertsAsync(amtool, "Added", "--receiver=other"));
        Assert.Empty(await AlertsAsync(amtool, "Added", "--unprocessed"));

        await amtool.RunAsync("alert", "add", "Added", "node=two", "--end=2026-01-03T00:00:00Z");

        var row = await console.BoardShowsAsync("the end that amtool reported", "node", "two", r => r.State == AlertState.ReturnedUnacknowledged);
        Assert.Equal(AlertEnding.BySender, row.Ending);
        Assert.Single(await AlertsAsync(amtool, "Added"));
    }

    [Fact]
    public async Task A_silence_hides_an_alert_from_the_board_until_it_is_expired()
    {
        using var amtool = await StartAsync();
        await amtool.RunAsync("alert", "add", "Hidden", "node=three");

        var id = (await amtool.RunAsync("silence", "add", "Hidden", "node=~thr.+", "--duration=2h", "--comment=new disks")).Trim();

        var hidden = await console.BoardShowsAsync("the alert hidden", "node", "three", r => r.SuppressedBy.Count > 0);
        Assert.False(hidden.Unhandled);
        Assert.Equal((SuppressorKind.Silence, Guid.Parse(id)), (hidden.SuppressedBy[0].Kind, hidden.SuppressedBy[0].Id));
        Assert.Equal("suppressed", StateOf(await AlertAsync(amtool, "Hidden", "--silenced")));
        Assert.Empty(await AlertsAsync(amtool, "Hidden"));

        var before = await SilenceAsync(amtool, "Hidden");
        await amtool.RunAsync("silence", "update", "--duration=4h", "--comment=and a new case", id);
        var after = await SilenceAsync(amtool, "node=~thr.+");
        Assert.Equal((id, "ann", "and a new case"), (after.GetProperty("id").GetString(), after.GetProperty("createdBy").GetString(), after.GetProperty("comment").GetString()));
        Assert.True(EndOf(after) > EndOf(before) + TimeSpan.FromHours(1));
        Assert.Contains(id, await amtool.RunAsync("silence", "query", "--within=5h", "-q"), StringComparison.Ordinal);
        Assert.DoesNotContain(id, await amtool.RunAsync("silence", "query", "--within=3h", "-q"), StringComparison.Ordinal);
        Assert.DoesNotContain(id, await amtool.RunAsync("silence", "query", "--created-by=bob", "-q"), StringComparison.Ordinal);

        await amtool.RunAsync("silence", "expire", id);

        await console.BoardShowsAsync("the alert unhandled again", "node", "three", r => r.Unhandled);
        Assert.Single(await AlertsAsync(amtool, "Hidden"));
        Assert.DoesNotContain(id, await amtool.RunAsync("silence", "query", "-q"), StringComparison.Ordinal);
        Assert.Contains(id, await amtool.RunAsync("silence", "query", "--expired", "--within=1h", "-q"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silences_are_written_to_a_file_and_read_back_from_it()
    {
        using var amtool = await StartAsync();
        var id = (await amtool.RunAsync("silence", "add", "alertname=Kept", "node!=four", "team!~a|b", "--duration=2h", "--comment=moved")).Trim();
        var file = amtool.Write("silences.json", await amtool.RunAsync("silence", "query", "alertname=Kept", "-o", "json"));
        await amtool.RunAsync("silence", "expire", id);

        var again = (await amtool.RunAsync("silence", "import", "--force", file)).Trim();

        Assert.NotEqual(id, again);
        Assert.Contains("""alertname="Kept" node!="four" team!~"a|b" """.TrimEnd(), await amtool.RunAsync("silence", "query", "alertname=Kept"), StringComparison.Ordinal);
        await amtool.RunAsync("silence", "expire", again);
    }

    [Fact]
    public async Task A_symptom_is_inhibited_by_its_cause()
    {
        using var amtool = await StartAsync();
        await amtool.RunAsync("alert", "add", "Cause", "node=five");
        await amtool.RunAsync("alert", "add", "Symptom", "node=six");
        var cause = await console.BoardShowsAsync("the cause", "node", "five", _ => true);
        var symptom = await console.BoardShowsAsync("the symptom", "node", "six", _ => true);

        await console.Get<RankSymptoms>().HandleAsync([symptom.Id], cause.Id, null, IngestConsole.Watch, IngestConsole.Ct);

        await console.BoardShowsAsync("the symptom under its cause", "node", "six", r => r.CauseId == cause.Id);
        var inhibited = await AlertAsync(amtool, "node=~five|six", "--inhibited");
        var name = (await AlertAsync(amtool, "Cause")).GetProperty("fingerprint").GetString();
        Assert.Equal(("Symptom", "suppressed"), (inhibited.GetProperty("labels").GetProperty("alertname").GetString(), StateOf(inhibited)));
        Assert.Equal(name, inhibited.GetProperty("status").GetProperty("inhibitedBy")[0].GetString());
        Assert.Empty(await AlertsAsync(amtool, "Symptom"));
    }

    [Fact]
    public async Task Configuration_routes_and_cluster_can_be_shown_and_checked()
    {
        using var amtool = Amtool.WithKeyInAddress(console.Address, console.Key);

        var shown = await amtool.RunAsync("config", "show");

        Assert.Contains("SUCCESS", await amtool.RunAsync("check-config", amtool.Write("alertmanager.yml", shown)), StringComparison.Ordinal);
        Assert.Contains("receiver: bridge", await amtool.RunAsync("config", "routes", "show"), StringComparison.Ordinal);
        Assert.Equal("bridge", (await amtool.RunAsync("config", "routes", "test", "--verify.receivers=bridge", "severity=major")).Trim());
        Assert.Contains("Matching routes:", await amtool.RunAsync("config", "routes", "test", "--tree", "severity=major"), StringComparison.Ordinal);
        Assert.Contains("uptime", await amtool.RunAsync("config", "show", "-o", "extended"), StringComparison.Ordinal);
        Assert.Matches("Cluster Status: +disabled", await amtool.RunAsync("cluster", "show"));
    }

    [Fact]
    public async Task What_the_key_may_not_do_is_refused_and_nothing_is_changed()
    {
        using var reader = Amtool.WithKeyInAddress(console.Address, console.Key);
        using var stranger = Amtool.WithKeyInAddress(console.Address, console.Key[..^1]);

        var silence = await reader.TryAsync("silence", "add", "Refused", "--duration=1h", "--comment=no", "--author=ann");
        var query = await stranger.TryAsync("alert", "query");
        var unknown = await reader.TryAsync("silence", "update", "--duration=1h", "1ce27d8b-0b61-4f3e-8d24-000000000000");

        Assert.Equal((1, 1, 1), (silence.ExitCode, query.ExitCode, unknown.ExitCode));
        Assert.True(silence.Error.Contains("403", StringComparison.Ordinal), silence.Error);
        Assert.True(query.Error.Contains("401", StringComparison.Ordinal), query.Error);
        Assert.True(unknown.Error.Contains("404", StringComparison.Ordinal), unknown.Error);
        Assert.Empty((await reader.RunAsync("silence", "query", "Refused", "-q")).Trim());
    }

    /// <summary>As the guide says, with a key that may do everything that amtool can ask for.</summary>
    private async Task<Amtool> StartAsync() => Amtool.WithConfiguration(
        Guide.Block("amtool", "alertmanager.url: ").Replace(Guide.Console, console.Address.Authority, StringComparison.Ordinal),
        Guide.Block("amtool", "authorization:").Replace("KEY", await console.NewKeyAsync(s_everything), StringComparison.Ordinal));

    private static async Task<List<JsonElement>> AlertsAsync(Amtool amtool, params string[] query) =>
        [.. JsonDocument.Parse(await amtool.RunAsync(["alert", "query", .. query, "--output=json"])).RootElement.EnumerateArray()];

    private static async Task<JsonElement> AlertAsync(Amtool amtool, params string[] query) => Assert.Single(await AlertsAsync(amtool, query));

    private static async Task<JsonElement> SilenceAsync(Amtool amtool, string matcher) =>
        Assert.Single(JsonDocument.Parse(await amtool.RunAsync("silence", "query", matcher, "-o", "json")).RootElement.EnumerateArray());

    private static string? StateOf(JsonElement alert) => alert.GetProperty("status").GetProperty("state").GetString();

    private static DateTimeOffset EndOf(JsonElement silence) => silence.GetProperty("endsAt").GetDateTimeOffset();
}
