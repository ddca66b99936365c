namespace OpsBridge.Alerts.Sources;

/// <summary>One piece of configuration to copy.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Where">Where it belongs.</param>
/// <param name="Text">The text, ready to be pasted.</param>
public sealed record Snippet(string Title, string Where, string Text);

/// <summary>Configuration of the usual tools that lets them report here.</summary>
internal static class SourceSnippets
{
    /// <summary>Stands where the key belongs when it is not known any more.</summary>
    public const string NoKey = "ob_YOUR_KEY";

    /// <summary>The pieces for one format.</summary>
    /// <param name="format">What the source speaks.</param>
    /// <param name="console">Address of this console, with a slash at the end.</param>
    /// <param name="key">The API key, or <see cref="NoKey"/>.</param>
    public static IReadOnlyList<Snippet> For(SourceFormat format, Uri console, string key) => format switch
    {
        SourceFormat.Prometheus => Prometheus(console, key),
        SourceFormat.Alertmanager => [Alertmanager(console, key)],
        SourceFormat.Grafana => [Grafana(console, key)],
        SourceFormat.PagerDuty => PagerDuty(console, key),
        SourceFormat.CloudEvents => [CloudEvents(console, key)],
        SourceFormat.Icinga2 => [Icinga(console, key)],
        _ => Own(console, key),
    };

    private static Snippet[] Prometheus(Uri console, string key) =>
    [
        new("Send alerts here in place of an Alertmanager", "prometheus.yml", $$"""
            alerting:
              alertmanagers:
                - scheme: {{console.Scheme}}
                  path_prefix: {{console.AbsolutePath}}
                  api_version: v2
                  authorization:
                    type: Bearer
                    credentials: {{key}}
                  static_configs:
                    - targets: ['{{console.Authority}}']
            """),
        new("amtool: alerts and silences from the command line (let its keys read alerts and make silences)", "~/.config/amtool/http.yml, then: amtool --http.config.file=~/.config/amtool/http.yml --alertmanager.url=" + console, $$"""
            authorization:
              type: Bearer
              credentials: {{key}}
            """),
    ];

    private static Snippet Alertmanager(Uri console, string key) => new("Forward what Alertmanager notifies", "alertmanager.yml", $$"""
        route:
          receiver: opsbridge
        receivers:
          - name: opsbridge
            webhook_configs:
              - url: {{console}}api/ingest/alertmanager
                send_resolved: true
                http_config:
                  authorization:
                    type: Bearer
                    credentials: {{key}}
        """);

    private static Snippet Grafana(Uri console, string key) => new("A webhook contact point", "/etc/grafana/provisioning/alerting/opsbridge.yaml", $$"""
        apiVersion: 1
        contactPoints:
          - orgId: 1
            name: OpsBridge
            receivers:
              - uid: opsbridge
                type: webhook
                disableResolveMessage: false
                settings:
                  url: {{console}}api/ingest/grafana
                  httpMethod: POST
                  authorization_scheme: Bearer
                  authorization_credentials: {{key}}
        """);

    private static Snippet[] PagerDuty(Uri console, string key) =>
    [
        new("Any tool that lets you change the address of PagerDuty's Events API v2", "its settings", $$"""
            URL:         {{console}}v2/enqueue
            Routing key: {{key}}
            """),
        new("Try it", "a shell", $$"""
            curl -X POST {{console}}v2/enqueue -H 'Content-Type: application/json' -d '{
              "routing_key": "{{key}}",
              "event_action": "trigger",
              "dedup_key": "try-1",
              "payload": { "summary": "First event", "source": "web-1", "severity": "warning" }
            }'
            """),
    ];

    private static Snippet CloudEvents(Uri console, string key) => new("One event over HTTP, binary mode", "a shell", $$"""
        curl -X POST {{console}}api/ingest/cloudevents \
          -H 'Authorization: Bearer {{key}}' -H 'Content-Type: application/json' \
          -H 'ce-specversion: 1.0' -H 'ce-id: 1' -H 'ce-source: /shop/web-1' -H 'ce-type: com.example.disk.full.raised' \
          -d '{"host": "web-1", "severity": "warning", "summary": "First event"}'
        """);

    private static Snippet Icinga(Uri console, string key) => new("A check result, as Icinga 2's own API takes it", "a shell", $$"""
        curl -X POST {{console}}v1/actions/process-check-result -u 'opsbridge:{{key}}' -H 'Accept: application/json' -d '{
          "type": "Service", "filter": "host.name==\"web-1\" && service.name==\"disk\"",
          "exit_status": 2, "plugin_output": "DISK CRITICAL - /var 97 % full"
        }'
        """);

    private static Snippet[] Own(Uri console, string key) =>
    [
        new("Something is wrong", "a shell", $$"""
            curl -X POST {{console}}api/v1/events -H 'Authorization: Bearer {{key}}' -H 'Content-Type: application/json' -d '{
              "labels": { "alertname": "FirstEvent", "host": "web-1" },
              "severity": "warning", "summary": "First event"
            }'
            """),
        new("It is over", "a shell", $$"""
            curl -X POST {{console}}api/v1/events -H 'Authorization: Bearer {{key}}' -H 'Content-Type: application/json' -d '{
              "action": "resolve",
              "labels": { "alertname": "FirstEvent", "host": "web-1" }
            }'
            """),
    ];
}
