using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Holds;

/// <summary>Holds of several jobs and their release, on one database and one clock: Monday 08:00 UTC.</summary>
public sealed class HoldTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly Actor s_bob = Actor.InRole(Guid.CreateVersion7(), "bob", Role.Operator);
    private JobBridge _bridge = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bridge = await JobBridge.CreateAsync(server);

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task Released_jobs_make_up_one_after_the_other_the_nearest_deadline_first()
    {
        var (late, soon, plain) = await ThreeAsync();
        Assert.Equal(3, Assert.IsType<HoldJobsResult.Done>(await HoldAsync(_bridge.Now + (4 * s_hour), late, soon, plain)).Held.Count);
        await _bridge.PassAsync(s_hour);
        await _bridge.PassAsync(TimeSpan.FromMinutes(10)); // 09:10; each has missed 09:00

        var done = Assert.IsType<ReleaseJobsResult.Done>(await ReleaseAsync(late, soon, plain));

        Assert.Equal([("Plain", _bridge.Now, false), ("Soon", _bridge.Now, true), ("Late", _bridge.Now + s_minute, true)], done.Released.OrderBy(r => r.At).ThenBy(r => r.Name, StringComparer.Ordinal).Select(r => (r.Name, r.At, r.CatchesUp)));
        await _bridge.SettleAsync();
        await _bridge.SettleAsync();
        Assert.Equal("Succeeded:Held", await _bridge.StatesAsync(soon));
        Assert.Equal("Missed:Held", await _bridge.StatesAsync(late)); // its turn has not come
        Assert.Equal((true, "ann"), ((await _bridge.ReadJobAsync(late)).Held, (await _bridge.ReadJobAsync(late)).ReleasedBy));
        Assert.Equal(3, Assert.IsType<ReleaseJobsResult.Done>(await ReleaseAsync(late, soon, plain)).Before); // asked again, nobody jumps the queue
        await _bridge.PassAsync(s_minute);
        await _bridge.SettleAsync();
        await _bridge.SettleAsync();
        Assert.Equal(("Succeeded:Held", "Missed:Held"), (await _bridge.StatesAsync(late), await _bridge.StatesAsync(plain)));
        Assert.Null((await _bridge.ReadJobAsync(plain)).PausedAt);
        Assert.Equal(3, (await _bridge.TimelineAsync()).Count(t => t.Kind == "job.released"));
    }

    [Fact]
    public async Task A_hold_that_ends_by_itself_lets_its_jobs_make_up_a_minute_apart()
    {
        var (late, soon, plain) = await ThreeAsync();
        var until = _bridge.Now.AddMinutes(90);
        await HoldAsync(until, late, soon, plain);

        var ends = new List<DateTimeOffset?>();
        foreach (var job in new[] { soon, late, plain })
        {
            ends.Add((await _bridge.ReadJobAsync(job)).PausedUntil);
        }

        Assert.Equal([until, until + s_minute, until], ends);
    }

    [Fact]
    public async Task What_somebody_paused_and_what_must_run_stays_as_it_was_and_says_so()
    {
        var paused = await _bridge.HourlyAsync("Paused");
        var must = await _bridge.HourlyAsync("Must", d => d with { MayBeHeld = false });
        var gone = await _bridge.HourlyAsync("Gone");
        var held = await _bridge.HourlyAsync("Held");
        await _bridge.Get<PauseJob>().HandleAsync(paused, _bridge.Now + s_hour, "change", hold: false, JobBridge.Ann, Ct);
        await _bridge.Get<RetireJob>().HandleAsync(gone, JobBridge.Ann, Ct);
        await HoldAsync(_bridge.Now + (3 * s_hour), held);

        var done = Assert.IsType<HoldJobsResult.Done>(await _bridge.Get<HoldJobs>().HandleAsync([paused, must, gone, held], _bridge.Now + (2 * s_hour), "another", s_bob, Ct));

        Assert.Empty(done.Held);
        Assert.Equal(["no such job is in use", "held by ann for longer already", "must run whatever happens", "paused by ann already"], done.Kept.OrderBy(k => k.Name, StringComparer.Ordinal).Select(k => k.Why));
        Assert.Equal(("incident", false), ((await _bridge.ReadJobAsync(held)).PausedWhy, (await _bridge.ReadJobAsync(paused)).Held));
        Assert.Equal(1, Assert.IsType<ReleaseJobsResult.Done>(await ReleaseAsync(paused)).Before); // a pause is no hold
        Assert.NotNull((await _bridge.ReadJobAsync(paused)).PausedAt);
    }

    [Fact]
    public async Task Of_two_who_hold_at_once_the_longer_hold_stays_and_of_two_who_release_one_does()
    {
        var (late, soon, plain) = await ThreeAsync();
        var all = new[] { late, soon, plain };
        var longer = _bridge.Now + (5 * s_hour);
        await Task.WhenAll(
            _bridge.Get<HoldJobs>().HandleAsync(all, longer, "long", JobBridge.Ann, Ct),
            _bridge.Get<HoldJobs>().HandleAsync(all, _bridge.Now + (2 * s_hour), "short", s_bob, Ct));
        Assert.Equal(("long", longer), ((await _bridge.ReadJobAsync(plain)).PausedWhy, (await _bridge.ReadJobAsync(plain)).PausedUntil));

        await _bridge.PassAsync(s_hour);
        var both = await Task.WhenAll(ReleaseAsync(all), ReleaseAsync(all));

        Assert.Equal(3, both.Cast<ReleaseJobsResult.Done>().Sum(d => d.Released.Count));
        Assert.Equal(3, (await _bridge.TimelineAsync()).Count(t => t.Kind == "job.released"));
    }

    [Fact]
    public async Task A_longer_hold_makes_up_for_what_was_missed_since_the_first()
    {
        var job = await _bridge.HourlyAsync("Sync", d => d with { CatchUp = CatchUp.AllInOrder });
        await HoldAsync(_bridge.Now + (2 * s_hour), job);
        await _bridge.PassAsync(s_hour);
        await HoldAsync(_bridge.Now + (2 * s_hour), job);
        await _bridge.PassAsync(s_hour);
        await ReleaseAsync(job);
        for (var i = 0; i < 3; i++)
        {
            await _bridge.SettleAsync();
        }

        Assert.Equal("Succeeded:Held Succeeded:Held", await _bridge.StatesAsync(job));
    }

    [Fact]
    public async Task A_hold_without_jobs_reason_or_sensible_end_is_refused_as_is_a_viewer()
    {
        var hold = _bridge.Get<HoldJobs>();
        var errors = Assert.IsType<HoldJobsResult.Invalid>(await hold.HandleAsync([], _bridge.Now.AddDays(8), " ", JobBridge.Ann, Ct)).Errors;
        Assert.Equal(["jobs", "until", "why"], errors.Keys.Order(StringComparer.Ordinal));
        Assert.IsType<HoldJobsResult.Invalid>(await hold.HandleAsync([Guid.CreateVersion7()], _bridge.Now, "past", JobBridge.Ann, Ct));
        Assert.IsType<ReleaseJobsResult.Invalid>(await _bridge.Get<ReleaseJobs>().HandleAsync([], TimeSpan.FromHours(1), JobBridge.Ann, Ct));
        var viewer = Actor.InRole(Guid.CreateVersion7(), "vic", Role.Viewer);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => hold.HandleAsync([Guid.CreateVersion7()], _bridge.Now + s_hour, "x", viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _bridge.Get<ReleaseJobs>().HandleAsync([], TimeSpan.Zero, viewer, Ct));
    }

    [Fact]
    public async Task The_scope_of_an_asset_is_everything_behind_it_and_of_a_site_its_assets()
    {
        var site = Assert.IsType<CreateSiteResult.Done>(await _bridge.Get<CreateSite>().HandleAsync(new SiteDetails("Zurich", SiteKind.DataCentre, "UTC", null), JobBridge.Ann, Ct)).Id;
        var store = await AssetAsync(site, "store-01");
        var db = await AssetAsync(site, "db-01", store);
        var app = await AssetAsync(site, "app-01", db);
        var aside = await AssetAsync(site, "aside-01");
        foreach (var (name, asset) in new (string, Guid?)[] { ("Backup", db), ("Export", app), ("Aside", aside), ("Nowhere", null) })
        {
            await _bridge.HourlyAsync(name, d => d with { AssetId = asset });
        }

        var scope = _bridge.Get<IHoldScope>();
        var view = await scope.ReadAsync(store, null, JobBridge.Ann, Ct);
        Assert.Equal(("store-01 and 2 assets behind it", "Backup Export"), (view.Words, Names(view)));
        Assert.Equal("Aside Backup Export", Names(await scope.ReadAsync(null, site, JobBridge.Ann, Ct)));
        Assert.Equal("Aside Backup Export Nowhere", Names(await scope.ReadAsync(null, null, JobBridge.Ann, Ct)));
        Assert.Equal("", Names(await scope.ReadAsync(Guid.CreateVersion7(), null, JobBridge.Ann, Ct)));

        static string Names(HoldScopeView view) => string.Join(' ', view.Jobs.Select(j => j.Name));
    }

    private async Task<(Guid Late, Guid Soon, Guid Plain)> ThreeAsync() => (
        await _bridge.HourlyAsync("Late", d => d with { CatchUp = CatchUp.Last }),
        await _bridge.HourlyAsync("Soon", d => d with { CatchUp = CatchUp.Last, Deadline = new TimeOnly(23, 0), DeadlineZone = "UTC" }),
        await _bridge.HourlyAsync("Plain"));

    private Task<HoldJobsResult> HoldAsync(DateTimeOffset until, params Guid[] jobs) => _bridge.Get<HoldJobs>().HandleAsync(jobs, until, "incident", JobBridge.Ann, Ct);

    private Task<ReleaseJobsResult> ReleaseAsync(params Guid[] jobs) => _bridge.Get<ReleaseJobs>().HandleAsync(jobs, s_minute, JobBridge.Ann, Ct);

    private async Task<Guid> AssetAsync(Guid site, string name, params Guid[] parents) => Assert.IsType<CreateAssetResult.Done>(
        await _bridge.Get<CreateAsset>().HandleAsync(new AssetDetails(name, "server", site, Criticality.High) { ParentIds = parents }, JobBridge.Ann, Ct)).Id;
}
