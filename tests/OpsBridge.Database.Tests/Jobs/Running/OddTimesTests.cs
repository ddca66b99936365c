using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Maintenance;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Running;

/// <summary>Real maintenance windows, restarts while paused, and clocks that jump while an attempt waits for its next try.</summary>
public sealed class OddTimesTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private JobBridge _bridge = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bridge = await JobBridge.CreateAsync(server);

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Theory]
    [InlineData(OnlyWhile.InMaintenance, "Missed:Maintenance Succeeded Missed:Maintenance")]
    [InlineData(OnlyWhile.OutsideMaintenance, "Succeeded Missed:Maintenance Succeeded")]
    [InlineData(OnlyWhile.Always, "Succeeded Succeeded Succeeded")]
    public async Task A_job_minds_the_maintenance_windows_of_its_asset(OnlyWhile only, string states)
    {
        var (asset, other) = await AssetsAsync();
        var job = await _bridge.HourlyAsync("Patch", d => d with { AssetId = asset, OnlyWhile = only });
        var elsewhere = await _bridge.HourlyAsync("Elsewhere", d => d with { AssetId = other, OnlyWhile = OnlyWhile.OutsideMaintenance });
        var window = new WindowDetails("Patching", "monthly updates", WindowKind.Fixed, new MaintenanceScope(MatcherSet.Parse("asset=\"db-1\"").Set!.Matchers, null, null))
        {
            From = _bridge.Now + TimeSpan.FromMinutes(90),
            To = _bridge.Now + TimeSpan.FromMinutes(150),
        };
        Assert.IsType<SaveWindowResult.Saved>(await _bridge.Get<SaveWindow>().HandleAsync(null, 0, window, JobBridge.Ann, Ct));

        for (var hour = 0; hour < 3; hour++)
        {
            _bridge.Get<LiveFeed>().PublishAll();
            await _bridge.PassAsync(s_hour);
            await _bridge.SettleAsync();
        }

        Assert.Equal(states, await _bridge.StatesAsync(job));
        Assert.Equal("Succeeded Succeeded Succeeded", await _bridge.StatesAsync(elsewhere));
        Assert.Equal("", await _bridge.FiringAsync()); // what maintenance forbids is recorded, and nobody is called
        Assert.All((await _bridge.RunsAsync(job)).Where(r => r.State == RunState.Missed), r => Assert.Equal(only == OnlyWhile.InMaintenance ? "the asset was not in maintenance" : "the asset was in maintenance", r.Summary));
    }

    [Fact]
    public async Task A_job_that_was_paused_before_a_restart_is_paused_after_it_and_nothing_is_lost()
    {
        var job = await _bridge.HourlyAsync("Nightly", d => d with { CatchUp = CatchUp.Last });
        Assert.IsType<PauseJobResult.Done>(await _bridge.Get<PauseJob>().HandleAsync(job, _bridge.Now.AddMinutes(150), "the array is rebuilt", hold: false, JobBridge.Ann, Ct));
        await _bridge.PassAsync(s_hour);
        await _bridge.Engine.StopAsync();

        await using var next = _bridge.Another(); // another hour passes before it is started again
        await next.PassAsync(s_hour);
        await next.SettleAsync();
        Assert.Equal("Missed:Paused Missed:Paused", await next.StatesAsync(job));
        Assert.Equal("JobMissed Info", await next.FiringAsync());
        Assert.All(await next.RunsAsync(job), r => Assert.Equal("paused by ann: the array is rebuilt", r.Summary));
        Assert.Empty(next.Kind.Begun);

        await next.PassAsync(TimeSpan.FromMinutes(30)); // the pause ends by itself
        await next.SettleAsync();
        await next.SettleAsync();
        Assert.Equal("Missed:Paused Succeeded:Paused", await next.StatesAsync(job));
        await next.PassAsync(TimeSpan.FromMinutes(30));
        await next.SettleAsync();
        await next.SettleAsync();

        Assert.Null((await next.ReadJobAsync(job)).PausedAt);
        Assert.EndsWith("Succeeded", await next.StatesAsync(job), StringComparison.Ordinal);
        Assert.Equal("", await next.FiringAsync());
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_a_back_off_forgets_neither_the_attempt_nor_the_wait()
    {
        _bridge.Kind.Fail("no answer");
        var job = await _bridge.HourlyAsync("Backup", d => d with { Attempts = 3, RetryAfter = TimeSpan.FromMinutes(5) });
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        await _bridge.Engine.StopAsync();

        await using var next = _bridge.Another();
        await next.PassAsync(TimeSpan.FromMinutes(4));
        await next.SettleAsync();
        Assert.Empty(next.Kind.Begun);
        await next.PassAsync(TimeSpan.FromMinutes(1));
        await next.SettleAsync();

        Assert.Equal("Succeeded", await next.StatesAsync(job));
        Assert.Equal(2, Assert.Single(next.Kind.Begun).Number);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_an_hour_delays_the_next_attempt_and_loses_and_doubles_none()
    {
        _bridge.Kind.Fail("no answer");
        var job = await _bridge.HourlyAsync("Backup", d => d with { Attempts = 3, RetryAfter = TimeSpan.FromMinutes(5) });
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        await _bridge.Engine.StopAsync();

        await using var back = _bridge.Another(new FakeClock(_bridge.Now - s_hour)); // the same machine, its clock set back
        await back.PassAsync(TimeSpan.FromMinutes(30));
        await back.SettleAsync();
        Assert.Empty(back.Kind.Begun);
        await back.PassAsync(TimeSpan.FromMinutes(35));
        await back.SettleAsync();

        Assert.Equal("Succeeded", await back.StatesAsync(job)); // one nominal time, one effect
        var run = Assert.Single(await back.RunsAsync(job));
        Assert.Equal((2, true), (run.Attempt, run.EndedAt >= run.StartedAt));
        Assert.Equal("", await back.FiringAsync());
        await back.PassAsync(TimeSpan.FromMinutes(55));
        await back.SettleAsync();
        Assert.Equal("Succeeded Succeeded", await back.StatesAsync(job));
    }

    [Fact]
    public async Task A_chain_cannot_be_closed_to_a_circle_by_two_who_save_at_once()
    {
        var first = await _bridge.HourlyAsync("First");
        var second = await _bridge.JobAsync("Second", new AfterSchedule(first, AfterCondition.Success, TimeSpan.Zero));
        var third = await _bridge.HourlyAsync("Third");
        var save = _bridge.Get<SaveJob>();
        JobDetails After(string name, Guid job) => new(name, new Kinds.CommandSettings("fake", []), new AfterSchedule(job, AfterCondition.Success, TimeSpan.Zero));

        Assert.IsType<SaveJobResult.Invalid>(await save.HandleAsync(first, 1, After("First", second), JobBridge.Ann, Ct));
        Assert.IsType<SaveJobResult.Invalid>(await save.HandleAsync(first, 1, After("First", first), JobBridge.Ann, Ct));
        var both = await Task.WhenAll(save.HandleAsync(third, 1, After("Third", second), JobBridge.Ann, Ct), save.HandleAsync(first, 1, After("First", third), JobBridge.Ann, Ct));

        Assert.Single(both, r => r is SaveJobResult.Done);
        Assert.Single(both, r => r is SaveJobResult.Invalid);
    }

    private async Task<(Guid Asset, Guid Other)> AssetsAsync()
    {
        var site = Site.Create(new SiteDetails("Zurich DC", SiteKind.DataCentre, "UTC", null));
        var asset = Asset.Create(new AssetDetails("db-1", "server", site.Id, Criticality.High));
        var other = Asset.Create(new AssetDetails("db-2", "server", site.Id, Criticality.High));
        await _bridge.ReadAsync(async db =>
        {
            db.AddRange(site, asset, other);
            return await db.SaveChangesAsync(Ct);
        });
        return (asset.Id, other.Id);
    }
}
