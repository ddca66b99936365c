using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OpsBridge.Alerts;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Ingest;

public sealed class AlertmanagerAnswerTests
{
    private static readonly Guid s_silence = Guid.Parse("01a2b3c4-0000-7000-8000-000000000001");

    [Fact]
    public void What_hides_an_alert_is_told_in_the_words_of_Alertmanager()
    {
        var alerts = AlertmanagerAlert.Of(
        [
            Row(1, "open"),
            Row(2, "silenced") with { SuppressedBy = [new Suppressor(SuppressorKind.Silence, s_silence, "patching", GoldenFile.Now)] },
            Row(3, "in a window") with { SuppressedBy = [new Suppressor(SuppressorKind.Window, s_silence, "Sunday patches", GoldenFile.Now)] },
            Row(4, "symptom") with { CauseId = 1 },
            Row(5, "symptom of a closed cause") with { CauseId = 99 },
            Row(6, "shelved") with { State = AlertState.Shelved },
            Row(7, "unreachable") with { State = AlertState.Suppressed },
            Row(8, "acknowledged") with { State = AlertState.Acknowledged },
            Row(9, "gone") with { State = AlertState.ReturnedUnacknowledged },
        ]).ToDictionary(a => a.Row.Labels["case"]!, a => (a.Suppressed, string.Join(',', a.SilencedBy), string.Join(',', a.InhibitedBy), string.Join(',', a.MutedBy)));

        Assert.Equal((false, "", "", ""), alerts["open"]);
        Assert.Equal((true, s_silence.ToString(), "", ""), alerts["silenced"]);
        Assert.Equal((true, "", "", "Sunday patches"), alerts["in a window"]);
        Assert.Equal((true, "", AlertmanagerFingerprint.Print(AlertmanagerFingerprint.Of(Labels.Of(("case", "open")))), ""), alerts["symptom"]);
        Assert.Equal((true, "", "", "symptom"), alerts["symptom of a closed cause"]);
        Assert.Equal((true, "", "", "shelved"), alerts["shelved"]);
        Assert.Equal((true, "", "", "unreachable"), alerts["unreachable"]);
        Assert.Equal((false, "", "", ""), alerts["acknowledged"]);
        Assert.DoesNotContain("gone", alerts.Keys);
    }

    [Theory]
    [InlineData("", "open,silenced,symptom,window")]
    [InlineData("?active=false", "silenced,symptom,window")]
    [InlineData("?silenced=false", "open,symptom,window")]
    [InlineData("?inhibited=false", "open,silenced,window")]
    [InlineData("?muted=false", "open,silenced,symptom")]
    [InlineData("?active=true&silenced=false&inhibited=false&unprocessed=false", "open,window")]
    [InlineData("?filter=case%3D~%22s.*%22", "silenced,symptom")]
    [InlineData("?filter=case%3D~%22s.*%22&filter=case!%3Dsymptom", "silenced")]
    [InlineData("?filter=%7Bcase%3D%22open%22%7D", "open")]
    [InlineData("?filter=%22case%22%3D%22open%22", "open")]
    [InlineData("?receiver=brid.*", "open,silenced,symptom,window")]
    [InlineData("?receiver=brid", "")]
    public void The_query_chooses_as_Alertmanagers_does(string query, string expected)
    {
        var (filter, error) = AlertmanagerFilter.Read(Query(query));

        Assert.Null(error);
        var chosen = AlertmanagerAlert.Of(
        [
            Row(1, "open"),
            Row(2, "silenced") with { SuppressedBy = [new Suppressor(SuppressorKind.Silence, s_silence, "", GoldenFile.Now)] },
            Row(3, "window") with { SuppressedBy = [new Suppressor(SuppressorKind.Window, s_silence, "w", GoldenFile.Now)] },
            Row(4, "symptom") with { CauseId = 1 },
        ]).Where(filter!.Wants).Select(a => a.Row.Labels["case"]!).Order(StringComparer.Ordinal);
        Assert.Equal(expected, string.Join(',', chosen));
    }

    [Theory]
    [InlineData("?filter=case%3D%22open")]
    [InlineData("?filter=9%3D1")]
    [InlineData("?filter=a%3D~%22(%22")]
    [InlineData("?receiver=(")]
    public void A_query_that_cannot_be_meant_is_refused(string query) => Assert.Null(AlertmanagerFilter.Read(Query(query)).Filter);

    [Fact]
    public async Task An_alert_has_every_member_that_clients_require()
    {
        var json = await WriteAsync(groups: false, Row(1, "open") with { Annotations = Labels.Empty, EndsAt = null });

        var alert = Assert.Single(json.EnumerateArray());
        Assert.Equal(
            """{"annotations":{},"endsAt":"2026-11-22T10:05:00.000Z","fingerprint":"e3a8b57c8d0ccaf2","receivers":[{"name":"bridge"}],"startsAt":"2026-11-22T09:00:00.000Z","status":{"state":"active","silencedBy":[],"inhibitedBy":[],"mutedBy":[]},"updatedAt":"2026-11-22T09:59:00.000Z","labels":{"case":"open"}}"""
                .Replace("e3a8b57c8d0ccaf2", AlertmanagerFingerprint.Print(AlertmanagerFingerprint.Of(Labels.Of(("case", "open")))), StringComparison.Ordinal),
            alert.GetRawText());
    }

    [Fact]
    public async Task Alerts_of_one_name_are_one_group()
    {
        var json = await WriteAsync(groups: true, Named(1, "Down", "a"), Named(2, "Slow", "b"), Named(3, "Down", "c"), Row(4, "no name"));

        Assert.Equal(
            ["{}: 1", """{"alertname":"Down"}: 2""", """{"alertname":"Slow"}: 1"""],
            json.EnumerateArray().Select(g => $"{g.GetProperty("labels").GetRawText()}: {g.GetProperty("alerts").GetArrayLength()}"));
    }

    private static AlertRow Named(long id, string name, string value) => Row(id, value) with { Labels = Labels.Of(("alertname", name), ("case", value)) };

    private static AlertRow Row(long id, string value) => new()
    {
        Id = id,
        Severity = AlertSeverity.Major,
        State = AlertState.Unacknowledged,
        Summary = value,
        RaisedAt = GoldenFile.Now.AddHours(-1),
        StartsAt = GoldenFile.Now.AddHours(-1),
        LastSeenAt = GoldenFile.Now.AddMinutes(-1),
        Count = 1,
        Labels = Labels.Of(("case", value)),
    };

    private static QueryCollection Query(string query) => new(QueryHelpers.ParseQuery(query));

    private static async Task<JsonElement> WriteAsync(bool groups, params AlertRow[] rows)
    {
        var stream = new MemoryStream();
        var pipe = PipeWriter.Create(stream);
        await using (var writer = new AlertmanagerWriter(pipe, GoldenFile.Now))
        {
            var alerts = AlertmanagerAlert.Of(rows);
            await (groups ? writer.WriteGroupsAsync(alerts, TestContext.Current.CancellationToken) : writer.WriteAsync(alerts, TestContext.Current.CancellationToken));
        }

        await pipe.FlushAsync(TestContext.Current.CancellationToken);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
