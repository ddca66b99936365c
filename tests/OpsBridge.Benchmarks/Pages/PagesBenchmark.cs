using Microsoft.Playwright;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Measuring;
using OpsBridge.Monitoring;

namespace OpsBridge.Pages;

/// <summary>What an operator waits for, in a real browser while the checks run: the checks page, and an event on every open page.</summary>
internal static class PagesBenchmark
{
    private const string Name = "bench1";
    private const string Password = "violet tractor hums";

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (checks, interval) = (options.Count("checks", 10_000), TimeSpan.FromSeconds(options.Number("interval", 60)));
        var (loads, open, events) = (options.Count("loads", 10), options.Count("open", 50), options.Count("events", 20));
        var path = options.Text("chromium", "/usr/bin/chromium");
        options.RefuseOthers();
        await using var farm = await TargetFarm.StartAsync(listeners: 100);
        await using var console = await BenchConsole.StartAsync();
        await console.Get<ProvisionAccess>().EnsureAccountAsync(Name, Role.Operator, Password, Actor.Internal("benchmark", Permissions.ManageAccounts), CancellationToken.None);
        await console.AddChecksAsync(0, checks, i => new TcpSettings("127.0.0.1", farm.TcpPorts[i % farm.TcpPorts.Count]), interval);
        await console.MeasuredAsync(checks, interval + TimeSpan.FromMinutes(2));
        await using var chromium = await Chromium.StartAsync(path, console.Host.Address, Name, Password);
        var report = new Report("pages", FormattableString.Invariant($"{checks} checks every {interval.TotalSeconds:0} s running meanwhile, Chromium {chromium.Version} on the same machine"));
        await LoadAsync(report, chromium, checks, loads);
        await AnnounceAsync(report, chromium, console, open, events);
        return report;
    }

    private static async Task LoadAsync(Report report, Chromium chromium, int checks, int loads)
    {
        var times = new List<double>();
        for (var i = 0; i <= loads; i++)
        {
            var (milliseconds, rows) = await chromium.LoadAsync("/checks?show=all");
            times.Add(rows == checks ? milliseconds : throw new InvalidOperationException($"The page has {rows} rows, not {checks}."));
        }

        var again = new Distribution(times.Skip(1));
        report.Add(
            $"checks page with {checks} checks, navigation to first live row",
            $"first load {times[0]:0} ms; then p50 {again.Median:0} ms, p95 {again.At(95):0} ms over {loads} loads");
    }

    private static async Task AnnounceAsync(Report report, Chromium chromium, BenchConsole console, int open, int events)
    {
        var signals = console.Get<ApplySignals>();
        var actor = Actor.Internal("benchmark", Permissions.ReportAlerts);
        await RaiseAsync(signals, actor, 0); // a list that is not empty looks as it does at work
        var pages = new List<IPage>();
        for (var i = 0; i < open; i++)
        {
            pages.Add(await chromium.OpenAsync("/alerts"));
        }

        var (given, committed) = (new List<double>(), new List<double>());
        for (var n = 1; n <= events; n++)
        {
            await Pause.ForAsync(TimeSpan.FromMilliseconds(1000 + (n * 37 % 500))); // not in step with the pages' own timers
            var (from, done) = await RaiseAsync(signals, actor, n);
            foreach (var page in pages)
            {
                double? seen = null;
                await Pause.UntilAsync(async () => (seen = await Chromium.SeenAsync(page, n)) is not null, TimeSpan.FromSeconds(60), $"event {n} on every page");
                given.Add(seen!.Value - from);
                committed.Add(seen.Value - done);
            }
        }

        var (all, after) = (new Distribution(given), new Distribution(committed));
        report.Add(
            $"event to each of {open} open alerts pages",
            $"p50 {all.Median:0} ms, p95 {all.At(95):0} ms, max {all.Max:0} ms from handing it over; p50 {after.Median:0} ms, p95 {after.At(95):0} ms from its commit; {events} events");
    }

    /// <summary>Raises an alert; when that began and when it was committed, in milliseconds since 1970.</summary>
    private static async Task<(double From, double Done)> RaiseAsync(ApplySignals signals, Actor actor, int n)
    {
        var from = Now();
        var identity = Labels.Of(("alertname", "benchmark"), ("number", $"{n}"));
        await signals.HandleAsync(
            [new AlertSignal(identity, Firing: true, AlertSeverity.Critical, $"benchevent{n}x", TimeProvider.System.GetUtcNow()) { Source = "benchmark" }], actor, CancellationToken.None);
        return (from, Now());
    }

    private static double Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
}
