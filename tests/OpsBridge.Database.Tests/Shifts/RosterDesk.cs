using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Shifts;

/// <summary>A bridge on a database of its own, with a clock that stands still: Monday 5 January 2026, 08:00 UTC.</summary>
internal sealed class RosterDesk : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private RosterDesk(TestDatabase database, Action<ShiftsOptions>? options)
    {
        Database = database;
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddData(database.ConnectionString)
            .AddLive().AddTimeline().AddIdentity().AddAssets().AddAlerts().AddShifts()
            .Configure<ShiftsOptions>(o =>
            {
                o.WeeksAhead = 2;
                options?.Invoke(o);
            })
            .Configure<PasswordHasherOptions>(o => o.IterationCount = 10).BuildServiceProvider();
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public TestDatabase Database { get; }

    public FakeClock Clock { get; } = new();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public Actor Ann { get; private set; } = default!;

    public Actor Bob { get; private set; } = default!;

    public Actor Sue { get; private set; } = default!;

    public Actor Viewer { get; private set; } = default!;

    public static async Task<RosterDesk> CreateAsync(PostgresServer server, Action<ShiftsOptions>? options = null)
    {
        var desk = new RosterDesk(await TestDatabase.CreateAsync(server), options);
        desk.Ann = await desk.AccountAsync("ann", Role.Operator);
        desk.Bob = await desk.AccountAsync("bob", Role.Operator);
        desk.Sue = await desk.AccountAsync("sue", Role.Supervisor);
        desk.Viewer = await desk.AccountAsync("viv", Role.Viewer);
        return desk;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<Guid> DeskAsync(string name = "Main", string zone = "UTC", int people = 1, int supervisors = 0) =>
        Assert.IsType<SaveDeskResult.Saved>(await Get<SaveDesk>().HandleAsync(null, 0, new DeskDetails(name, zone, people, supervisors), Sue, Ct)).Id;

    /// <summary>A desk with Early, Late and Night (06, 14, 22 UTC) from today on.</summary>
    public async Task<Guid> PlannedDeskAsync(string name = "Main")
    {
        var desk = await DeskAsync(name);
        Assert.IsType<PlanShiftsResult.Done>(await Get<SavePattern>().HandleAsync(desk, PatternPresets.EightHours(Today), Sue, Ct));
        return desk;
    }

    public Task<IReadOnlyList<Shift>> ShiftsAsync(Guid desk) => ReadAsync(async db => (IReadOnlyList<Shift>)await db.Set<Shift>().AsNoTracking().Where(s => s.DeskId == desk).OrderBy(s => s.StartsAt).ToListAsync(Ct));

    public async Task<Shift> ShiftAsync(Guid desk, int dayFromToday, string name) => (await ShiftsAsync(desk)).Single(s => s.Day == Today.AddDays(dayFromToday) && s.Name == name);

    public async Task<Guid> AssignAsync(Shift shift, Actor who) =>
        Assert.IsType<AssignmentAnswer.Done>(await Get<AssignPerson>().HandleAsync(shift.Id, who.Id!.Value, Sue, Ct)).Id;

    public async Task<Shift> PlanAsync(Guid desk, DateTimeOffset from, double hours, string name = "By hand") =>
        await ReadAsync(async db =>
        {
            var shift = Shift.Plan(desk, name, DateOnly.FromDateTime(from.UtcDateTime), from, from.AddHours(hours));
            db.Add(shift);
            await db.SaveChangesAsync(Ct);
            return shift;
        });

    public async Task<T> ReadAsync<T>(Func<OpsDbContext, Task<T>> read)
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(Ct);
        return await read(db);
    }

    public async Task<RosterView> RosterAsync(Guid desk) => await Get<IRosterBook>().ReadAsync(desk, Today, Today.AddDays(13), Ann, Ct);

    public async Task<DeskWatch> WatchAsync(Guid desk) => (await Get<IWatchBoard>().ReadAsync(Viewer, Ct)).Single(w => w.DeskId == desk);

    public Task<TakeWatchResult> TakeAsync(Guid desk, Actor who) => Get<TakeWatch>().HandleAsync(desk, who, Ct);

    public Task RoundAsync() => Get<WatchRounds>().MakeAsync(Ct);

    /// <summary>Open alerts about the watch, for example "desk-unheld Critical".</summary>
    public Task<IReadOnlyList<string>> AlarmsAsync() => ReadAsync(async db =>
        (IReadOnlyList<string>)[.. (await db.Set<Alert>().Where(a => a.State != AlertState.Closed && a.ClearedAt == null).ToListAsync(Ct)).Select(a => $"{a.Labels["alertname"]} {a.Severity}").Order(StringComparer.Ordinal)]);

    public Task<IReadOnlyList<string>> TimelineAsync(string subject) => ReadAsync(async db =>
        (IReadOnlyList<string>)await db.Set<TimelineEntry>().Where(e => e.Subject == subject).OrderBy(e => e.Id).Select(e => e.Kind + " by " + e.ActorName).ToListAsync(Ct));

    public async Task ChangeAccountAsync(Actor who, Action<Account> change)
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(Ct);
        change(await db.Set<Account>().SingleAsync(a => a.Id == who.Id, Ct));
        await db.SaveChangesAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task<Actor> AccountAsync(string name, Role role)
    {
        await Get<ProvisionAccess>().EnsureAccountAsync(name, role, "violet tractor hums", Actor.Internal("test", Permissions.ManageAccounts), Ct);
        return await ReadAsync(async db => Actor.InRole((await db.Set<Account>().SingleAsync(a => a.UserName == name, Ct)).Id, name, role));
    }
}
