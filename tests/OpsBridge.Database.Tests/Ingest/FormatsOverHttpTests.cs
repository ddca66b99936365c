using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Ingest;

public sealed class FormatsOverHttpTests(IngestConsole console) : IClassFixture<IngestConsole>
{
    [Fact]
    public async Task Webhooks_of_Alertmanager_and_Grafana_raise_and_clear()
    {
        foreach (var tool in (string[])["alertmanager", "grafana"])
        {
            var path = $"/api/ingest/{tool}";
            await console.PostAsync(path, Webhook("firing", tool));
            var row = await console.BoardShowsAsync($"the alert of {tool}", "tool", tool, r => r.State == AlertState.Unacknowledged);
            Assert.Null(row.EndsAt); // webhooks tell changes only: it holds until it is resolved

            var answer = await console.PostAsync(path, Webhook("resolved", tool));

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await console.BoardShowsAsync($"the alert of {tool} is gone", "tool", tool, r => r.State == AlertState.ReturnedUnacknowledged);
        }
    }

    [Fact]
    public async Task A_partly_good_webhook_is_no_reason_to_send_it_again()
    {
        var partly = await console.PostAsync("/api/ingest/alertmanager", """{"alerts":[{"status":"firing","labels":{"case":"good half"}},{"status":"firing","labels":{}}]}""");
        var none = await console.PostAsync("/api/ingest/alertmanager", """{"alerts":[{"status":"firing","labels":{}}]}""");

        Assert.Equal((HttpStatusCode.MultiStatus, HttpStatusCode.BadRequest), (partly.StatusCode, none.StatusCode));
        var receipt = JsonDocument.Parse(await partly.Content.ReadAsStringAsync(IngestConsole.Ct)).RootElement;
        Assert.Equal((1, 1), (receipt.GetProperty("accepted").GetInt32(), receipt.GetProperty("rejected").GetInt32()));
        Assert.Equal("has no label with a value", receipt.GetProperty("rejects")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task The_same_idempotency_key_gets_the_same_answer_and_with_another_body_422()
    {
        const string Body = """[{"labels":{"case":"idempotent"}},{"labels":{}}]""";
        var first = await console.PostAsync("/api/v1/events", Body, ("Idempotency-Key", "k-1"));
        var again = await console.PostAsync("/api/v1/events", Body, ("Idempotency-Key", "k-1"));
        var other = await console.PostAsync("/api/v1/events", """{"labels":{"case":"another"}}""", ("Idempotency-Key", "k-1"));
        var without = await console.PostAsync("/api/v1/events", """{"labels":{"case":"another"}}""", ("Idempotency-Key", new string('k', 256)));

        Assert.Equal(HttpStatusCode.MultiStatus, first.StatusCode);
        Assert.Equal(first.StatusCode, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(IngestConsole.Ct), await again.Content.ReadAsStringAsync(IngestConsole.Ct));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal(1, (await console.BoardShowsAsync("the alert", "case", "idempotent", _ => true)).Count);
        Assert.Null(await console.OpenAlertAsync("case", "another"));
    }

    [Fact]
    public async Task An_idempotency_key_is_forgotten_after_a_day_and_belongs_to_its_sender()
    {
        await console.PostAsync("/api/v1/events", """{"labels":{"case":"yesterday"}}""", ("Idempotency-Key", "k-2"));
        using var stranger = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events") { Content = new StringContent("""{"labels":{"case":"stranger"}}""", Encoding.UTF8, "application/json") };
        stranger.Headers.Authorization = new("Bearer", await console.NewKeyAsync(Permissions.ReportAlerts));
        stranger.Headers.Add("Idempotency-Key", "k-2");

        Assert.Equal(HttpStatusCode.OK, (await console.SendAsync(stranger)).StatusCode);
        await using (var age = console.Get<NpgsqlDataSource>().CreateCommand("update event_receipts set taken_at = taken_at - interval '25 hours'"))
        {
            await age.ExecuteNonQueryAsync(IngestConsole.Ct);
        }

        Assert.Equal(HttpStatusCode.OK, (await console.PostAsync("/api/v1/events", """{"labels":{"case":"today"}}""", ("Idempotency-Key", "k-2"))).StatusCode);
        await using var count = console.Get<NpgsqlDataSource>().CreateCommand("select count(*) from event_receipts where taken_at < now() - interval '24 hours'");
        Assert.Equal(0L, await count.ExecuteScalarAsync(IngestConsole.Ct));
    }

    [Fact]
    public async Task A_PagerDuty_event_is_taken_by_the_key_in_its_body_alone()
    {
        var taken = await EnqueueAsync(console.Key, "trigger", "pd-1");
        var answer = JsonDocument.Parse(await taken.Content.ReadAsStringAsync(IngestConsole.Ct)).RootElement;

        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        Assert.Equal(("success", "Event processed", "pd-1"), (answer.GetProperty("status").GetString(), answer.GetProperty("message").GetString(), answer.GetProperty("dedup_key").GetString()));
        await console.BoardShowsAsync("the event of PagerDuty", "dedup_key", "pd-1", r => r is { State: AlertState.Unacknowledged, Summary: "disk full", Severity: AlertSeverity.Major });
        await EnqueueAsync(console.Key, "acknowledge", "pd-1");
        await console.BoardShowsAsync("it is acknowledged", "dedup_key", "pd-1", r => r.State == AlertState.Acknowledged);
        await EnqueueAsync(console.Key, "resolve", "pd-1");
        await Support.Eventually.TrueAsync("it is gone", async () => await console.OpenAlertAsync("dedup_key", "pd-1") is null, IngestConsole.Ct);
    }

    [Fact]
    public async Task A_PagerDuty_event_with_a_wrong_key_is_refused_and_no_key_gets_into_quarantine()
    {
        var viewer = await console.NewKeyAsync(Permissions.ViewAlerts);

        foreach (var key in (string[])["", "nonsense", viewer])
        {
            var refused = await EnqueueAsync(key, "trigger", "pd-2");
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("routing_key", await refused.Content.ReadAsStringAsync(IngestConsole.Ct), StringComparison.Ordinal);
        }

        var invalid = await EnqueueAsync(console.Key, "explode", "pd-2");

        Assert.Equal(HttpStatusCode.BadRequest, invalid.StatusCode);
        Assert.Contains("'event_action'", await invalid.Content.ReadAsStringAsync(IngestConsole.Ct), StringComparison.Ordinal);
        var kept = Assert.Single(await console.QuarantineAsync(), m => m.Format == "pagerduty");
        Assert.Contains("explode", Encoding.UTF8.GetString(kept.Raw), StringComparison.Ordinal);
        Assert.DoesNotContain(console.Key, Encoding.UTF8.GetString(kept.Raw), StringComparison.Ordinal);
        Assert.Null(await console.OpenAlertAsync("dedup_key", "pd-2"));
    }

    [Fact]
    public async Task A_PagerDuty_body_has_at_most_512_000_bytes()
    {
        var answer = await console.PostAsync("/v2/enqueue", new byte[PagerDutyEvents.MostBytes + 1], "application/json");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("invalid event", await answer.Content.ReadAsStringAsync(IngestConsole.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CloudEvent_that_is_delivered_again_changes_nothing()
    {
        const string One = """{"specversion":"1.0","type":"backup.failed","source":"/jobs","id":"1","subject":"db-01"}""";
        const string Two = """{"specversion":"1.0","type":"backup.failed","source":"/jobs","id":"2","subject":"db-01"}""";
        const string Structured = "application/cloudevents+json";

        Assert.Equal(HttpStatusCode.OK, (await console.PostAsync("/api/ingest/cloudevents", Encoding.UTF8.GetBytes(One), Structured)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await console.PostAsync("/api/ingest/cloudevents", Encoding.UTF8.GetBytes(One), Structured)).StatusCode);
        await console.PostAsync("/api/ingest/cloudevents", Encoding.UTF8.GetBytes($"[{One},{Two},{Two}]"), "application/cloudevents-batch+json");

        await console.BoardShowsAsync("two occurrences", "subject", "db-01", r => r.Count == 2);
        await console.PostAsync("/api/ingest/cloudevents", "{}", ("ce-specversion", "1.0"), ("ce-type", "backup.succeeded"), ("ce-source", "/jobs"), ("ce-id", "3"), ("ce-subject", "db-01"));
        var gone = await console.BoardShowsAsync("the backup succeeded", "subject", "db-01", r => r.State == AlertState.ReturnedUnacknowledged);
        Assert.Equal(2, gone.Count);
    }

    [Fact]
    public async Task An_Icinga_check_result_is_answered_as_Icinga_answers()
    {
        const string Path = "/v1/actions/process-check-result";
        var bad = await console.PostAsync(Path, """{"type":"Service","filter":"host.name==\"db\" && service.name==\"disk\"","exit_status":2,"plugin_output":"DISK CRITICAL"}"""u8.ToArray(), "application/x-www-form-urlencoded");

        Assert.Equal("""{"results":[{"code":200.0,"status":"Successfully processed check result for object 'db!disk'."}]}""", await bad.Content.ReadAsStringAsync(IngestConsole.Ct));
        await console.BoardShowsAsync("the check is critical", "service", "disk", r => r is { Severity: AlertSeverity.Critical, Summary: "DISK CRITICAL" });
        await console.PostAsync($"{Path}?service=db!disk", """{"exit_status":0,"plugin_output":"DISK OK"}""");
        await console.BoardShowsAsync("the check is good", "service", "disk", r => r.State == AlertState.ReturnedUnacknowledged);

        var unnamed = await console.PostAsync(Path, """{"exit_status":0}""");
        Assert.Equal(HttpStatusCode.BadRequest, unnamed.StatusCode);
        Assert.StartsWith("""{"error":400.0,"status":"No object is named""", await unnamed.Content.ReadAsStringAsync(IngestConsole.Ct), StringComparison.Ordinal);
    }

    private static string Webhook(string status, string tool) =>
        $$"""{"version":"4","status":"{{status}}","alerts":[{"status":"{{status}}","labels":{"alertname":"A","tool":"{{tool}}"},"annotations":{},"startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z"}]}""";

    private async Task<HttpResponseMessage> EnqueueAsync(string key, string action, string dedupKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/enqueue")
        {
            Content = new StringContent(
                $$"""{"payload":{"summary":"disk full","source":"db-01","severity":"error"},"routing_key":"{{key}}","event_action":"{{action}}","dedup_key":"{{dedupKey}}"}""", Encoding.UTF8, "application/json"),
        };
        return await console.SendAsync(request);
    }
}
