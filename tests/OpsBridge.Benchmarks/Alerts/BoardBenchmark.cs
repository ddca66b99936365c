using OpsBridge.Alerts.Board;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Measuring;
using Microsoft.EntityFrameworkCore;

namespace OpsBridge.Alerts;

/// <summary>The board with 100,000 alerts open: start, memory, and what one tick costs the process and one screen.</summary>
internal static class BoardBenchmark
{
    private static readonly Actor s_viewer = Actor.InRole(Guid.CreateVersion7(), "bench", Role.Operator);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (alerts, changes, ticks) = (options.Count("alerts", 100_000), options.Count("changes", 125), options.Count("ticks", 100));
        options.RefuseOthers();
        var folder = BenchConsole.NewFolder();
        try
        {
            await using (var console = await BenchConsole.StartAsync(folder))
            {
                await StoredAlerts.OpenAsync(console, 0, alerts);
                await StoredAlerts.RunAsync(console, "vacuum (analyze) alerts");
            }

            var report = new Report("board", FormattableString.Invariant($"{alerts} alerts open, {changes} changes per tick, {ticks} ticks"));
            var started = TimeProvider.System.GetTimestamp();
            await using var again = await BenchConsole.StartAsync(folder);
            var ready = TimeProvider.System.GetElapsedTime(started);
            await ShownAsync(again, alerts, TimeSpan.FromMinutes(1));
            report.Add("start of the host, private PostgreSQL included, to all alerts on the board", $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.00} s (host up after {ready.TotalSeconds:0.00} s)");
            await MemoryAsync(report, again, alerts);
            await TicksAsync(report, again, alerts, changes, ticks);
            await StormAsync(report, again, alerts);
            return report;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task ShownAsync(BenchConsole console, int alerts, TimeSpan limit) => Pause.UntilAsync(
        () => Task.FromResult(console.Get<IBoardSnapshot>().Current(s_viewer)?.Rows.Count >= alerts), limit, $"{alerts} alerts on the board", TimeSpan.FromMilliseconds(5));

    /// <summary>A second board beside the first: what it adds to the managed heap is what a board costs.</summary>
    private static async Task MemoryAsync(Report report, BenchConsole console, int alerts)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var board = new AlertBoard(console.Get<IDbContextFactory<OpsDbContext>>(), new LiveFeed(), TimeProvider.System);
        var began = TimeProvider.System.GetTimestamp();
        var view = await board.OpenAsync(s_viewer, default);
        var took = TimeProvider.System.GetElapsedTime(began);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        report.Add("memory per open alert (managed heap)", $"{(double)bytes / alerts:0} bytes");
        report.Add("reading all of them, without the host's start", $"{took.TotalSeconds:0.00} s, {view.Rows.Count} rows");
        GC.KeepAlive(view);
    }

    /// <summary>Alerts change at the table; the board reads them, and screens with three different questions follow.</summary>
    private static async Task TicksAsync(Report report, BenchConsole console, int alerts, int changes, int ticks)
    {
        using var board = new AlertBoard(console.Get<IDbContextFactory<OpsDbContext>>(), console.Get<LiveFeed>(), TimeProvider.System);
        await board.OpenAsync(s_viewer, default);
        TriageQuery[] queries = [new(), new() { Group = "alertname", Then = "site" }, new() { Text = "team=\"team3\", cluster=~\"c1.*\"", Group = TriageQuery.NoGroup }];
        var (read, asked, allocated) = (new List<double>(), queries.Select(_ => new List<double>()).ToList(), new List<double>());
        var triage = console.Get<TriageBoard>();
        for (var tick = 0; tick < ticks; tick++)
        {
            await StoredAlerts.RunAsync(console, FormattableString.Invariant(
                $"update alerts set last_note = 'tick {tick}' where id in (select id from alerts where state <> 'Closed' order by md5((id + {tick})::text) limit {changes})"));
            console.Get<LiveFeed>().Publish("alerts");
            var (began, bytes) = (TimeProvider.System.GetTimestamp(), GC.GetTotalAllocatedBytes());
            var view = await board.OpenAsync(s_viewer, default);
            read.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
            for (var q = 0; q < queries.Length; q++)
            {
                began = TimeProvider.System.GetTimestamp();
                triage.Read(queries[q], view, s_viewer);
                asked[q].Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
            }

            allocated.Add((GC.GetTotalAllocatedBytes() - bytes) / 1024.0);
        }

        Add("one tick of the board: reading and merging what changed", read);
        Add("one tick of a screen, grouped by site", asked[0].Skip(1));
        Add("one tick of a screen, two levels of groups", asked[1].Skip(1));
        Add("one tick of a screen, label filter", asked[2].Skip(1));
        report.Add("first answer to a new question (all rows looked at)", $"by site {asked[0][0]:0} ms, two levels {asked[1][0]:0} ms, label filter {asked[2][0]:0} ms");
        report.Add("allocated per tick, the console's own board and screens included", $"median {new Distribution(allocated).Median:0} KB");

        void Add(string what, IEnumerable<double> times)
        {
            var spread = new Distribution(times);
            report.Add(what, $"p50 {spread.Median:0.00} ms, p95 {spread.At(95):0.00} ms, max {spread.Max:0.00} ms");
        }
    }

    /// <summary>As many alerts again within 30 s, in commits of 500; then how long the board lags.</summary>
    private static async Task StormAsync(Report report, BenchConsole console, int alerts)
    {
        const int Commit = 500;
        var began = TimeProvider.System.GetTimestamp();
        for (var from = 0; from < alerts; from += Commit)
        {
            await StoredAlerts.OpenAsync(console, alerts + from, Math.Min(Commit, alerts - from));
            var due = TimeSpan.FromSeconds(30.0 * from / alerts) - TimeProvider.System.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
            {
                await Pause.ForAsync(due);
            }
        }

        var done = TimeProvider.System.GetTimestamp();
        await ShownAsync(console, Math.Min(2 * alerts, AlertBoard.Limit), TimeSpan.FromMinutes(2));
        report.Add(
            $"{alerts} more alerts in {(TimeProvider.System.GetElapsedTime(began, done)).TotalSeconds:0.0} s, by SQL: last commit to all on the board",
            $"{TimeProvider.System.GetElapsedTime(done).TotalSeconds:0.00} s");
    }
}
