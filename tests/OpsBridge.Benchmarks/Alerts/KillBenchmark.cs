using System.Text.Json;
using OpsBridge.Measuring;

namespace OpsBridge.Alerts;

/// <summary>
/// The console's process is killed in the middle of taking alerts, again and again, while senders repeat what was not answered: what
/// was answered must be there, and nothing twice. Then the same is done to an Alertmanager.
/// </summary>
internal static class KillBenchmark
{
    private const int Senders = 4;
    private const int MostFailed = 20; // starts: on a machine that is much too busy the database may not answer in time
    private const int CheckEvery = 100; // cycles; also keeps the number of names in this process small

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (cycles, peerCycles, longest) = (options.Count("cycles", 1000), options.Count("peer-cycles", 100), options.Count("longest", 400));
        var (path, seed) = (options.Text("alertmanager", "/usr/bin/prometheus-alertmanager"), options.Count("seed", 20261122));
        options.RefuseOthers();
        var report = new Report("kill", FormattableString.Invariant($"{cycles} kills of the console, {peerCycles} of Alertmanager, up to {longest} ms after the first answer, {Senders} senders that repeat, seed {seed}"));
        await ConsoleAsync(report, cycles, longest, new Random(seed));
        await PeerAsync(report, path, peerCycles, longest, new Random(seed));
        return report;
    }

    private static async Task ConsoleAsync(Report report, int cycles, int longest, Random random)
    {
        await using var database = await BenchDatabase.StartAsync();
        await ConsoleProgram.FurnishAsync(database);
        var (port, ready, total, failed) = (ChildProgram.FreePort(), new List<double>(), new KillTally(), 0);
        using var senders = new KillSenders(new Uri($"http://127.0.0.1:{port}"), ConsoleProgram.Authorization, Senders);
        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await using (var console = ConsoleProgram.Launch(database, port))
            {
                var answered = senders.AnsweredAsync();
                if (await Task.WhenAny(answered, console.EndedAsync()) != answered)
                {
                    await Console.Error.WriteLineAsync("A start failed; once more.");
                    (cycle, failed) = failed < MostFailed ? (cycle - 1, failed + 1) : throw new InvalidOperationException("The console does not start.");
                    continue;
                }

                await answered;
                ready.Add(TimeProvider.System.GetElapsedTime(started).TotalSeconds);
                await Pause.ForAsync(TimeSpan.FromMilliseconds(random.Next(longest)));
                await console.KillAsync();
            }

            if (cycle % CheckEvery == 0 || cycle == cycles)
            {
                total.Add(await CheckAsync(database, senders.TakeStanding()));
                await Console.Error.WriteLineAsync(FormattableString.Invariant($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {cycle} kills: {total}"));
            }
        }

        await senders.StopAsync();
        var start = new Distribution(ready);
        report.Add($"{cycles} times SIGKILL: alerts acknowledged", $"{total.Fired} raised and {total.Resolved} resolved; {senders.Repeated} posts repeated by their senders; {failed} starts failed and were made again");
        report.Add("acknowledged and lost", $"{total.LostFirings} alerts, {total.LostResolves} resolves ({Report.Verdict(total.LostFirings + total.LostResolves == 0)}: 0)");
        report.Add("conditions open twice; alerts stored twice", $"{total.OpenTwice}; {total.StoredTwice} ({Report.Verdict(total.OpenTwice + total.StoredTwice == 0)}: 0)");
        report.Add("start of the process to the first alert taken again", $"median {start.Median:0.00} s, p95 {start.At(95):0.00} s, slowest {start.Max:0.00} s ({Report.Verdict(start.Median <= 3)}: 3 s, median)");
    }

    /// <summary>
    /// What was answered must be in the table, once, and over where that was answered. Then the alerts that are over are closed, as
    /// operators would, so that the next start does not read all that the run has ever sent.
    /// </summary>
    private static async Task<KillTally> CheckAsync(BenchDatabase database, KillStanding standing)
    {
        var stored = (await database.ColumnAsync<string>("select labels->>'number' from alerts where labels->>'number' = any($1)", (object)standing.All)).ToLookup(n => n, StringComparer.Ordinal);
        var over = (await database.ColumnAsync<string>("select labels->>'number' from alerts where cleared_at is not null and labels->>'number' = any($1)", (object)standing.All)).ToHashSet(StringComparer.Ordinal);
        var tally = new KillTally
        {
            Fired = standing.Fired.Count,
            Resolved = standing.Resolved.Count,
            LostFirings = standing.Fired.Count(n => !stored.Contains(n)),
            LostResolves = standing.Resolved.Count(n => !over.Contains(n)),
            StoredTwice = stored.Count(s => s.Count() > 1),
            OpenTwice = (int)await database.ScalarAsync<long>("select count(*) from (select from alerts where state <> 'Closed' group by fingerprint having count(*) > 1) t"),
        };
        await database.ColumnAsync<long>("update alerts set state = 'Closed', closed_at = now() where cleared_at is not null and state <> 'Closed' returning id");
        return tally;
    }

    private static async Task PeerAsync(Report report, string path, int cycles, int longest, Random random)
    {
        await using var peer = await Alertmanager.StartAsync(path);
        using var senders = new KillSenders(peer.Address, null, Senders);
        var (fired, lost) = (0, 0);
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            await senders.AnsweredAsync();
            await Pause.ForAsync(TimeSpan.FromMilliseconds(random.Next(longest)));
            senders.Pause();
            var standing = senders.TakeStanding();
            await peer.KillAndStartAsync();
            using var alerts = JsonDocument.Parse(await peer.AlertsAsync());
            var there = alerts.RootElement.EnumerateArray().Select(a => a.GetProperty("labels").GetProperty("number").GetString()!).ToHashSet(StringComparer.Ordinal);
            var firing = standing.Fired.Except(standing.Resolved, StringComparer.Ordinal).ToList();
            (fired, lost) = (fired + firing.Count, lost + firing.Count(n => !there.Contains(n)));
            senders.Resume();
        }

        await senders.StopAsync();
        report.Add($"Alertmanager with --storage.path, {cycles} times SIGKILL", $"{lost} of {fired} alerts that were acknowledged and firing were gone after the start, until their senders report them again");
    }
}
