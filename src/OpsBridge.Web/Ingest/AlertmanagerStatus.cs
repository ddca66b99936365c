using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using OpsBridge.Live;

namespace OpsBridge.Ingest;

/// <summary>
/// What Alertmanager's clients ask about the server itself. They compare versions to find out what it can do, so the one whose API is
/// spoken here is named; the configuration is the one that an Alertmanager would need to behave like OpsBridge does.
/// </summary>
internal static class AlertmanagerStatus
{
    /// <summary>The label that groups are made by.</summary>
    public const string GroupBy = "alertname";

    private const string Version = "0.27.0";
    private const string Config = $"""
        global:
          resolve_timeout: 5m
        route:
          receiver: {AlertmanagerAlert.Receiver}
          group_by:
          - {GroupBy}
          group_wait: 30s
          group_interval: 5m
          repeat_interval: 4h
        receivers:
        - name: {AlertmanagerAlert.Receiver}
        templates: []

        """;

    private static readonly string s_revision = $"opsbridge-{typeof(AlertmanagerStatus).Assembly.GetName().Version}";
    private static readonly ObservableGauge<int> s_buildInfo = OpsMeter.Instance.CreateObservableGauge(
        "alertmanager_build_info",
        () => new Measurement<int>(
            1,
            new("version", Version), new("revision", s_revision), new("branch", "opsbridge"), new("goversion", RuntimeInformation.FrameworkDescription)),
        description: "The Alertmanager version whose API is spoken here; 1");

    /// <summary>Makes the metric; asking for it twice makes it once.</summary>
    public static string MetricName => s_buildInfo.Name;

    /// <summary>Body of <c>GET /api/v2/status</c>.</summary>
    public static object Read() => new
    {
        cluster = new { status = "disabled", peers = Array.Empty<object>() },
        versionInfo = new
        {
            version = Version,
            revision = s_revision,
            branch = "opsbridge",
            buildUser = "opsbridge",
            buildDate = "",
            goVersion = RuntimeInformation.FrameworkDescription,
        },
        config = new { original = Config },
        uptime = AlertmanagerWriter.Print(StartOfProcess()),
    };

    private static DateTimeOffset StartOfProcess()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUniversalTime();
    }
}
