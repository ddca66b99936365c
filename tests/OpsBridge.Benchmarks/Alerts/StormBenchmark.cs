using System.Globalization;
using System.Text.Json;
using OpsBridge.Measuring;

namespace OpsBridge.Alerts;

/// <summary>A storm of distinct alerts over HTTP while an operator goes on acknowledging: what is lost, when all is seen, what it costs.</summary>
internal static class StormBenchmark
{
    private const int BatchSize = 64;
    private const int Before = 1024; // open before the storm, for the operator to work on
    private const double Megabyte = 1024 * 1024;

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (alerts, seconds, connections) = (options.Count("alerts", 100_000), options.Number("seconds", 28), options.Count("connections", 8));
        options.RefuseOthers();
        await using var database = await BenchDatabase.StartAsync();
        await ConsoleProgram.FurnishAsync(database);
        await using var console = await ConsoleProgram.StartAsync(database);
        using var poster = new AlertPoster(console.Address, ConsoleProgram.Authorization, connections);
        var began = TimeProvider.System.GetUtcNow();
        await poster.PostAsync(Before / BatchSize, i => AlertBodies.Firing("before", i * BatchSize, BatchSize, began));
        await console.ShownAsync(Before, TimeSpan.FromMinutes(1));
        var open = await database.ColumnAsync<long>("select id from alerts order by id");
        var report = new Report("storm", FormattableString.Invariant($"{alerts} distinct alerts within {seconds} s, {BatchSize} a batch, {connections} connections"));
        var memory = console.Memory.Now;
        using var over = new CancellationTokenSource();
        var acknowledging = AcknowledgeAsync(console, open, over.Token);
        var bodies = (alerts + BatchSize - 1) / BatchSize;
        var posted = await poster.PostAsync(bodies, i => AlertBodies.Firing("storm", i * BatchSize, Math.Min(BatchSize, alerts - (i * BatchSize)), began), TimeSpan.FromSeconds(seconds));
        var answered = TimeProvider.System.GetTimestamp();
        await console.ShownAsync(Before + alerts, TimeSpan.FromMinutes(5));
        var shown = TimeProvider.System.GetElapsedTime(answered);
        await over.CancelAsync();
        var acknowledged = await acknowledging;
        var lost = alerts - await database.ScalarAsync<long>("select count(distinct fingerprint) from alerts where labels->>'number' like 'storm-%'");
        var twice = await database.ScalarAsync<long>("select count(*) from (select from alerts where state <> 'Closed' group by fingerprint having count(*) > 1) t");
        report.Add("accepted", $"{alerts} in {posted.Elapsed.TotalSeconds:0.0} s; {posted.Refused} posts refused and sent again; post p50 {posted.Times.Median:0} ms, p99 {posted.Times.At(99):0} ms ({Report.Verdict(posted.Elapsed.TotalSeconds <= 30)}: 30 s)");
        report.Add("accepted and not in the database; open twice", $"{lost}; {twice} ({Report.Verdict(lost == 0 && twice == 0)}: 0)");
        report.Add("last success to all of them on the board", $"{shown.TotalSeconds:0.00} s ({Report.Verdict(shown.TotalSeconds <= 10)}: 10 s)");
        report.Add("an operator's acknowledgement meanwhile, over HTTP", $"p50 {acknowledged.Median:0} ms, p95 {acknowledged.At(95):0} ms, max {acknowledged.Max:0} ms, {acknowledged.Count} of them ({Report.Verdict(acknowledged.At(95) <= 500)}: p95 500 ms)");
        var (now, most) = console.Memory;
        report.Add("resident memory of the console", $"{memory / Megabyte:0} MB before, {most / Megabyte:0} MB at most, {now / Megabyte:0} MB after: {(most - memory) / Megabyte:+0} MB ({Report.Verdict((most - memory) / Megabyte <= 300)}: +300 MB)");
        return report;
    }

    /// <summary>One after the other, five a second at most; milliseconds each.</summary>
    private static async Task<Distribution> AcknowledgeAsync(ConsoleProgram console, List<long> open, CancellationToken over)
    {
        var times = new List<double>();
        for (var i = 0; i < open.Count && !over.IsCancellationRequested; i++)
        {
            var from = TimeProvider.System.GetTimestamp();
            var answer = await console.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/alerts/{open[i]}/acknowledgement"), "{\"note\":\"seen\"}");
            times.Add(TimeProvider.System.GetElapsedTime(from).TotalMilliseconds);
            JsonDocument.Parse(answer).Dispose(); // an answer that is no JSON is no success
            await Pause.ForAsync(TimeSpan.FromMilliseconds(200));
        }

        return new Distribution(times);
    }
}
