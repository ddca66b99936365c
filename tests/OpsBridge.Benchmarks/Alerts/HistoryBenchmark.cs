using OpsBridge.Alerts.Archive;
using OpsBridge.Identity;
using OpsBridge.Measuring;

namespace OpsBridge.Alerts;

/// <summary>Pages of the archive with a million alerts stored within the last 24 hours.</summary>
internal static class HistoryBenchmark
{
    private const int Size = 100;

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (alerts, rounds) = (options.Count("alerts", 1_000_000), options.Count("rounds", 50));
        options.RefuseOthers();
        await using var console = await BenchConsole.StartAsync();
        await StoredAlerts.ClosedAsync(console, alerts);
        var report = new Report("history", FormattableString.Invariant($"{alerts} alerts raised within 24 h, pages of {Size}, {rounds} rounds"));
        var (archive, viewer) = (console.Get<IAlertArchive>(), Actor.InRole(Guid.CreateVersion7(), "bench", Role.Viewer));
        var now = TimeProvider.System.GetUtcNow();
        var all = new ArchiveFilter(now.AddHours(-25), now.AddMinutes(5));
        await AddAsync("page 1", () => archive.ReadAsync(all, null, false, Size, viewer, default));
        var thousandth = await WalkAsync(archive, all, viewer, 999);
        await AddAsync("page 1,000 by its own address", () => archive.ReadAsync(all, thousandth, false, Size, viewer, default));
        await AddAsync("page 1,000 by ?page=1000", async () => await archive.ReadAsync(all, await archive.SeekAsync(all, 1000, Size, viewer, default), false, Size, viewer, default));
        await AddAsync("page 1, critical only", () => archive.ReadAsync(all with { Severity = AlertSeverity.Critical }, null, false, Size, viewer, default));
        await AddAsync("page 1, one of three sources", () => archive.ReadAsync(all with { Source = "prometheus-1" }, null, false, Size, viewer, default));
        await AddAsync("page 1, team=\"team3\"", () => archive.ReadAsync(all with { Matchers = MatcherSet.Parse("team=\"team3\"").Set }, null, false, Size, viewer, default));
        await AddAsync("one step of a search that finds nothing (20,000 tried)", () => archive.ReadAsync(all with { Matchers = MatcherSet.Parse("team=\"nobody\"").Set }, null, false, Size, viewer, default));
        return report;

        async Task AddAsync(string what, Func<Task<ArchivePage>> read)
        {
            var times = new List<double>();
            for (var i = 0; i < rounds; i++)
            {
                var began = TimeProvider.System.GetTimestamp();
                await read();
                times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
            }

            var spread = new Distribution(times);
            report.Add(what, $"p50 {spread.Median:0.0} ms, p95 {spread.At(95):0.0} ms, max {spread.Max:0.0} ms");
        }
    }

    private static async Task<ArchivePlace?> WalkAsync(IAlertArchive archive, ArchiveFilter filter, Actor viewer, int pages)
    {
        ArchivePlace? place = null;
        for (var i = 0; i < pages; i++)
        {
            place = (await archive.ReadAsync(filter, place, false, Size, viewer, default)).Older ?? throw new InvalidOperationException("There are not so many pages.");
        }

        return place;
    }
}
