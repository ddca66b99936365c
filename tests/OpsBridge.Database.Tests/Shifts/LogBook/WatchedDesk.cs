using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Maintenance;
using OpsBridge.Rounds;
using OpsBridge.Shifts.Orders;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Shifts.LogBook;

/// <summary>
/// One desk with the shifts Early (06:00 to 14:00) and Late (14:00 to 22:00) on 15 January 2026, on a database of its own, with a
/// clock that stands still at noon. Ann and Bob are operators, Sue is a supervisor.
/// </summary>
internal sealed class WatchedDesk : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private WatchedDesk(TestDatabase database)
    {
        _database = database;
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddData(database.ConnectionString)
            .AddLive().AddTimeline().AddIdentity().AddAssets().AddAlerts().AddMaintenance().AddShifts().AddLogBook().AddStandingOrders().AddRounds()
            .Configure<PasswordHasherOptions>(options => options.IterationCount = 10).BuildServiceProvider();
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Actor Viewer { get; } = Actor.InRole(Guid.CreateVersion7(), "viewer1", Role.Viewer);

    public Actor Ann { get; private set; } = default!;

    public Actor Bob { get; private set; } = default!;

    public Actor Sue { get; private set; } = default!;

    public Guid Desk { get; private set; }

    public Shift Early { get; private set; } = default!;

    public Shift Late { get; private set; } = default!;

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    public DateTimeOffset Now => Clock.GetUtcNow();

    public ILogBook Book => Get<ILogBook>();

    public static async Task<WatchedDesk> CreateAsync(PostgresServer server)
    {
        var desk = new WatchedDesk(await TestDatabase.CreateAsync(server));
        desk.Ann = await desk.AccountAsync("ann", Role.Operator);
        desk.Bob = await desk.AccountAsync("bob", Role.Operator);
        desk.Sue = await desk.AccountAsync("sue", Role.Supervisor);
        var main = Shifts.Desk.Create(new DeskDetails("Main", "UTC", 1, 0, 0), desk.Now);
        var day = new DateOnly(2026, 1, 15);
        var noon = desk.Now;
        desk.Early = Shift.Plan(main.Id, "Early", day, noon.AddHours(-6), noon.AddHours(2));
        desk.Late = Shift.Plan(main.Id, "Late", day, noon.AddHours(2), noon.AddHours(10));
        desk.Desk = main.Id;
        await desk.StoreAsync(main, desk.Early, desk.Late);
        return desk;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Moves the clock to a moment on 15 January 2026 (UTC).</summary>
    public void At(int hour, int minute, double milliseconds = 0) =>
        Clock.FastForward(new DateTimeOffset(2026, 1, 15, hour, minute, 0, TimeSpan.Zero).AddMilliseconds(milliseconds) - Now);

    public async Task StoreAsync(params object[] rows)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        db.AddRange(rows);
        await db.SaveChangesAsync(Ct);
    }

    public Task<OpsDbContext> ContextAsync() => _database.Contexts.CreateDbContextAsync(Ct);

    public async Task SqlAsync(string sql)
    {
        await using var command = _database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>Somebody stands watch; with <paramref name="handedOver"/> until then.</summary>
    public async Task StandAsync(Actor who, Shift shift, bool holds, DateTimeOffset? handedOver = null)
    {
        var spell = WatchSpell.Begin(Desk, shift.Id, who, holds, shift.StartsAt);
        if (handedOver is { } at)
        {
            spell.End(WatchEnding.HandedOver, at);
        }

        await StoreAsync(spell);
    }

    public async Task<Guid> WriteAsync(string text, Func<LogEntryDetails, LogEntryDetails>? with = null, Actor? by = null)
    {
        var details = new LogEntryDetails(text);
        var result = await Get<WriteLogEntry>().HandleAsync(with is null ? details : with(details), by ?? Ann, Ct);
        return result is WriteLogEntryResult.Done done ? done.Id : throw new InvalidOperationException(string.Join(' ', ((WriteLogEntryResult.Invalid)result).Errors));
    }

    public async Task<IReadOnlyDictionary<string, string>> RefusedAsync(LogEntryDetails details, Actor? by = null) =>
        Assert.IsType<WriteLogEntryResult.Invalid>(await Get<WriteLogEntry>().HandleAsync(details, by ?? Ann, Ct)).Errors;

    public async Task<IReadOnlyList<string>> TextsAsync(LogFilter filter) => [.. (await Book.PageAsync(filter, null, 100, Ann, Ct)).Items.Select(r => r.Text)];

    public async Task<LogEntryView> FindAsync(Guid id, Actor? by = null) => (await Book.FindAsync(id, by ?? Ann, Ct))!;

    public async Task<AttachFileResult> AttachAsync(Guid entry, string name, byte[] content, string? mediaType = null, long? length = null, Actor? by = null) =>
        await Get<AttachFile>().HandleAsync(entry, new FileOnItsWay(name, mediaType, length, new MemoryStream(content)), by ?? Ann, Ct);

    public async Task<long> RaiseAsync(string asset, Guid? assetId = null)
    {
        var signal = new AlertSignal(Labels.Of(("asset", asset)), true, AlertSeverity.Major, $"{asset} is down", Now) { AssetId = assetId };
        await Get<ApplySignals>().HandleAsync([signal], Actor.Internal("source", Permissions.ReportAlerts), Ct);
        Get<LiveFeed>().PublishAll();
        return (await Get<IAlertBoard>().OpenAsync(Ann, Ct)).Rows.Single(r => r.Labels["asset"] == asset).Id;
    }

    public async Task TellAsync(string kind, string text, Actor? by = null) =>
        await StoreAsync(TimelineEntry.Record(Now, by ?? Ann, new Happening(kind, "1", text)));

    public async Task<IReadOnlyList<string>> TimelineAsync(string subject)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<TimelineEntry>().Where(e => e.Subject == subject).OrderBy(e => e.Id).Select(e => e.Kind + " by " + e.ActorName).ToListAsync(Ct);
    }

    public async Task<Guid> AssetAsync(string name)
    {
        var admin = Actor.InRole(Guid.CreateVersion7(), "admin1", Role.Admin);
        var site = ((CreateSiteResult.Done)await Get<CreateSite>().HandleAsync(new SiteDetails($"{name} DC", SiteKind.DataCentre, "UTC", null), admin, Ct)).Id;
        return ((CreateAssetResult.Done)await Get<CreateAsset>().HandleAsync(new AssetDetails(name, "server", site, Criticality.High), admin, Ct)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<Actor> AccountAsync(string name, Role role)
    {
        await Get<ProvisionAccess>().EnsureAccountAsync(name, role, "violet tractor hums", Actor.Internal("test", Permissions.ManageAccounts), Ct);
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        return Actor.InRole(await db.Set<Account>().Where(a => a.UserName == name).Select(a => a.Id).SingleAsync(Ct), name, role);
    }
}
