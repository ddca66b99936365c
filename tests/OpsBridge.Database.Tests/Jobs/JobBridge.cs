using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Running;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Live;
using OpsBridge.Maintenance;
using OpsBridge.Shifts;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Jobs;

/// <summary>Jobs on a database, with engines driven by hand and a clock that stands still: Monday 5 January 2026, 08:00 UTC.</summary>
internal sealed class JobBridge : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsDatabase;

    private JobBridge(TestDatabase database, FakeClock clock, bool ownsDatabase, Action<JobsOptions>? options, Action<IServiceCollection>? more = null)
    {
        (Database, Clock, _ownsDatabase) = (database, clock, ownsDatabase);
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock).AddData(database.ConnectionString)
            .AddLive().AddTimeline().AddAssets().AddAlerts().AddMaintenance().AddShifts().AddJobs()
            .AddSingleton<IJobKind>(Kind)
            .Configure<JobsOptions>(o => options?.Invoke(o));
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Actor Ann { get; } = Actor.InRole(Guid.CreateVersion7(), "ann", Role.Admin);

    public TestDatabase Database { get; }

    public FakeClock Clock { get; }

    public FakeKind Kind { get; } = new();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public JobEngine Engine => Get<JobEngine>();

    public static async Task<JobBridge> CreateAsync(PostgresServer server, Action<JobsOptions>? options = null) =>
        new(await TestDatabase.CreateAsync(server), new FakeClock(), ownsDatabase: true, options);

    /// <summary>On a database that somebody else made, with further services.</summary>
    public static JobBridge On(TestDatabase database, Action<IServiceCollection> more) => new(database, new FakeClock(), ownsDatabase: false, null, more);

    /// <summary>Another process on the same database, on the same clock or one of its own.</summary>
    public JobBridge Another(FakeClock? clock = null, Action<JobsOptions>? options = null) => new(Database, clock ?? Clock, ownsDatabase: false, options);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<Guid> JobAsync(string name, JobSchedule schedule, Func<JobDetails, JobDetails>? with = null)
    {
        var details = new JobDetails(name, new CommandSettings("fake", []), schedule);
        return Assert.IsType<SaveJobResult.Done>(await Get<SaveJob>().HandleAsync(null, 0, with?.Invoke(details) ?? details, Ann, Ct)).Id;
    }

    /// <summary>A job every hour from the next full hour on.</summary>
    public Task<Guid> HourlyAsync(string name, Func<JobDetails, JobDetails>? with = null) => JobAsync(name, new CronSchedule("0 0 * * * ?", "UTC"), with);

    /// <summary>Moves the clock on and makes a round.</summary>
    public Task PassAsync(TimeSpan by)
    {
        Clock.FastForward(by);
        return Engine.RoundAsync(Ct);
    }

    /// <summary>Waits until everything that runs here has ended, then makes a round.</summary>
    public async Task SettleAsync()
    {
        await Engine.IdleAsync().WaitAsync(Ct);
        await Engine.RoundAsync(Ct);
    }

    public Task<List<JobRun>> RunsAsync(Guid job) => ReadAsync(db => db.Set<JobRun>().AsNoTracking().Where(r => r.JobId == job).OrderBy(r => r.NominalAt).ToListAsync(Ct));

    public async Task<string> StatesAsync(Guid job) => string.Join(' ', (await RunsAsync(job)).Select(r => r.Cause is null ? $"{r.State}" : $"{r.State}:{r.Cause}"));

    public Task<List<Alert>> AlertsAsync() => ReadAsync(db => db.Set<Alert>().AsNoTracking().Where(a => a.State != AlertState.Closed).OrderBy(a => a.Id).ToListAsync(Ct));

    /// <summary>Open conditions as "alertname severity".</summary>
    public async Task<string> FiringAsync() => string.Join(", ", (await AlertsAsync()).Where(a => a.State != AlertState.ReturnedUnacknowledged).Select(a => $"{a.Labels["alertname"]} {a.Severity}"));

    public Task<List<TimelineEntry>> TimelineAsync() => ReadAsync(db => db.Set<TimelineEntry>().AsNoTracking().Where(t => t.Subject == "job").OrderBy(t => t.Id).ToListAsync(Ct));

    public Task<Job> ReadJobAsync(Guid job) => ReadAsync(db => db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == job, Ct));

    public async Task<T> ReadAsync<T>(Func<OpsDbContext, Task<T>> read)
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(Ct);
        return await read(db);
    }

    public async ValueTask DisposeAsync()
    {
        Kind.OpenAll();
        await Engine.StopAsync();
        await _services.DisposeAsync();
        if (_ownsDatabase)
        {
            await Database.DisposeAsync();
        }
    }
}
