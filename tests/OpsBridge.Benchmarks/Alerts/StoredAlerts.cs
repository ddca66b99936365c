using System.Globalization;
using Npgsql;
using OpsBridge.Measuring;

namespace OpsBridge.Alerts;

/// <summary>Alerts put into the table by SQL, shaped as Prometheus sends them: eight labels, three annotations, a summary.</summary>
internal static class StoredAlerts
{
    private const string Columns = "fingerprint, labels, annotations, links, severity, raised_severity, summary, source, state, raised_at, starts_at, last_seen_at, count, generator_url, revision, content_mark, flips, reported_severity";

    /// <summary>Open ones, raised evenly over the last hour.</summary>
    public static Task OpenAsync(BenchConsole console, int from, int count) => RunAsync(console, Rows("Unacknowledged", from, count, "interval '1 hour'", null));

    /// <summary>Closed ones, raised evenly over the last 24 hours and closed half an hour later.</summary>
    public static async Task ClosedAsync(BenchConsole console, int count)
    {
        const int Batch = 100_000;
        for (var from = 0; from < count; from += Batch)
        {
            await RunAsync(console, Rows("Closed", from, Math.Min(Batch, count - from), "interval '24 hours'", "interval '30 minutes'"));
        }

        await RunAsync(console, "vacuum (analyze) alerts");
    }

    /// <summary>Runs one statement.</summary>
    public static async Task<int> RunAsync(BenchConsole console, string sql)
    {
        await using var command = console.Get<NpgsqlDataSource>().CreateCommand(sql);
        command.CommandTimeout = 600;
        return await command.ExecuteNonQueryAsync();
    }

    private static string Rows(string state, int from, int count, string span, string? closedAfter) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        insert into alerts ({{Columns}}{{(closedAfter is null ? "" : ", cleared_at, closed_at, ending")}})
        select md5('bench' || i), jsonb_build_object('alertname', 'Rule' || i % 40, 'instance', 'host-' || lpad((i % 5000)::text, 4, '0') || '.emea.example.net:9100',
                'job', 'node', 'cluster', 'c' || i % 12, 'site', 'Site ' || i % 10, 'team', 'team' || i % 7, 'env', 'prod', 'number', i::text),
            jsonb_build_object('summary', 'host-' || i % 5000 || ' is slow', 'description', 'The response time of host-' || i % 5000 || ' was above two seconds for five minutes. Look at the load balancer first.',
                'runbook_url', 'https://wiki.example.net/runbooks/rule-' || i % 40), '[]',
            (array['Critical','Major','Warning','Warning','Info'])[1 + i % 5], (array['Critical','Major','Warning','Warning','Info'])[1 + i % 5],
            'Rule' || i % 40 || ': response time 4.2 s above 2 s on host-' || lpad((i % 5000)::text, 4, '0'), 'prometheus-' || i % 3, '{{state}}', at, at, at, 1, 'https://prometheus.example.net/graph?g0.expr=rule' || i % 40, 0, 0, '', (array['Critical','Major','Warning','Warning','Info'])[1 + i % 5]
            {{(closedAfter is null ? "" : $", at + {closedAfter}, at + {closedAfter}, 'BySender'")}}
        from (select i, now() - {{span}} + {{span}} * ((i - {{from}})::float / {{Math.Max(1, count)}}) as at from generate_series({{from}}, {{from + count - 1}}) i) n
        """);
}
