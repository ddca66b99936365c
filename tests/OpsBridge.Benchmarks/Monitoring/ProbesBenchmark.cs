using OpsBridge.Measuring;
using OpsBridge.Monitoring.Probes;

namespace OpsBridge.Monitoring;

/// <summary>CPU of native checks beside prometheus-blackbox-exporter: same targets, same concurrency, in turns.</summary>
internal static class ProbesBenchmark
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (checks, concurrency, rounds) = (options.Count("checks", 20_000), options.Count("concurrency", 50), options.Count("rounds", 3));
        var path = options.Text("blackbox", "/usr/bin/prometheus-blackbox-exporter");
        options.RefuseOthers();
        await using var farm = await TargetFarm.StartAsync(listeners: 100);
        await using var services = Services();
        await using var blackbox = await BlackboxExporter.StartAsync(path, concurrency);
        var report = new Report("probes", $"{checks} checks with {concurrency} at once, {rounds} rounds in turns after a warm-up");
        var probes = services.GetRequiredService<IProbeRunner>();
        var tcp = farm.TcpPorts;
        await CompareAsync("TCP", i => new TcpSettings("127.0.0.1", tcp[i % tcp.Count]), i => $"127.0.0.1:{tcp[i % tcp.Count]}");
        await CompareAsync("HTTP", _ => new HttpSettings($"http://127.0.0.1:{farm.HttpPort}/"), _ => $"http://127.0.0.1:{farm.HttpPort}/");
        return report;

        async Task CompareAsync(string kind, Func<int, ProbeSettings> settings, Func<int, string> target)
        {
            var module = kind.ToLowerInvariant();
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 0; round <= rounds; round++)
            {
                var own = await CostAsync(checks, concurrency, () => CpuTime.Of(Environment.ProcessId), async i => (await probes.RunAsync(settings(i), s_timeout, CancellationToken.None)).Status == CheckStatus.Ok);
                var other = await CostAsync(checks, concurrency, () => blackbox.Cpu, i => blackbox.ProbeAsync(module, target(i)));
                if (round > 0)
                {
                    ours.Add(own);
                    theirs.Add(other);
                }
            }

            var (mine, its) = (new Distribution(ours), new Distribution(theirs));
            report.Add(
                $"CPU-seconds per 1,000 {kind} checks",
                $"{mine.Median:0.000} ({mine.At(0):0.000} to {mine.Max:0.000}); blackbox exporter {its.Median:0.000} ({its.At(0):0.000} to {its.Max:0.000}); ratio {mine.Median / its.Median:0.00}");
        }
    }

    /// <summary>CPU-seconds per 1,000 of what <paramref name="cpu"/> reads.</summary>
    private static async Task<double> CostAsync(int count, int concurrency, Func<double> cpu, Func<int, Task<bool>> run)
    {
        var (next, failed, before) = (-1, 0, cpu());
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                if (!await run(i))
                {
                    Interlocked.Increment(ref failed);
                }
            }
        }));
        return failed == 0 ? (cpu() - before) / count * 1000 : throw new InvalidOperationException($"{failed} of {count} checks failed, so this measures nothing.");
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddLogging()
        .Configure<MonitoringOptions>(o => o.AllowLoopback = true)
        .AddMonitoring([])
        .BuildServiceProvider();
}
