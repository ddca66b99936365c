using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts.History;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Shifts;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Alerts.Handling;

/// <summary>Everything that handles alerts, on a database of its own and with a clock that stands still.</summary>
public sealed class HandlingDesk : IAsyncDisposable
{
    private static readonly Actor s_source = Actor.Internal("outside", Permissions.ReportAlerts);
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private HandlingDesk(TestDatabase database)
    {
        _database = database;
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddData(database.ConnectionString)
            .AddSingleton<IColleagueList, ColleagueList>()
            .Configure<ShiftsOptions>(options => options.DailyZone = "Europe/Zurich")
            .AddSingleton<IShiftChanges, DailyShiftChanges>()
            .AddSingleton<OrderRules>().AddSingleton<AlertSteps>().AddSingleton<HandleAlerts>().AddSingleton<UndoAlertAction>()
            .AddSingleton<AlertTimers>().AddSingleton<AlertsAsOf>().AddSingleton<AlertHistoryReader>().AddSingleton<ExportAlerts>()
            .BuildServiceProvider();
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Begins on 5 January 2026, 08:00 UTC.</summary>
    public FakeClock Clock { get; } = new();

    public Actor Ann { get; } = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);

    public Actor Bob { get; } = Actor.InRole(Guid.CreateVersion7(), "Bob", Role.Operator);

    public DateTimeOffset Now => Clock.GetUtcNow();

    public TestDatabase Database => _database;

    public static async Task<HandlingDesk> CreateAsync(PostgresServer server) => new(await TestDatabase.CreateAsync(server));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<int> TickAsync() => Get<AlertTimers>().RunAsync(Ct);

    /// <summary>Reports conditions; <paramref name="change"/> makes them other than firing and major.</summary>
    public Task<IReadOnlyList<SignalOutcome>> ReportAsync(IEnumerable<string> names, Func<AlertSignal, AlertSignal>? change = null) =>
        new ApplySignals(_database.Contexts).HandleAsync([.. names.Select(n => (change ?? (s => s))(Signal(n)))], s_source, Ct);

    public async Task<long> RaiseAsync(string name, Func<AlertSignal, AlertSignal>? change = null)
    {
        await ReportAsync([name], change);
        return (await FindAsync(name)).Id;
    }

    public Task<IReadOnlyList<SignalOutcome>> ClearAsync(params string[] names) => ReportAsync(names, s => s with { Firing = false });

    public async Task<HandleResult.Handled> DoAsync(AlertVerb verb, Actor by, IReadOnlyList<long> ids, string? comment = null) =>
        Assert.IsType<HandleResult.Handled>(await Get<HandleAlerts>().HandleAsync(new AlertOrder(ids, verb, comment), by, Ct));

    public async Task<IReadOnlyList<AlertOutcome>> UndoAsync(Guid action, Actor by) =>
        [.. Assert.IsType<UndoResult.Undone>(await Get<UndoAlertAction>().HandleAsync(action, by, Ct)).Alerts.Select(a => a.Outcome)];

    /// <summary>The newest alert of a condition.</summary>
    public async Task<Alert> FindAsync(string name)
    {
        var fingerprint = Labels.Of(("name", name)).Fingerprint();
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<Alert>().AsNoTracking().Where(a => a.Fingerprint == fingerprint).OrderByDescending(a => a.Id).FirstAsync(Ct);
    }

    public async Task<IReadOnlyList<AlertTransition>> StepsAsync(long id) => [.. (await Get<AlertHistoryReader>().OfAsync(id, 1000, Ann, Ct))!.Steps.Reverse()];

    public async Task<IReadOnlyList<TimelineRow>> TimelineAsync(long id) =>
        [.. (await new TimelineReader(_database.Contexts).OfSubjectAsync("alert", $"{id}", 100, Ann, Ct)).Reverse()];

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _database.Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private AlertSignal Signal(string name) => new(Labels.Of(("name", name)), true, AlertSeverity.Major, $"{name} is broken", Now) { Source = "outside" };
}
