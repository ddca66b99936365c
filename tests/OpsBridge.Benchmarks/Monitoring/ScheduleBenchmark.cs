using OpsBridge.Measuring;

namespace OpsBridge.Monitoring;

/// <summary>Checks on a grid through the real poller, writer and PostgreSQL: when they start, what that costs, what a check weighs.</summary>
internal static class ScheduleBenchmark
{
    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (checks, first, listeners) = (options.Count("checks", 10_000), options.Count("first", 1_000), options.Count("listeners", 100));
        var (interval, minutes) = (TimeSpan.FromSeconds(options.Number("interval", 60)), options.Number("minutes", 10));
        options.RefuseOthers();
        if (first >= checks)
        {
            throw new UsageException("--first must be smaller than --checks.");
        }

        using var meter = new CheckMeter();
        await using var farm = await TargetFarm.StartAsync(listeners);
        await using var console = await BenchConsole.StartAsync();
        var few = await FillAsync(console, farm, 0, first, interval);
        var many = await FillAsync(console, farm, first, checks - first, interval);
        var report = new Report("schedule", FormattableString.Invariant($"{checks} TCP checks every {interval.TotalSeconds:0.#} s for {minutes:0.##} minutes, {listeners} listeners"));
        await MeasureAsync(report, meter, console, minutes);
        report.Add(
            "memory per check",
            $"{(many - few) / 1024d / (checks - first):0.00} KB ({few / 1048576d:0.0} MB with {first}, {many / 1048576d:0.0} MB with {checks}; heap after full collections)");
        return report;
    }

    /// <summary>Adds checks, lets each run once and its result be stored, and gives the bytes that are alive then.</summary>
    private static async Task<long> FillAsync(BenchConsole console, TargetFarm farm, int from, int count, TimeSpan interval)
    {
        await console.AddChecksAsync(from, count, i => new TcpSettings("127.0.0.1", farm.TcpPorts[i % farm.TcpPorts.Count]), interval);
        await console.MeasuredAsync(from + count, interval + TimeSpan.FromMinutes(2));
        await Pause.ForAsync(TimeSpan.FromSeconds(10)); // the reload's leftovers and the first plans of the statements
        return new[] { Alive(), Alive(), Alive() }.Min(); // runs under way come and go: the least is nearest to what stays
    }

    private static long Alive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task MeasureAsync(Report report, CheckMeter meter, BenchConsole console, double minutes)
    {
        meter.Reset();
        var (own, database, peak) = (CpuTime.Of(Environment.ProcessId), CpuTime.OfTree(console.PostmasterPid), 0L);
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started).TotalMinutes < minutes)
        {
            await Pause.ForAsync(TimeSpan.FromSeconds(1));
            peak = Math.Max(peak, Environment.WorkingSet);
        }

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        (own, database) = (CpuTime.Of(Environment.ProcessId) - own, CpuTime.OfTree(console.PostmasterPid) - database);
        var delays = new Distribution(meter.Delays);
        var runs = meter["opsbridge_checks_run"];
        report.Add("start jitter", $"p50 {delays.Median * 1000:0.0} ms, p99 {delays.At(99) * 1000:0.0} ms, p99.9 {delays.At(99.9) * 1000:0.0} ms, max {delays.Max * 1000:0} ms over {delays.Count} starts");
        report.Add("skipped", $"{meter["opsbridge_checks_skipped"]}");
        report.Add("late by more than 100 ms", $"{meter["opsbridge_checks_late"]}");
        report.Add("runs, of these not OK", $"{runs} in {seconds:0} s, {meter.NotOk}");
        report.Add("CPU-seconds of the process", $"{own:0.0} ({own / seconds * 100:0.0} % of one core, {own / runs * 1000:0.000} per 1,000 checks)");
        report.Add("CPU-seconds of PostgreSQL", $"{database:0.0} ({database / seconds * 100:0.0} % of one core, {database / runs * 1000:0.000} per 1,000 checks)");
        report.Add("working set, largest seen", $"{peak / 1048576d:0} MB");
    }
}
