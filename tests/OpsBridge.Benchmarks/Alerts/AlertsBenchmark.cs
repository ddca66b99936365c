using OpsBridge.Measuring;

namespace OpsBridge.Alerts;

/// <summary>
/// The same alerts over HTTP to us, who answer when they are on disk, and to an Alertmanager, which keeps them in memory: in turns, by
/// the same loader, after a warm-up of both. A figure holds all CPU time of the program (ours: console and PostgreSQL) until it has come to rest again.
/// </summary>
internal static class AlertsBenchmark
{
    private const int BatchSize = 64;
    private const int RepeatRounds = 3;
    private const int WarmBatches = 250;
    private const int RepeatsPerSecond = 2500; // stored repeats of unchanged alerts: 5,000 every two seconds
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(6);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (alerts, singles, connections) = (options.Count("alerts", 100_000), options.Count("singles", 20_000), options.Count("connections", 8));
        var path = options.Text("alertmanager", "/usr/bin/prometheus-alertmanager");
        options.RefuseOthers();
        await using var database = await BenchDatabase.StartAsync();
        await ConsoleProgram.FurnishAsync(database);
        await using var console = await ConsoleProgram.StartAsync(database);
        await using var peer = await Alertmanager.StartAsync(path);
        using var toUs = new AlertPoster(console.Address, ConsoleProgram.Authorization, connections);
        using var toPeer = new AlertPoster(peer.Address, null, connections);
        var report = new Report("alerts", FormattableString.Invariant($"{alerts} identities, {BatchSize} a batch, {connections} connections; beside prometheus-alertmanager in memory"));
        var (us, them) = (new Side("OpsBridge", toUs, () => console.Cpu, () => database.Cpu), new Side("Alertmanager", toPeer, () => peer.Cpu, () => 0));
        var batches = alerts / BatchSize;
        var began = TimeProvider.System.GetUtcNow();
        await WarmUpAsync(us, began);
        await WarmUpAsync(them, began);
        await CompareAsync(report, us, them, new Phase("new alerts", batches, i => AlertBodies.Firing("many", i * BatchSize, BatchSize, began), batches * BatchSize, s_rest, 0.5));
        await CompareAsync(report, us, them, new Phase(
            $"known alerts, {RepeatRounds} rounds of re-sending", RepeatRounds * batches, i => AlertBodies.Firing("many", i % batches * BatchSize, BatchSize, began),
            RepeatRounds * batches * BatchSize, s_rest + TimeSpan.FromSeconds((double)alerts / RepeatsPerSecond), 1));
        var stored = await database.ScalarAsync<long>("select coalesce(sum(count), 0)::bigint from alerts where labels->>'number' like 'many-%'");
        report.Add("repeats stored by then", $"{stored} of {(1 + RepeatRounds) * batches * BatchSize} reports counted on the alerts; a round of up to 5,000 took {await console.MeanAsync("opsbridge_intake_repeat_round_seconds") * 1000:0} ms on average, warm-up included");
        var ended = TimeProvider.System.GetUtcNow();
        await CompareAsync(report, us, them, new Phase("resolves", batches, i => AlertBodies.Resolved("many", i * BatchSize, BatchSize, began, ended), batches * BatchSize, s_rest, 0));
        await CompareAsync(report, us, them, new Phase("new alerts, one a post", singles, i => AlertBodies.Firing("single", i, 1, began), singles, s_rest, 0));
        var (lost, open) = (alerts / BatchSize * BatchSize - await database.ScalarAsync<long>("select count(*) from alerts where labels->>'number' like 'many-%'"),
            await database.ScalarAsync<long>("select count(*) from alerts where labels->>'number' like 'many-%' and cleared_at is null"));
        report.Add("accepted and not in the database; resolved and still firing", $"{lost}; {open}");
        return report;
    }

    /// <summary>Every kind of post that is measured, until the code is compiled: a console runs for weeks, and Go's programs start compiled.</summary>
    private static async Task WarmUpAsync(Side side, DateTimeOffset began)
    {
        for (var round = 0; round < 2; round++)
        {
            var run = FormattableString.Invariant($"warm{round}");
            await side.Poster.PostAsync(WarmBatches, i => AlertBodies.Firing(run, i * BatchSize, BatchSize, began));
            await side.Poster.PostAsync(2 * WarmBatches, i => AlertBodies.Firing(run, i % WarmBatches * BatchSize, BatchSize, began));
            await side.Poster.PostAsync(WarmBatches, i => AlertBodies.Resolved(run, i * BatchSize, BatchSize, began, began.AddSeconds(1)));
            await side.Poster.PostAsync(WarmBatches, i => AlertBodies.Firing(run + "single", i, 1, began));
            await Pause.ForAsync(s_rest);
        }
    }

    private static async Task CompareAsync(Report report, Side us, Side them, Phase phase)
    {
        await Console.Error.WriteLineAsync(phase.Name);
        var (ours, theirs) = (await MeasureAsync(us, phase), await MeasureAsync(them, phase));
        var ratio = theirs.Program / (ours.Program + ours.Database);
        var goal = phase.Goal == 0 ? "no goal" : FormattableString.Invariant($"goal {phase.Goal}: {(ratio >= phase.Goal ? "met" : "not met")}");
        report.Add(
            $"{phase.Name}: alerts per CPU-second beside Alertmanager",
            $"{ratio:0.00} × ({goal}); {1e6 * (ours.Program + ours.Database) / phase.Alerts:0.0} µs each (console {1e6 * ours.Program / phase.Alerts:0.0}, PostgreSQL {1e6 * ours.Database / phase.Alerts:0.0}) against {1e6 * theirs.Program / phase.Alerts:0.0} µs; {phase.Alerts / ours.Posted.Elapsed.TotalSeconds:0} a second, post p50 {ours.Posted.Times.Median:0.0} ms, p99 {ours.Posted.Times.At(99):0.0} ms, {ours.Posted.Refused} refused and sent again; Alertmanager {phase.Alerts / theirs.Posted.Elapsed.TotalSeconds:0} a second");
    }

    private static async Task<Cost> MeasureAsync(Side side, Phase phase)
    {
        var (program, database) = (side.Program(), side.Database());
        var posted = await side.Poster.PostAsync(phase.Bodies, phase.Body);
        await Pause.ForAsync(phase.Rest);
        return new Cost(side.Program() - program, side.Database() - database, posted);
    }

    private sealed record Side(string Name, AlertPoster Poster, Func<double> Program, Func<double> Database);

    private sealed record Phase(string Name, int Bodies, Func<int, byte[]> Body, int Alerts, TimeSpan Rest, double Goal);

    private sealed record Cost(double Program, double Database, Posted Posted);
}
