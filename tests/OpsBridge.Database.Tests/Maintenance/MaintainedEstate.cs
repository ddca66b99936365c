using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Maintenance;

/// <summary>The slice on a database of its own, with a clock that stands still; what was announced is heard at <see cref="Hear"/>.</summary>
internal sealed class MaintainedEstate : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private MaintainedEstate(TestDatabase database)
    {
        _database = database;
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddData(database.ConnectionString)
            .AddLive().AddTimeline().AddIdentity().AddAssets().AddAlerts().AddMaintenance()
            .Configure<PasswordHasherOptions>(options => options.IterationCount = 10).BuildServiceProvider();
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Actor Admin { get; } = Actor.InRole(Guid.CreateVersion7(), "admin1", Role.Admin);

    public static Actor Viewer { get; } = Actor.InRole(Guid.CreateVersion7(), "viewer1", Role.Viewer);

    public Actor Ann { get; private set; } = default!;

    public Actor Bob { get; private set; } = default!;

    public Actor Sue { get; private set; } = default!;

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    public DateTimeOffset Now => Clock.GetUtcNow();

    public static async Task<MaintainedEstate> CreateAsync(PostgresServer server)
    {
        var estate = new MaintainedEstate(await TestDatabase.CreateAsync(server));
        estate.Ann = await estate.AccountAsync("ann", Role.Operator);
        estate.Bob = await estate.AccountAsync("bob", Role.Operator);
        estate.Sue = await estate.AccountAsync("sue", Role.Supervisor);
        return estate;
    }

    public static IReadOnlyList<Matcher> Matchers(string text) => MatcherSet.Parse(text).Set!.Matchers;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>What the listener does when PostgreSQL has announced something.</summary>
    public void Hear() => Get<LiveFeed>().PublishAll();

    public SilenceDetails Details(string matchers = "asset=\"db-1\"", double hours = 2, string comment = "patching") =>
        new(Matchers(matchers), Now, Now.AddHours(hours), comment);

    public async Task<Guid> SilenceAsync(string matchers = "asset=\"db-1\"", double hours = 2, Actor? by = null)
    {
        var result = await Get<SaveSilence>().HandleAsync(null, Details(matchers, hours), by ?? Ann, Ct);
        Hear();
        return Assert.IsType<SaveSilenceResult.Saved>(result).Id;
    }

    public WindowDetails Plan(WindowKind kind, string matchers = "asset=\"db-1\"") =>
        new("Patching", "monthly updates", kind, new MaintenanceScope(matchers.Length == 0 ? [] : Matchers(matchers), null, null))
        {
            From = Now,
            To = Now.AddHours(4),
            Lasts = TimeSpan.FromHours(1),
        };

    public async Task<Guid> WindowAsync(WindowDetails plan, Actor? by = null)
    {
        var result = await Get<SaveWindow>().HandleAsync(null, 0, plan, by ?? Ann, Ct);
        Hear();
        return Assert.IsType<SaveWindowResult.Saved>(result).Id;
    }

    public Task RaiseAsync(params string[] assets) => RaiseAsync(AlertSeverity.Major, assets);

    public async Task RaiseAsync(AlertSeverity severity, params string[] assets)
    {
        await Get<ApplySignals>().HandleAsync([.. assets.Select(a => Signal(a, severity))], Actor.Internal("source", Permissions.ReportAlerts), Ct);
        Hear();
    }

    public async Task ClearAsync(string asset)
    {
        await Get<ApplySignals>().HandleAsync([Signal(asset, AlertSeverity.Major) with { Firing = false }], Actor.Internal("source", Permissions.ReportAlerts), Ct);
        Hear();
    }

    public async Task SignalAsync(AlertSignal signal)
    {
        await Get<ApplySignals>().HandleAsync([signal], Actor.Internal("source", Permissions.ReportAlerts), Ct);
        Hear();
    }

    public AlertSignal Signal(string asset, AlertSeverity severity) => new(Labels.Of(("asset", asset)), true, severity, $"{asset} is down", Now);

    public async Task<AlertRow> RowAsync(string asset) =>
        (await Get<IAlertBoard>().OpenAsync(Ann, Ct)).Rows.Single(r => r.Labels["asset"] == asset);

    public async Task<IReadOnlyList<string>> TimelineAsync(string subject)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<TimelineEntry>().Where(e => e.Subject == subject).OrderBy(e => e.Id).Select(e => e.Kind + " by " + e.ActorName).ToListAsync(Ct);
    }

    public Task<IReadOnlyList<NoticeRow>> NoticesAsync() => Get<INoticeList>().SinceAsync(DateTimeOffset.UnixEpoch, Ann, Ct);

    public async Task<Guid> SiteAsync(string name) =>
        ((CreateSiteResult.Done)await Get<CreateSite>().HandleAsync(new SiteDetails(name, SiteKind.DataCentre, "UTC", null), Admin, Ct)).Id;

    public async Task<Guid> AssetAsync(string name, Guid site, params Guid[] parents) =>
        ((CreateAssetResult.Done)await Get<CreateAsset>().HandleAsync(new AssetDetails(name, "server", site, Criticality.High) { ParentIds = parents }, Admin, Ct)).Id;

    public async Task ChangeAccountAsync(Actor who, Action<Account> change)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        change(await db.Set<Account>().SingleAsync(a => a.Id == who.Id, Ct));
        await db.SaveChangesAsync(Ct);
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
        var account = await db.Set<Account>().SingleAsync(a => a.UserName == name, Ct);
        account.SucceedSignIn(Now);
        await db.SaveChangesAsync(Ct);
        return Actor.InRole(account.Id, name, role);
    }
}
