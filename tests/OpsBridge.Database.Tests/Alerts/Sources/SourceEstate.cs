using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts.Intake;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Sources;

/// <summary>The sources over a test's database and clock, with nothing running by itself.</summary>
internal sealed class SourceEstate : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SourceEstate(TestDatabase database, FakeClock clock)
    {
        Clock = clock;
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock)
            .AddData(database.ConnectionString).AddLive().AddAlerts().AddSingleton<SourceWatch>().BuildServiceProvider();
    }

    public static Actor Admin { get; } = Actor.InRole(Guid.CreateVersion7(), "Chief", Role.Admin);

    public static Actor Viewer { get; } = Actor.InRole(Guid.CreateVersion7(), "Vic", Role.Viewer);

    public FakeClock Clock { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<CreateSourceResult.Done> CreateAsync(SourceDetails details) =>
        Assert.IsType<CreateSourceResult.Done>(await Get<CreateSource>().HandleAsync(details, Admin, Ct));

    /// <summary>Raises one alert of a source, as the intake would.</summary>
    public Task RaiseAsync(Guid sourceId, string name) => Get<ApplySignals>().HandleAsync(
        [new AlertSignal(Labels.Of(("alertname", name)), true, AlertSeverity.Major, $"{name} is broken", Clock.GetUtcNow()) { SourceId = sourceId, Source = "x", EndsAt = Clock.GetUtcNow().AddMinutes(5) }],
        Actor.Internal("test", Permissions.ReportAlerts),
        Ct);

    public ValueTask<SourceProfile> ProfileAsync(Guid? keyId, string format = "alertmanager") =>
        Get<ISourceDirectory>().FindAsync(new Actor(keyId, "key:x", Admin.Granted), format, Ct);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
