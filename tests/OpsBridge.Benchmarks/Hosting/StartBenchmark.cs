using System.Net.Sockets;
using OpsBridge.Measuring;
using OpsBridge.Monitoring;

namespace OpsBridge.Hosting;

/// <summary>Start of the process to ready, private PostgreSQL included, with checks and their last results stored.</summary>
internal static class StartBenchmark
{
    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (checks, rounds) = (options.Count("checks", 10_000), options.Count("rounds", 5));
        options.RefuseOthers();
        var folder = BenchConsole.NewFolder();
        try
        {
            await StoreAsync(folder, checks);
            var report = new Report("start", $"{checks} checks with results stored, {rounds} starts");
            var starts = new List<(double Ready, double Watching, double Cpu)>();
            for (var i = 0; i < rounds; i++)
            {
                starts.Add(await StartAsync(folder, checks));
            }

            var (ready, watching) = (new Distribution(starts.Select(s => s.Ready)), new Distribution(starts.Select(s => s.Watching)));
            report.Add("process start to /health/ready", $"median {ready.Median:0.00} s, slowest {ready.Max:0.00} s");
            report.Add("process start to all checks watched", $"median {watching.Median:0.00} s, slowest {watching.Max:0.00} s");
            report.Add("CPU-seconds of the process until ready", $"median {new Distribution(starts.Select(s => s.Cpu)).Median:0.00}");
            return report;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One run of each check leaves what a running instance leaves: states, changes, samples.</summary>
    private static async Task StoreAsync(string folder, int checks)
    {
        await using var farm = await TargetFarm.StartAsync(listeners: 100);
        await using var console = await BenchConsole.StartAsync(folder);
        await console.AddChecksAsync(0, checks, i => new TcpSettings("127.0.0.1", farm.TcpPorts[i % farm.TcpPorts.Count]), TimeSpan.FromSeconds(60));
        await console.MeasuredAsync(checks, TimeSpan.FromMinutes(3));
    }

    private static async Task<(double Ready, double Watching, double Cpu)> StartAsync(string folder, int checks)
    {
        var port = ChildProgram.FreePort();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var started = TimeProvider.System.GetTimestamp();
        await using var program = ChildProgram.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "OpsBridge.Web.dll"), "--data", folder, "--urls", client.BaseAddress!.ToString(), "--Monitoring:AllowLoopback=true"]);
        var step = TimeSpan.FromMilliseconds(10);
        await Pause.UntilAsync(async () => await GetAsync(client, "/health/ready") is not null, TimeSpan.FromMinutes(1), "ready", step);
        var ready = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var cpu = CpuTime.Of(program.Pid);
        await Pause.UntilAsync(
            async () => await GetAsync(client, "/metrics") is { } text && text.Contains($"opsbridge_checks_watched {checks}", StringComparison.Ordinal),
            TimeSpan.FromMinutes(1), "all checks watched", step);
        var watching = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await program.StopAsync();
        return (ready, watching, cpu);
    }

    private static async Task<string?> GetAsync(HttpClient client, string path)
    {
        try
        {
            using var answer = await client.GetAsync(path);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException or IOException)
        {
            return null;
        }
    }
}
