using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Data.Private;
using OpsBridge.Identity;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Measuring;

namespace OpsBridge.Jobs;

/// <summary>A backup of a database by a job of the console, beside pg_dump by itself with the same format, in turns.</summary>
internal static class BackupBenchmark
{
    private const int RowsPerGigabyte = 2_000_000;
    private static readonly Actor s_admin = Actor.InRole(null, "bench", Role.Admin);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (gigabytes, rounds) = (options.Number("gigabytes", 1), options.Count("rounds", 3));
        options.RefuseOthers();
        await using var console = await BenchConsole.StartAsync();
        var size = await FillAsync(console, (int)(gigabytes * RowsPerGigabyte));
        var report = new Report("backup", FormattableString.Invariant($"{size / 1e9:0.00} GB in the database, {rounds} rounds, one after the other"));
        var job = ((SaveJobResult.Done)await console.Get<SaveJob>().HandleAsync(null, 0, new JobDetails("Bench", new OwnDatabaseSettings(new BackupPolicy { KeepLast = 1 }), new NoSchedule()), s_admin, default)).Id;
        var (plain, stored, proven) = (new List<Cost>(), new List<Cost>(), new List<Cost>());
        for (var i = 0; i < rounds; i++)
        {
            plain.Add(await PlainAsync(console));
            var (made, whole) = await OursAsync(console, job);
            stored.Add(made);
            proven.Add(whole);
        }

        Add(report, "pg_dump --format=custom by itself", plain);
        Add(report, "job until the copy is on the disk with its checksum and counted rows", stored);
        Add(report, "job until the copy is proven by a restore and counted again", proven);
        var (time, cpu) = (Median(stored, c => c.Seconds) / Median(plain, c => c.Seconds), Median(stored, c => c.Cpu) / Median(plain, c => c.Cpu));
        report.Add("copy on the disk, beside pg_dump", $"time {time:0.00} ×, CPU {cpu:0.00} × (goal ≤ 1.1 ×: {Report.Verdict(time <= 1.1 && cpu <= 1.1)})");
        return report;
    }

    private static async Task<long> FillAsync(BenchConsole console, int rows)
    {
        await using var db = await console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync();
        db.Database.SetCommandTimeout(s_limit);
        await db.Database.ExecuteSqlAsync(
            $"""
            create table bench_orders as
            select i as id, now() - i * interval '1 second' as at, md5(i::text) as customer, (random() * 10000)::numeric(10, 2) as amount,
                (select string_agg(md5((i * 10 + n)::text), ' ') from generate_series(1, 6) n) || repeat(' standard delivery', 12) as note
            from generate_series(1, {rows}) i
            """);
        await db.Database.ExecuteSqlAsync($"alter table bench_orders add primary key (id)");
        await db.Database.ExecuteSqlAsync($"vacuum analyze bench_orders");
        return (await db.Database.SqlQuery<long>($"""select pg_database_size(current_database()) as "Value" """).ToListAsync())[0];
    }

    private static async Task<Cost> PlainAsync(BenchConsole console)
    {
        var login = new NpgsqlConnectionStringBuilder(console.Get<PrivateCluster>().ConnectionString());
        var (file, folder) = (BenchConsole.NewFolder() + ".dump", PostgresBinaries.Folders().First(f => File.Exists(Path.Combine(f, "pg_dump"))));
        var info = new ProcessStartInfo(Path.Combine(folder, "pg_dump"), ["--format=custom", "--no-password", $"--file={file}"]) { UseShellExecute = false };
        info.Environment["PGHOST"] = login.Host;
        info.Environment["PGPORT"] = login.Port.ToString(CultureInfo.InvariantCulture);
        info.Environment["PGUSER"] = login.Username;
        info.Environment["PGDATABASE"] = login.Database;
        info.Environment["PGPASSWORD"] = login.Password;
        var meter = new Meter(console);
        using (var dump = Process.Start(info)!)
        {
            await dump.WaitForExitAsync();
            if (dump.ExitCode != 0)
            {
                throw new InvalidOperationException("pg_dump failed, so this measures nothing.");
            }
        }

        var cost = meter.Read();
        File.Delete(file);
        return cost;
    }

    private static async Task<(Cost Made, Cost Whole)> OursAsync(BenchConsole console, Guid job)
    {
        var folder = console.Get<BackupFolders>().Default;
        var before = Copies(folder);
        var meter = new Meter(console);
        var run = ((RunJobResult.Started)await console.Get<RunJobNow>().HandleAsync(job, s_admin, default)).RunId;
        await Pause.UntilAsync(() => Task.FromResult(Copies(folder) > before), s_limit, "the copy is on the disk", s_look);
        var made = meter.Read();
        await Pause.UntilAsync(async () => (await RunAsync(console, run)).EndedAt is not null, s_limit, "the run ends");
        var whole = meter.Read();
        return await RunAsync(console, run) is { State: RunState.Succeeded } ? (made, whole) : throw new InvalidOperationException($"The job failed: {(await RunAsync(console, run)).Summary}");
    }

    private static async Task<JobRun> RunAsync(BenchConsole console, Guid run)
    {
        await using var db = await console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync();
        return await db.Set<JobRun>().AsNoTracking().SingleAsync(r => r.Id == run);
    }

    /// <summary>Files under their final names; what is being made lies in a folder of its own.</summary>
    private static int Copies(string folder) => !Directory.Exists(folder) ? 0
        : Directory.EnumerateFiles(folder, "*.dump", SearchOption.AllDirectories).Count(f => !f.Contains(".making", StringComparison.Ordinal));

    private static void Add(Report report, string what, List<Cost> costs) =>
        report.Add(what, $"{Median(costs, c => c.Seconds):0.0} s, {Median(costs, c => c.Cpu):0.0} CPU-seconds (medians; {string.Join(", ", costs.Select(c => FormattableString.Invariant($"{c.Seconds:0.0} s")))})");

    private static double Median(List<Cost> costs, Func<Cost, double> of) => new Distribution(costs.Select(of)).Median;

    private sealed record Cost(double Seconds, double Cpu);

    /// <summary>Time and the CPU time of console, its programs and PostgreSQL from its making on.</summary>
    private sealed class Meter(BenchConsole console)
    {
        private readonly long _began = TimeProvider.System.GetTimestamp();
        private readonly double _cpu = Cpu(console);

        public Cost Read() => new(TimeProvider.System.GetElapsedTime(_began).TotalSeconds, Cpu(console) - _cpu);

        private static double Cpu(BenchConsole console) => CpuTime.Of(Environment.ProcessId) + CpuTime.OfTree(console.PostmasterPid);
    }
}
