using OpsBridge.Identity;
using OpsBridge.Measuring;

namespace OpsBridge.Monitoring;

/// <summary>CPU of plugin runs at a steady rate, the plugins' own included, beside Nagios Core.</summary>
internal static class PluginsBenchmark
{
    private const string PluginName = "benchmark";

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (checks, interval) = (options.Count("checks", 2_000), TimeSpan.FromSeconds(options.Number("interval", 60)));
        var window = TimeSpan.FromSeconds(options.Number("seconds", 120));
        var (nagios, plugin) = (options.Text("nagios", "/usr/sbin/nagios4"), options.Text("plugin", "/usr/lib/nagios/plugins/check_dummy"));
        options.RefuseOthers();
        if (interval.TotalSeconds <= NagiosCore.StatusSeconds)
        {
            throw new UsageException($"--interval must be more than {NagiosCore.StatusSeconds} seconds.");
        }

        var report = new Report("plugins", FormattableString.Invariant($"{checks} runs of {Path.GetFileName(plugin)} every {interval.TotalSeconds:0} s, measured for {window.TotalSeconds:0} s each, one after the other"));
        var theirs = await NagiosAsync(report, nagios, plugin, checks, interval, window);
        var ours = await OpsBridgeAsync(report, plugin, checks, interval, window);
        report.Add("CPU-seconds per 1,000 plugin runs, OpsBridge to Nagios", $"ratio {ours / theirs:0.00}");
        return report;
    }

    private static async Task<double> NagiosAsync(Report report, string path, string plugin, int checks, TimeSpan interval, TimeSpan window)
    {
        await using var nagios = await NagiosCore.StartAsync(path, plugin, checks, interval);
        IReadOnlyDictionary<string, long> before = new Dictionary<string, long>(StringComparer.Ordinal);
        await Pause.UntilAsync(
            async () => (before = await nagios.NextStatusAsync()).Values.Count(at => at > 0) == checks,
            interval + TimeSpan.FromMinutes(2), "every Nagios service has run");
        var (cpu, runs, started) = (nagios.Cpu, 0, TimeProvider.System.GetTimestamp());
        while (TimeProvider.System.GetElapsedTime(started) < window)
        {
            var now = await nagios.NextStatusAsync();
            runs += now.Count(r => before[r.Key] != r.Value);
            before = now;
        }

        return Say(report, "Nagios Core, plugins included", nagios.Cpu - cpu, runs);
    }

    private static async Task<double> OpsBridgeAsync(Report report, string plugin, int checks, TimeSpan interval, TimeSpan window)
    {
        using var meter = new CheckMeter();
        await using var console = await BenchConsole.StartAsync();
        var actor = Actor.Internal("benchmark", Permissions.ManagePlugins);
        if (await console.Get<RegisterPlugin>().HandleAsync(PluginName, plugin, actor, CancellationToken.None) is RegisterPluginResult.Invalid invalid)
        {
            throw new UsageException(invalid.Reason);
        }

        await console.AddChecksAsync(0, checks, _ => new PluginSettings(PluginName, ["0"]), interval);
        await console.MeasuredAsync(checks, interval + TimeSpan.FromMinutes(2));
        meter.Reset();
        var (own, database) = (CpuTime.Of(Environment.ProcessId), CpuTime.OfTree(console.PostmasterPid));
        await Pause.ForAsync(window);
        var runs = (int)meter["opsbridge_checks_run"];
        (own, database) = (CpuTime.Of(Environment.ProcessId) - own, CpuTime.OfTree(console.PostmasterPid) - database);
        if (meter.NotOk > 0)
        {
            throw new InvalidOperationException($"{meter.NotOk} of {runs} plugin runs failed, so this measures nothing.");
        }

        Say(report, "PostgreSQL under OpsBridge, not in the comparison", database, runs);
        return Say(report, "OpsBridge, plugins included", own, runs);
    }

    private static double Say(Report report, string who, double cpu, int runs)
    {
        report.Add($"{who}: CPU-seconds per 1,000 plugin runs", $"{cpu / runs * 1000:0.00} ({cpu:0.0} for {runs} runs)");
        return cpu / runs * 1000;
    }
}
