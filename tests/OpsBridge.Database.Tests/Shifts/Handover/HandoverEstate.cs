using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Handling;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Maintenance;
using OpsBridge.Monitoring;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Shifts.Handover;

/// <summary>A desk with shifts, people on watch, and all slices that tell and give to a handover, on a database of its own.</summary>
internal sealed class HandoverEstate : IAsyncDisposable
{
    private const string Password = IdentityFixture.Password;
    private readonly TestDatabase _database;
    private readonly Action<IServiceCollection>? _more;
    private ServiceProvider _services;

    private HandoverEstate(TestDatabase database, Action<IServiceCollection>? more, DateTimeOffset cut)
    {
        (_database, _more, T, Clock) = (database, more, cut, new FakeClock(cut.AddHours(-1)));
        _services = Start();
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public FakeClock Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>T of the handover from Early to Late.</summary>
    public DateTimeOffset T { get; }

    public Guid Desk { get; private set; }

    public Guid Handover { get; private set; }

    public Actor Ann { get; private set; } = default!;

    public Actor Bob { get; private set; } = default!;

    public Actor Cid { get; private set; } = default!;

    public Actor Sue { get; private set; } = default!;

    public IDbContextFactory<OpsDbContext> Contexts => _database.Contexts;

    public string ConnectionString => _database.ConnectionString;

    /// <summary>Ann holds the desk for Early, Bob comes on for Late, an hour before T.</summary>
    public static async Task<HandoverEstate> CreateAsync(PostgresServer server, Action<IServiceCollection>? more = null, DateTimeOffset? cut = null)
    {
        var estate = new HandoverEstate(await TestDatabase.CreateAsync(server), more, cut ?? new(2026, 1, 15, 13, 0, 0, TimeSpan.Zero));
        (estate.Ann, estate.Bob) = (await estate.AccountAsync("ann", Role.Operator), await estate.AccountAsync("bob", Role.Operator));
        (estate.Cid, estate.Sue) = (await estate.AccountAsync("cid", Role.Operator), await estate.AccountAsync("sue", Role.Supervisor));
        await using var db = await estate.Contexts.CreateDbContextAsync(Ct);
        var desk = Shifts.Desk.Create(new DeskDetails("Main", "Europe/Zurich"), estate.T.AddDays(-1));
        var day = DateOnly.FromDateTime(estate.T.UtcDateTime);
        var early = Shift.Plan(desk.Id, "Early", day, estate.T.AddHours(-8), estate.T);
        db.AddRange(desk, early, Shift.Plan(desk.Id, "Late", day, estate.T, estate.T.AddHours(8)), Shift.Plan(desk.Id, "Night", day, estate.T.AddHours(8), estate.T.AddHours(16)));
        await db.SaveChangesAsync(Ct);
        db.Add(WatchSpell.Begin(desk.Id, early.Id, estate.Ann, holds: true, early.StartsAt));
        await db.SaveChangesAsync(Ct);
        estate.Desk = desk.Id;
        return estate;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Another process over the same database.</summary>
    public async Task RestartAsync()
    {
        await _services.DisposeAsync();
        _services = Start();
    }

    /// <summary>The clock's round, and the handover that it made.</summary>
    public async Task<Guid> RoundAsync()
    {
        await Get<HandoverRounds>().MakeAsync(Ct);
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        return Handover = await db.Set<WatchHandover>().Where(h => h.AcceptedAt == null && h.State != HandoverState.Lapsed).Select(h => h.Id).SingleOrDefaultAsync(Ct);
    }

    public Task<HandoverOutcome> TakeAsync(HandoverStep step, Actor who, string password = Password) => Get<MoveHandover>().HandleAsync(Handover, step, password, who, Ct);

    public async Task DoAsync(HandoverStep step, Actor who)
    {
        var outcome = await TakeAsync(step, who);
        Assert.True(outcome is HandoverOutcome.Done, outcome is HandoverOutcome.Refused refused ? string.Join(" ", refused.Reasons) : outcome.ToString());
    }

    public async Task<HandoverView> ViewAsync() => (await Get<IHandoverReader>().ReadAsync(Handover, Bob, Ct))!;

    public async Task PrepareAsync()
    {
        await RoundAsync();
        await DoAsync(new HandoverStep.Write(HandoverCase.StateLine, "degraded: db-1", 0), Ann);
        var view = await ViewAsync();
        foreach (var (section, fact) in view.Case.Around.Facts.ToJudge)
        {
            await DoAsync(new HandoverStep.Write(new(section, fact.Key, TextField.Assessment), "disk full", 0), Ann);
            await DoAsync(new HandoverStep.Write(new(section, fact.Key, TextField.Recommendation), "Late frees space by 15:00", 0), Ann);
        }

        await DoAsync(new HandoverStep.Decide([.. view.Case.Around.Belongings.Select(b => new BelongingKey(b.Kind, b.Key))], TransferTo.Watch, null), Ann);
    }

    public async Task ToReadBackAsync()
    {
        await PrepareAsync();
        await DoAsync(new HandoverStep.Sign(), Ann);
        await ReadAllAsync(Bob);
        if ((await ViewAsync()).Risks.Count > 0)
        {
            await DoAsync(new HandoverStep.Countersign(), Sue);
        }
    }

    public async Task ReadAllAsync(Actor who)
    {
        await DoAsync(new HandoverStep.Review("at the desk"), who);
        foreach (var section in (await ViewAsync()).Case.ToRead())
        {
            await DoAsync(new HandoverStep.Read(section), who);
        }

        await DoAsync(new HandoverStep.ReadBack("db-1 fills up"), who);
        await DoAsync(new HandoverStep.Confirm(), Ann);
    }

    public async Task<long> AlertAsync(string asset, Actor? owner, AlertSeverity severity = AlertSeverity.Major)
    {
        await Get<ApplySignals>().HandleAsync([new AlertSignal(Labels.Of(("asset", asset)), true, severity, $"{asset} is down", Now)], Actor.Internal("source", Permissions.ReportAlerts), Ct);
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        var id = await db.Set<Alert>().Where(a => a.Summary == $"{asset} is down").Select(a => a.Id).SingleAsync(Ct);
        if (owner is not null)
        {
            await Get<HandleAlerts>().HandleAsync(new AlertOrder([id], new AlertVerb.Take(), null), owner, Ct);
        }

        return id;
    }

    public async Task<Guid> SilenceAsync(Actor owner)
    {
        var details = new SilenceDetails(MatcherSet.Parse("asset=\"db-9\"").Set!.Matchers, Now, Now.AddHours(6), "patching");
        return Assert.IsType<SaveSilenceResult.Saved>(await Get<SaveSilence>().HandleAsync(null, details, owner, Ct)).Id;
    }

    /// <summary>A promise that somebody made.</summary>
    public async Task EntryAsync(Actor owner) =>
        Assert.IsType<WriteLogEntryResult.Done>(await Get<WriteLogEntry>().HandleAsync(new LogEntryDetails("calls the vendor back") { Kind = LogEntryKind.Ongoing, DeskId = Desk }, owner, Ct));

    /// <summary>Somebody on watch at a desk.</summary>
    public async Task StandAsync(Guid desk, Actor who, bool holds = false)
    {
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        db.Add(WatchSpell.Begin(desk, null, who, holds, Now));
        await db.SaveChangesAsync(Ct);
    }

    /// <summary>Another desk, without shifts.</summary>
    public async Task<Guid> DeskAsync(string name)
    {
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        var desk = Shifts.Desk.Create(new DeskDetails(name, "Europe/Zurich"), Now);
        db.Add(desk);
        await db.SaveChangesAsync(Ct);
        return desk.Id;
    }

    /// <summary>"alert ann" and so on: everything open that has an owner.</summary>
    public async Task<IReadOnlyList<string>> OwnedAsync()
    {
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        return [.. (await Get<WatchBelongings>().OwnedByAsync(db, [Ann.Id!.Value, Bob.Id!.Value, Cid.Id!.Value, Sue.Id!.Value], lockThem: false, Ct)).Select(b => $"{b.Kind} {b.OwnerName}").Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<WatchSpell>> OnWatchAsync()
    {
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        return await db.Set<WatchSpell>().AsNoTracking().Where(s => s.LeftAt == null).ToListAsync(Ct);
    }

    public async Task<string?> OwnerAsync(long alert)
    {
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        return await db.Set<Alert>().Where(a => a.Id == alert).Select(a => a.OwnerName).SingleAsync(Ct);
    }

    public Task<HandoverVerdict> VerifyAsync() => Get<VerifyHandovers>().HandleAsync(Bob, Ct);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private ServiceProvider Start()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddData(_database.ConnectionString)
            .AddLive().AddTimeline().AddIdentity().AddAssets().AddAlerts().AddMaintenance().AddMonitoring([]).AddShifts().AddLogBook().AddHandover()
            .Configure<PasswordHasherOptions>(options => options.IterationCount = 10);
        _more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private async Task<Actor> AccountAsync(string name, Role role)
    {
        await Get<ProvisionAccess>().EnsureAccountAsync(name, role, Password, Actor.Internal("test", Permissions.ManageAccounts), Ct);
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        return Actor.InRole(await db.Set<Account>().Where(a => a.UserName == name).Select(a => a.Id).SingleAsync(Ct), name, role);
    }
}
