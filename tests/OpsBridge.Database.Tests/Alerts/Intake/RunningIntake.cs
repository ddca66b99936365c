using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Support;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Intake;

/// <summary>The whole intake over a database, as the host runs it, with a clock that tests can set.</summary>
internal sealed class RunningIntake : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _workers;

    private RunningIntake(ServiceProvider services, SettableClock clock)
    {
        (_services, Clock) = (services, clock);
        _workers = [IntakeFeature.Writer(services), services.GetServices<IHostedService>().OfType<PostgresChangeListener>().Single()];
    }

    public static Actor Sender { get; } = Actor.Internal("key of the sender", Permissions.ReportAlerts);

    public static SourceProfile Prometheus { get; } = Source("Prometheus");

    public SettableClock Clock { get; }

    public IEventIntake Intake => _services.GetRequiredService<IEventIntake>();

    public IEventHistory History => _services.GetRequiredService<IEventHistory>();

    public IntakeGate Gate => _services.GetRequiredService<IntakeGate>();

    public IDbContextFactory<OpsDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<OpsDbContext>>();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public static async Task<RunningIntake> StartAsync(string connectionString, SettableClock? clock = null, Action<IntakeOptions>? options = null)
    {
        var time = clock ?? new SettableClock();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new TestLog())).AddSingleton<TimeProvider>(time).AddData(connectionString).AddLive().AddAlertIntake();
        services.AddOptions<IntakeOptions>().Configure(options ?? (_ => { }));
        var running = new RunningIntake(services.BuildServiceProvider(), time);
        foreach (var worker in running._workers)
        {
            await worker.StartAsync(Ct);
        }

        return running;
    }

    /// <summary>A source that identifies by all labels and reads severity and summary from the obvious places.</summary>
    public static SourceProfile Source(string name) => new(null, name) { Map = e => Map(name, e) };

    public static IncomingEvent Fire(string name, string severity = "warning", DateTimeOffset? startsAt = null) => new(
        EventAction.Fire, Labels.Of(("alertname", name), ("severity", severity)), DateTimeOffset.MinValue)
    {
        Annotations = Labels.Of(("summary", $"{name} is {severity}")),
        StartsAt = startsAt,
        HoldsUntilResolved = true,
    };

    public static IncomingEvent Resolve(string name, DateTimeOffset? startsAt = null, string severity = "warning") =>
        Fire(name, severity, startsAt) with { Action = EventAction.Resolve };

    public Task<IntakeResult> SendAsync(params IncomingEvent[] events) => SendAsync(Prometheus, events);

    public Task<IntakeResult> SendAsync(SourceProfile source, params IReadOnlyList<IncomingEvent> events) =>
        Intake.TakeAsync(source, [.. events.Select(e => e with { ReceivedAt = Clock.GetUtcNow() })], Sender, Ct);

    /// <summary>Sends, and gives the outcomes of what must be stored.</summary>
    public async Task<IReadOnlyList<SignalOutcome>> StoredAsync(params IncomingEvent[] events) =>
        (await SendAsync(events)) is IntakeResult.Stored stored ? stored.Outcomes : throw new InvalidOperationException("Not stored.");

    public async Task<IReadOnlyList<Alert>> AlertsAsync(string? name = null)
    {
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        var all = await db.Set<Alert>().AsNoTracking().OrderBy(a => a.Id).ToListAsync(Ct);
        return name is null ? all : all.FindAll(a => a.Labels["alertname"] == name);
    }

    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync()
    {
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        return await db.Set<TimelineEntry>().AsNoTracking().OrderBy(t => t.Id).ToListAsync(Ct);
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = _services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        command.CommandTimeout = 900; // a thousand kills leave a long history to go through
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }

    public static Task UntilAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(what, condition, Ct);

    /// <summary>Ends it as a crash does: what only memory knows is lost.</summary>
    public async Task CrashAsync()
    {
        await _services.GetRequiredService<NpgsqlDataSource>().DisposeAsync();
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    private static AlertSignal Map(string source, IncomingEvent e)
    {
        if (e.Labels["alertname"] == "throws")
        {
            throw new InvalidOperationException("no such field");
        }

        var identity = Labels.Of(("alertname", e.Labels["alertname"] ?? ""), ("instance", e.Labels["instance"] ?? ""));
        var severity = Enum.Parse<AlertSeverity>(e.Labels["severity"] ?? "warning", ignoreCase: true);
        return new AlertSignal(identity, e.Action != EventAction.Resolve, severity, e.Annotations["summary"] ?? "?", e.ReceivedAt)
        {
            Descriptive = e.Labels,
            Annotations = e.Annotations,
            Source = source,
            StartsAt = e.StartsAt,
            EndsAt = e.EndsAt,
        };
    }
}

/// <summary>The real clock, set forward by tests; timers run in real time.</summary>
internal sealed class SettableClock : TimeProvider
{
    private long _ahead;

    public void Forward(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));
}
