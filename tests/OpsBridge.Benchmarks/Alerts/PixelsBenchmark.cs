using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Measuring;
using OpsBridge.Pages;

namespace OpsBridge.Alerts;

/// <summary>From posting an alert to its text in a second browser's page, while alerts arrive at a steady rate.</summary>
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
        await ConsoleProgram.EnsureKeyAsync(console.Host);
        await StoredAlerts.OpenAsync(console, 0, stored);
        await using var chromium = await Chromium.StartAsync(path, console.Host.Address, Name, Password);
        await using var second = await Chromium.StartAsync(path, console.Host.Address, Name, Password);
        await chromium.OpenAsync("/alerts");
        var page = await second.OpenAsync("/alerts?sort=newest&group=none&severity=critical");
        await page.WaitForSelectorAsync("tr[data-i]", new() { Timeout = 60_000 });
        var report = new Report("pixels", FormattableString.Invariant($"{rate} new alerts a second over HTTP for {seconds} s on top of {stored} open ones, two browsers on the same machine, Chromium {chromium.Version}"));
        var given = await PourAsync(console, rate, seconds);
        var (times, unseen) = (new List<double>(), 0);
        foreach (var (number, at) in Enumerable.Reverse(given)) // the last one first: once it is there, what is not there will not come
        {
            if (await SeenAsync(page, number, times.Count == 0 ? TimeSpan.FromSeconds(60) : TimeSpan.Zero) is { } seen)
            {
                times.Add(seen - at);
            }
            else
            {
                unseen++;
            }
        }

        var spread = new Distribution(times.Concat(Enumerable.Repeat(double.PositiveInfinity, unseen)));
        report.Add("post to changed page of the second browser", $"p50 {spread.Median:0} ms, p95 {spread.At(95):0} ms, p99 {spread.At(99):0} ms, max {spread.Max:0} ms, {spread.Count} alerts followed, {unseen} of them pushed out of sight before they were drawn ({Report.Verdict(spread.At(99) <= 500)}: p99 500 ms)");
        return report;
    }

    private static async Task<double?> SeenAsync(IPage page, int number, TimeSpan patience)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await Chromium.SeenAsync(page, number) is { } seen)
            {
                return seen;
            }

            if (TimeProvider.System.GetElapsedTime(began) >= patience)
            {
                return null;
            }

            await Pause.ForAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Posts batches at the rate, whether the ones before are answered or not; the first alert of each is followed.</summary>
    private static async Task<List<(int Number, double At)>> PourAsync(BenchConsole console, int rate, int seconds)
    {
        using var client = new HttpClient { BaseAddress = console.Host.Address, DefaultRequestHeaders = { Authorization = ConsoleProgram.Authorization } };
        var (given, posts) = (new List<(int, double)>(), new List<Task>());
        var began = TimeProvider.System.GetTimestamp();
        for (var batch = 0; batch < seconds * PerSecond; batch++)
        {
            var due = TimeSpan.FromSeconds((double)batch / PerSecond) - TimeProvider.System.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
            {
                await Pause.ForAsync(due);
            }

            given.Add((batch, (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds));
            posts.Add(PostAsync(client, Body(batch, rate / PerSecond)));
        }

        await Task.WhenAll(posts);
        return given;
    }

    private static async Task PostAsync(HttpClient client, string body)
    {
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await client.PostAsync("/api/v2/alerts", content);
        answer.EnsureSuccessStatusCode();
    }

    // The page shows critical alerts only, newest first, and the followed one is the only critical one of its batch: at 500 a second
    // an unfiltered list draws only those that happen to stand on top when it is drawn.
    private static string Body(int batch, int count) => "[" + string.Join(',', Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"labels":{"alertname":"benchmark","batch":"{{{batch}}}","number":"{{{i}}}","severity":"{{{(i == 0 ? "critical" : "info")}}}"},"annotations":{"summary":"{{{(i == 0 ? $"benchevent{batch}x" : $"other {batch}/{i}")}}}"}}"""))) + "]";
}
