using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Measuring;

namespace OpsBridge.Jobs;

/// <summary>Very many jobs that are due at the same moment, in a whole console with its shared wake-up: claimed once each, and how soon.</summary>
internal static class JobsBenchmark
{
    private static readonly Actor s_admin = Actor.InRole(null, "bench", Role.Admin);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (jobs, places) = (options.Count("jobs", 1_000), options.Count("places", 8));
        options.RefuseOthers();
        Environment.SetEnvironmentVariable("Jobs__MaxRunning", places.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await using var console = await BenchConsole.StartAsync();
        var report = new Report("jobs", FormattableString.Invariant($"{jobs} jobs in the same moment, {places} places, a kind that ends at once"));
        var at = TimeProvider.System.GetUtcNow().AddSeconds(20 + (jobs / 20)); // time to save them before
        for (var i = 0; i < jobs; i++)
        {
            // A command that nobody registered fails at once, without a process: what is measured is the claim and the way to it.
            var details = new JobDetails(FormattableString.Invariant($"Bench {i}"), new CommandSettings("none", []), new OnceSchedule(at));
            _ = (SaveJobResult.Done)await console.Get<SaveJob>().HandleAsync(null, 0, details, s_admin, default);
        }

        var ready = at - TimeProvider.System.GetUtcNow();
        var runs = await EndedAsync(console, jobs);
        var delays = new Distribution(runs.Select(r => (r.StartedAt!.Value - r.NominalAt).TotalSeconds));
        report.Add("saved so long before they were due", $"{ready.TotalSeconds:0} s");
        report.Add("runs, claimed more than once", $"{runs.Count}, {runs.Count(r => r.Attempt != 1)}");
        report.Add("start delay", $"p50 {delays.Median:0.00} s, p99 {delays.At(99):0.00} s, max {delays.Max:0.00} s (goal p99 ≤ 5 s: {Report.Verdict(delays.At(99) <= 5)})");
        report.Add("all ended", $"{(runs.Max(r => r.EndedAt!.Value) - at).TotalSeconds:0.0} s after the moment");
        return report;
    }

    private static async Task<List<JobRun>> EndedAsync(BenchConsole console, int jobs)
    {
        while (true)
        {
            await using (var db = await console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync())
            {
                var runs = await db.Set<JobRun>().AsNoTracking().Where(r => r.EndedAt != null).ToListAsync();
                if (runs.Count >= jobs)
                {
                    return runs;
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }
    }
}
