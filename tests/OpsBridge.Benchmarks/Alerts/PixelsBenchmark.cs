using Microsoft.Playwright;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Measuring;
using OpsBridge.Pages;

namespace OpsBridge.Alerts;

/// <summary>From handing an alert over to its text in a second browser's page, while alerts arrive at a steady rate.</summary>
internal static class PixelsBenchmark
{
    private const string Name = "bench1";
    private const string Password = "violet tractor hums";
    private const int PerSecond = 10; // batches

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (rate, seconds, stored) = (options.Count("rate", 500), options.Count("seconds", 60), options.Count("stored", 10_000));
        var path = options.Text("chromium", "/usr/bin/chromium");
        options.RefuseOthers();
        await using var console = await BenchConsole.StartAsync();
        await console.Get<ProvisionAccess>().EnsureAccountAsync(Name, Role.Operator, Password, Actor.Internal("benchmark", Permissions.ManageAccounts), CancellationToken.None);
        await StoredAlerts.OpenAsync(console, 0, stored);
        await using var chromium = await Chromium.StartAsync(path, console.Host.Address, Name, Password);
        await using var second = await Chromium.StartAsync(path, console.Host.Address, Name, Password);
        await chromium.OpenAsync("/alerts");
        var page = await second.OpenAsync("/alerts?sort=newest&group=none");
        await page.WaitForSelectorAsync("tr[data-i]", new() { Timeout = 60_000 });
        var report = new Report("pixels", FormattableString.Invariant($"{rate} new alerts a second for {seconds} s on top of {stored} open ones, two browsers on the same machine, Chromium {chromium.Version}"));
        var given = await PourAsync(console, rate, seconds);
        var times = new List<double>();
        foreach (var (number, at) in given)
        {
            double? seen = null;
            await Pause.UntilAsync(async () => (seen = await Chromium.SeenAsync(page, number)) is not null, TimeSpan.FromSeconds(60), $"alert {number} on the page");
            times.Add(seen!.Value - at);
        }

        var spread = new Distribution(times);
        report.Add("handed over to changed page", $"p50 {spread.Median:0} ms, p95 {spread.At(95):0} ms, p99 {spread.At(99):0} ms, max {spread.Max:0} ms, {times.Count} alerts followed");
        return report;
    }

    /// <summary>Hands batches over at the rate; the first alert of each is followed.</summary>
    private static async Task<IReadOnlyList<(int Number, double At)>> PourAsync(BenchConsole console, int rate, int seconds)
    {
        var (signals, actor) = (console.Get<ApplySignals>(), Actor.Internal("benchmark", Permissions.ReportAlerts));
        var given = new List<(int, double)>();
        var began = TimeProvider.System.GetTimestamp();
        for (var batch = 0; batch < seconds * PerSecond; batch++)
        {
            var due = TimeSpan.FromSeconds((double)batch / PerSecond) - TimeProvider.System.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
            {
                await Pause.ForAsync(due);
            }

            var now = TimeProvider.System.GetUtcNow();
            given.Add((batch, (now - DateTimeOffset.UnixEpoch).TotalMilliseconds));
            await signals.HandleAsync([.. Enumerable.Range(0, rate / PerSecond).Select(i => Signal(batch, i, now))], actor, CancellationToken.None);
        }

        return given;
    }

    // Numbers run down within a batch, so that the followed one is its youngest and stands on top.
    private static AlertSignal Signal(int batch, int i, DateTimeOffset now) => new(
        Labels.Of(("alertname", "benchmark"), ("batch", $"{batch}"), ("number", $"{i}")), Firing: true, AlertSeverity.Major, i == 0 ? $"benchevent{batch}x" : $"other {batch}/{i}", now.AddTicks(-i)) { Source = "benchmark" };
}
