using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Sources;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Ingest;

/// <summary>Prometheus itself, configured as the guide and the page of a source say, in place of what we believe it sends.</summary>
public sealed class RealPrometheusTests(IngestConsole console) : IClassFixture<IngestConsole>
{
    private const string Queue = "queue_depth";
    private const double Deep = 250;

    [Theory]
    [InlineData("credentials_file")]
    [InlineData("basic_auth")]
    public async Task A_rule_fires_onto_the_board_and_is_resolved_by_its_sender(string authorization)
    {
        await using var target = await MetricTarget.StartAsync(Queue, Deep, IngestConsole.Ct);
        await using var prometheus = await StartAsync(Guide.Block("Prometheus", authorization).Replace(Guide.Console, console.Address.Authority, StringComparison.Ordinal), target);

        var row = await BoardShowsAsync(prometheus, target, "Prometheus' alert", r => r.State == AlertState.Unacknowledged);

        Assert.Equal(("QueueDepth", "shop", AlertSeverity.Major), (row.Labels["alertname"], row.Labels["job"], row.Severity));
        Assert.Equal($"250 orders wait at {target.Target}", row.Summary);
        Assert.Equal("https://wiki.example/runbooks/queue", row.Annotations["runbook_url"]);
        Assert.Contains("/graph?g0.expr=queue_depth", row.GeneratorUrl, StringComparison.Ordinal);

        target.Value = 3;

        row = await BoardShowsAsync(prometheus, target, "the end of Prometheus' alert", r => r.State == AlertState.ReturnedUnacknowledged);
        Assert.Equal(AlertEnding.BySender, row.Ending);
    }

    [Fact]
    public async Task What_is_sent_again_makes_no_second_alert_and_no_history_and_when_Prometheus_dies_it_times_out()
    {
        await using var target = await MetricTarget.StartAsync(Queue, Deep, IngestConsole.Ct);
        await using var prometheus = await StartAsync(Guide.Block("Prometheus", "credentials_file").Replace(Guide.Console, console.Address.Authority, StringComparison.Ordinal), target);
        var first = await BoardShowsAsync(prometheus, target, "Prometheus' alert", _ => true);

        var seen = await BoardShowsAsync(prometheus, target, "three repeats", r => r.Count > 3);

        Assert.True(await prometheus.CountAsync("prometheus_notifications_sent_total") > 3);
        Assert.Equal(0, await prometheus.CountAsync("prometheus_notifications_errors_total"));
        Assert.Equal(first.Id, seen.Id);
        Assert.True(seen.LastSeenAt > first.LastSeenAt);
        Assert.Equal(1, await CountAsync("select count(*) from alerts where labels->>'instance' = $1", target.Target));
        Assert.Equal(1, await CountAsync("select count(*) from alert_events where labels::jsonb->>'instance' = $1", target.Target));

        await prometheus.KillAsync();

        var over = await BoardShowsAsync(prometheus, target, "the time-out", r => r.State == AlertState.ReturnedUnacknowledged);
        Assert.Equal(AlertEnding.TimedOut, over.Ending);
    }

    [Fact]
    public async Task What_the_page_of_a_source_offers_to_paste_works_as_it_is()
    {
        var created = Assert.IsType<CreateSourceResult.Done>(
            await console.Get<CreateSource>().HandleAsync(new SourceDetails("Shop Prometheus", SourceFormat.Prometheus), IngestConsole.Watch, IngestConsole.Ct));
        var paste = SourceSnippets.For(SourceFormat.Prometheus, console.Address, created.Key.Token).Single(s => s.Where == "prometheus.yml");
        await using var target = await MetricTarget.StartAsync(Queue, Deep, IngestConsole.Ct);
        await using var prometheus = await StartAsync(paste.Text, target);

        var row = await BoardShowsAsync(prometheus, target, "Prometheus' alert", r => r.State == AlertState.Unacknowledged);

        Assert.Equal((created.Id, "Shop Prometheus"), (row.SourceId, row.Source));
    }

    /// <summary>Alerting as given, one target, and the guide's rule, hurried up: what it waits for in earnest is not what is tested.</summary>
    private Task<PrometheusServer> StartAsync(string alerting, MetricTarget target) => PrometheusServer.StartAsync(
        ("prometheus.yml", $$"""
            {{alerting.Replace("/etc/prometheus/", "", StringComparison.Ordinal)}}
            global: {evaluation_interval: 1s, scrape_interval: 1s}
            rule_files: [rules.yml]
            scrape_configs:
            - job_name: shop
              static_configs:
              - targets: ["{{target.Target}}"]
            """),
        ("rules.yml", Guide.Block("Prometheus", "groups:").Replace("for: 1m", "for: 1s", StringComparison.Ordinal)),
        ("opsbridge.key", console.Key));

    private async Task<AlertRow> BoardShowsAsync(PrometheusServer prometheus, MetricTarget target, string what, Func<AlertRow, bool> condition)
    {
        try
        {
            return await console.BoardShowsAsync(what, "instance", target.Target, condition);
        }
        catch (TimeoutException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(prometheus.Output);
            throw;
        }
    }

    private async Task<long> CountAsync(string sql, string parameter)
    {
        await using var command = console.Get<NpgsqlDataSource>().CreateCommand(sql);
        command.Parameters.Add(new() { Value = parameter });
        return (long)(await command.ExecuteScalarAsync(IngestConsole.Ct))!;
    }
}
