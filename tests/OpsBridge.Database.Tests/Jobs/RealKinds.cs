using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs;

/// <summary>The engine of <see cref="JobBridge"/> with the real kinds of <see cref="KindBench"/>: what an operator gets to see of a fault.</summary>
internal sealed class RealKinds : IAsyncDisposable
{
    private static readonly string[] s_borrowed = ["pgdump", "pgbasebackup", "archive", "sql", "http", "verify", "drill"];

    private readonly TestDatabase _database;

    private RealKinds(TestDatabase database, KindBench bench)
    {
        (_database, Bench) = (database, bench);
        Bridge = JobBridge.On(database, services =>
        {
            foreach (var name in s_borrowed)
            {
                services.AddSingleton(bench.Kind(name));
            }
        });
        Bridge.Kind.Does = bench.Kind("command").RunAsync;
    }

    public KindBench Bench { get; }

    public JobBridge Bridge { get; }

    public static async Task<RealKinds> StartAsync(PostgresServer server, Action<Backups.BackupsOptions>? options = null)
    {
        var database = await TestDatabase.CreateAsync(server);
        return new RealKinds(database, KindBench.Start(database, options));
    }

    /// <summary>A job every hour.</summary>
    public async Task<Guid> HourlyAsync(string name, JobSettings settings, Func<JobDetails, JobDetails>? with = null)
    {
        var details = new JobDetails(name, settings, new CronSchedule("0 0 * * * ?", "UTC"));
        return Assert.IsType<SaveJobResult.Done>(await Bridge.Get<SaveJob>().HandleAsync(null, 0, with?.Invoke(details) ?? details, JobBridge.Ann, JobBridge.Ct)).Id;
    }

    /// <summary>Lets the next hour come and its runs end; the last run of the job.</summary>
    public async Task<JobRun> HourAsync(Guid job)
    {
        await Bridge.PassAsync(TimeSpan.FromHours(1));
        await Bridge.SettleAsync();
        return (await Bridge.RunsAsync(job))[^1];
    }

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        await Bench.DisposeAsync();
        await _database.DisposeAsync();
    }
}
