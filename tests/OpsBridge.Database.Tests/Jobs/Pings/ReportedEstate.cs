using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Shifts;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Jobs.Pings;

/// <summary>Reported jobs over a test's database and clock, with nothing running by itself.</summary>
internal sealed class ReportedEstate : IAsyncDisposable
{
    private static readonly Actor s_sender = Actor.Internal("ping", Permissions.ReportAlerts);
    private readonly ServiceProvider _services;

    public ReportedEstate(TestDatabase database, FakeClock clock)
    {
        Clock = clock;
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock)
            .AddData(database.ConnectionString).AddLive().AddTimeline().AddAlerts().AddPings().BuildServiceProvider();
    }

    public static Actor Supervisor { get; } = Actor.InRole(Guid.CreateVersion7(), "Sue", Role.Supervisor);

    public static Actor Operator { get; } = Actor.InRole(Guid.CreateVersion7(), "Olga", Role.Operator);

    public static Actor Viewer { get; } = Actor.InRole(Guid.CreateVersion7(), "Vic", Role.Viewer);

    public FakeClock Clock { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<ReportedJobRow> MakeAsync(string name, Func<ReportedJobDetails, ReportedJobDetails>? adjust = null)
    {
        var details = new ReportedJobDetails(name) { Period = TimeSpan.FromMinutes(5), Grace = TimeSpan.FromMinutes(2) };
        var made = Assert.IsType<SaveReportedJobResult.Done>(await Get<SaveReportedJob>().HandleAsync(null, 0, adjust?.Invoke(details) ?? details, Supervisor, Ct));
        return await RowAsync(made.Id);
    }

    public async Task<ReportedJobRow> RowAsync(Guid id) => (await Get<IReportedJobs>().FindAsync(id, Supervisor, Ct))!;

    public Task<RecordPingResult> PingAsync(ReportedJobRow job, PingKind kind, Guid? run = null, int? code = null) =>
        Get<RecordPing>().HandleAsync(new PingTarget.ByCode(job.Code), new IncomingPing(kind) { RunId = run, ExitCode = code, Body = "tape full"u8.ToArray() }, s_sender, Ct);

    /// <summary>Time goes by, with OpsBridge looking every five seconds.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var until = Clock.GetUtcNow() + time;
        while (Clock.GetUtcNow() < until)
        {
            Clock.FastForward(TimeSpan.FromSeconds(Math.Min(5, (until - Clock.GetUtcNow()).TotalSeconds)));
            await Get<PingRounds>().LookAsync(Ct);
        }
    }

    public async Task<Alert?> AlertAsync(Guid job)
    {
        await using var db = await Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync(Ct);
        var fingerprint = PingSignals.Identity(job).Fingerprint();
        return await db.Set<Alert>().AsNoTracking().Where(a => a.Fingerprint == fingerprint).OrderByDescending(a => a.Id).FirstOrDefaultAsync(Ct);
    }

    public async Task<string[]> HappenedAsync(Guid job)
    {
        await using var db = await Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync(Ct);
        return await db.Set<TimelineEntry>().Where(e => e.Subject == "reported_job" && e.SubjectId == job.ToString()).OrderBy(e => e.Id).Select(e => e.Kind).ToArrayAsync(Ct);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
