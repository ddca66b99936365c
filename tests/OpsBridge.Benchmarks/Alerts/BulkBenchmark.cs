using System.Globalization;
using OpsBridge.Measuring;

namespace OpsBridge.Alerts;

/// <summary>What an operator does to many alerts at once, over HTTP: one bulk action, its undo, and the export.</summary>
internal static class BulkBenchmark
{
    private const int BatchSize = 64;

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (alerts, bulk, rounds) = (options.Count("alerts", 100_000), options.Count("bulk", 10_000), options.Count("rounds", 5));
        options.RefuseOthers();
        await using var database = await BenchDatabase.StartAsync();
        await ConsoleProgram.FurnishAsync(database);
        await using var console = await ConsoleProgram.StartAsync(database);
        using var poster = new AlertPoster(console.Address, ConsoleProgram.Authorization, 8);
        var began = TimeProvider.System.GetUtcNow();
        await poster.PostAsync((alerts + BatchSize - 1) / BatchSize, i => AlertBodies.Firing("bulk", i * BatchSize, Math.Min(BatchSize, alerts - (i * BatchSize)), began));
        await console.ShownAsync(alerts, TimeSpan.FromMinutes(2));
        await database.ScalarAsync<long>("select count(*) from alerts");
        var report = new Report("bulk", FormattableString.Invariant($"{alerts} open alerts, {bulk} of them in one action, {rounds} rounds"));
        await AcknowledgeAsync(report, console, await database.ColumnAsync<long>("select id from alerts order by id limit $1", bulk * rounds), bulk);
        await ExportAsync(report, console, "csv", alerts, rounds);
        await ExportAsync(report, console, "json", alerts, rounds);
        return report;
    }

    private static async Task AcknowledgeAsync(Report report, ConsoleProgram console, IReadOnlyList<long> ids, int bulk)
    {
        var times = new List<double>();
        foreach (var some in ids.Chunk(bulk))
        {
            var body = string.Create(CultureInfo.InvariantCulture, $$"""{"verb":"acknowledge","comment":"known","ids":[{{string.Join(',', some)}}]}""");
            var from = TimeProvider.System.GetTimestamp();
            var answer = await console.PostAsync("/api/v1/alerts/bulk", body);
            times.Add(TimeProvider.System.GetElapsedTime(from).TotalSeconds);
            if (!answer.Contains(string.Create(CultureInfo.InvariantCulture, $"\"done\":{some.Length},"), StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Not all were acknowledged: {answer[..Math.Min(200, answer.Length)]}");
            }
        }

        var spread = new Distribution(times);
        report.Add($"{bulk} acknowledgements in one action", $"median {spread.Median:0.00} s, slowest {spread.Max:0.00} s of {spread.Count} ({Report.Verdict(spread.Median < 2)}: 2 s)");
    }

    private static async Task ExportAsync(Report report, ConsoleProgram console, string format, int alerts, int rounds)
    {
        var (times, length) = (new List<double>(), 0L);
        for (var i = 0; i < rounds; i++)
        {
            var from = TimeProvider.System.GetTimestamp();
            length = await console.DownloadAsync($"/api/v1/alerts/export?format={format}");
            times.Add(TimeProvider.System.GetElapsedTime(from).TotalSeconds);
        }

        var spread = new Distribution(times);
        report.Add($"export of {alerts} alerts as {format}", $"median {spread.Median:0.00} s, slowest {spread.Max:0.00} s; {length / 1e6:0.0} MB");
    }
}
