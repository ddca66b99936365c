using OpsBridge.Alerts;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Maintenance.MaintainedEstate;

namespace OpsBridge.Maintenance;

public sealed class WindowUseCasesTests(PostgresServer server) : IAsyncLifetime
{
    private MaintainedEstate _estate = default!;

    public async ValueTask InitializeAsync() => _estate = await MaintainedEstate.CreateAsync(server);

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    private SaveWindow Save => _estate.Get<SaveWindow>();

    [Fact]
    public async Task A_window_on_an_asset_hides_everything_that_is_reached_through_it_and_a_new_child_too()
    {
        var site = await _estate.SiteAsync("Zurich");
        var core = await _estate.AssetAsync("core", site);
        var rack = await _estate.AssetAsync("rack", site, core);
        var leaf = await _estate.AssetAsync("server", site, rack);
        var beside = await _estate.AssetAsync("beside", site);
        foreach (var (name, id) in new[] { ("core", core), ("server", leaf), ("beside", beside) })
        {
            await _estate.SignalAsync(_estate.Signal(name, AlertSeverity.Major) with { AssetId = id });
        }

        await _estate.WindowAsync(_estate.Plan(WindowKind.Fixed, "") with { Scope = new MaintenanceScope([], core, null) });
        Assert.Equal("Patching", Assert.Single((await _estate.RowAsync("core")).SuppressedBy).Name);
        Assert.False((await _estate.RowAsync("server")).Unhandled);
        Assert.True((await _estate.RowAsync("beside")).Unhandled);

        var late = await _estate.AssetAsync("late", site, leaf);
        await _estate.SignalAsync(_estate.Signal("late", AlertSeverity.Major) with { AssetId = late });
        Assert.False((await _estate.RowAsync("late")).Unhandled);
    }

    [Fact]
    public async Task A_window_on_a_site_hides_what_stands_there_unless_its_conditions_say_otherwise()
    {
        var (zurich, basel) = (await _estate.SiteAsync("Zurich"), await _estate.SiteAsync("Basel"));
        foreach (var (name, site) in new[] { ("z1", zurich), ("z2", zurich), ("b1", basel) })
        {
            await _estate.SignalAsync(_estate.Signal(name, AlertSeverity.Major) with { AssetId = await _estate.AssetAsync(name, site) });
        }

        await _estate.WindowAsync(_estate.Plan(WindowKind.Fixed) with { Scope = new MaintenanceScope(Matchers("asset!=\"z2\""), null, zurich) });

        Assert.False((await _estate.RowAsync("z1")).Unhandled);
        Assert.True((await _estate.RowAsync("z2")).Unhandled);
        Assert.True((await _estate.RowAsync("b1")).Unhandled);
    }

    [Fact]
    public async Task A_flexible_window_is_started_by_its_first_failure_and_says_so()
    {
        var id = await _estate.WindowAsync(_estate.Plan(WindowKind.Flexible, "asset=~\"db-.*\""));
        Assert.Equal(WindowState.Waiting, (await RowAsync(id)).State);
        _estate.Clock.FastForward(TimeSpan.FromHours(1));
        await _estate.RaiseAsync("db-1");
        Assert.False((await _estate.RowAsync("db-1")).Unhandled); // hidden before anything has looked

        await RoundAsync();
        Assert.Equal((WindowState.InForce, _estate.Now, _estate.Now.AddHours(1)), await StretchAsync(id));
        _estate.Clock.FastForward(TimeSpan.FromMinutes(30));
        await _estate.RaiseAsync("db-2");
        Assert.False((await _estate.RowAsync("db-2")).Unhandled);
        Assert.Equal((WindowState.InForce, _estate.Now.AddMinutes(-30), _estate.Now.AddMinutes(30)), await StretchAsync(id)); // the second failure prolongs nothing
        _estate.Clock.FastForward(TimeSpan.FromMinutes(30));

        Assert.True((await _estate.RowAsync("db-2")).Unhandled);
        Assert.Equal(["window.planned by ann", "window.triggered by OpsBridge", "window.started by OpsBridge"], await _estate.TimelineAsync("window"));
    }

    [Fact]
    public async Task What_fired_before_a_flexible_window_does_not_start_it()
    {
        await _estate.RaiseAsync("db-1");
        _estate.Clock.FastForward(TimeSpan.FromMinutes(1));
        var id = await _estate.WindowAsync(_estate.Plan(WindowKind.Flexible));

        await RoundAsync();

        Assert.Equal(WindowState.Waiting, (await RowAsync(id)).State);
        Assert.True((await _estate.RowAsync("db-1")).Unhandled);
    }

    [Fact]
    public async Task A_recurring_window_is_ended_for_today_and_comes_again()
    {
        var id = await _estate.WindowAsync(_estate.Plan(WindowKind.Recurring) with { Cron = "0 0 13 * * ?", Zone = "UTC", To = _estate.Now.AddDays(300) });
        await _estate.RaiseAsync("db-1");
        Assert.True((await _estate.RowAsync("db-1")).Unhandled);
        _estate.Clock.FastForward(TimeSpan.FromHours(1.5));
        Assert.False((await _estate.RowAsync("db-1")).Unhandled);

        Assert.IsType<EndWindowResult.Done>(await _estate.Get<EndWindow>().HandleAsync(id, _estate.Bob, Ct));
        _estate.Hear();
        Assert.True((await _estate.RowAsync("db-1")).Unhandled);
        Assert.IsType<EndWindowResult.WasOver>(await _estate.Get<EndWindow>().HandleAsync(id, _estate.Bob, Ct));
        _estate.Clock.FastForward(TimeSpan.FromDays(1));
        Assert.False((await _estate.RowAsync("db-1")).Unhandled);

        Assert.Equal(new EndWindowResult.NotYours("ann"), await _estate.Get<CancelWindow>().HandleAsync(id, _estate.Bob, Ct));
        Assert.IsType<EndWindowResult.Done>(await _estate.Get<CancelWindow>().HandleAsync(id, _estate.Ann, Ct));
        _estate.Hear();
        Assert.True((await _estate.RowAsync("db-1")).Unhandled);
        Assert.IsType<SaveWindowResult.Cancelled>(await Save.HandleAsync(id, 0, _estate.Plan(WindowKind.Fixed), _estate.Ann, Ct));
    }

    [Fact]
    public async Task The_end_is_moved_by_its_owner_but_not_into_the_next_time()
    {
        var id = await _estate.WindowAsync(_estate.Plan(WindowKind.Recurring) with { Cron = "0 0 * * * ?", Zone = "UTC", Lasts = TimeSpan.FromMinutes(20), To = _estate.Now.AddDays(2) });
        var extend = _estate.Get<ExtendWindow>();
        Assert.IsType<ExtendResult.Done>(await extend.HandleAsync(id, _estate.Now.AddMinutes(30), _estate.Ann, Ct));

        Assert.Equal(new ExtendResult.NotYours("ann"), await extend.HandleAsync(id, _estate.Now.AddMinutes(40), _estate.Bob, Ct));
        Assert.Contains("begins again", Assert.IsType<ExtendResult.Invalid>(await extend.HandleAsync(id, _estate.Now.AddMinutes(60), _estate.Sue, Ct)).Reason);
        Assert.Contains("after the start", Assert.IsType<ExtendResult.Invalid>(await extend.HandleAsync(id, _estate.Now.AddMinutes(-1), _estate.Sue, Ct)).Reason);
        _estate.Clock.FastForward(TimeSpan.FromMinutes(30));
        Assert.IsType<ExtendResult.Over>(await extend.HandleAsync(id, _estate.Now.AddMinutes(5), _estate.Ann, Ct));
    }

    [Fact]
    public async Task Windows_that_start_one_another_never_form_a_chain_or_an_endless_stretch()
    {
        var hourly = await _estate.WindowAsync(_estate.Plan(WindowKind.Recurring) with { Cron = "0 0 * * * ?", Zone = "UTC", Lasts = TimeSpan.FromMinutes(20), To = _estate.Now.AddDays(2) });
        var after = await _estate.WindowAsync(_estate.Plan(WindowKind.Triggered) with { Name = "After", TriggerId = hourly, Lasts = TimeSpan.FromMinutes(40) });

        var longer = await Save.HandleAsync(after, (await RowAsync(after)).Version, _estate.Plan(WindowKind.Triggered) with { TriggerId = hourly, Lasts = TimeSpan.FromMinutes(60) }, _estate.Ann, Ct);
        Assert.Contains("never end", Errors(longer)[nameof(WindowDetails.Lasts)]);
        var chained = await Save.HandleAsync(null, 0, _estate.Plan(WindowKind.Triggered) with { TriggerId = after }, _estate.Ann, Ct);
        Assert.Contains("itself started", Errors(chained)[nameof(WindowDetails.TriggerId)]);
        var turned = await Save.HandleAsync(hourly, (await RowAsync(hourly)).Version, _estate.Plan(WindowKind.Triggered) with { TriggerId = after }, _estate.Ann, Ct);
        Assert.Contains("starts After", Errors(turned)[nameof(WindowDetails.Kind)]);
        var faster = await Save.HandleAsync(hourly, (await RowAsync(hourly)).Version, _estate.Plan(WindowKind.Recurring) with { Cron = "0 0/30 * * * ?", Zone = "UTC", Lasts = TimeSpan.FromMinutes(10), To = _estate.Now.AddDays(2) }, _estate.Ann, Ct);
        Assert.Contains("After", Errors(faster)[nameof(WindowDetails.Cron)]);
        var nothing = await Save.HandleAsync(null, 0, _estate.Plan(WindowKind.Triggered) with { TriggerId = Guid.CreateVersion7() }, _estate.Ann, Ct);
        Assert.Contains("Choose another", Errors(nothing)[nameof(WindowDetails.TriggerId)]);

        Assert.Equal(_estate.Now.AddHours(0), (await RowAsync(after)).Now?.Start);
    }

    [Fact]
    public async Task A_plan_is_saved_as_it_was_seen_or_not_at_all()
    {
        var id = await _estate.WindowAsync(_estate.Plan(WindowKind.Fixed));
        var seen = (await RowAsync(id)).Version;

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            Save.HandleAsync(id, seen, _estate.Plan(WindowKind.Fixed) with { Name = $"Patching {i}" }, _estate.Ann, Ct)));

        Assert.Single(results.OfType<SaveWindowResult.Saved>());
        Assert.Equal(5, results.OfType<SaveWindowResult.Stale>().Count());
        Assert.Equal(new SaveWindowResult.NotYours("ann"), await Save.HandleAsync(id, seen, _estate.Plan(WindowKind.Fixed), _estate.Bob, Ct));
        Assert.IsType<SaveWindowResult.NotFound>(await Save.HandleAsync(Guid.CreateVersion7(), seen, _estate.Plan(WindowKind.Fixed), _estate.Ann, Ct));
        var gone = await Save.HandleAsync(null, 0, _estate.Plan(WindowKind.Fixed) with { Scope = new MaintenanceScope([], Guid.CreateVersion7(), Guid.CreateVersion7()) }, _estate.Ann, Ct);
        Assert.Contains("no such asset", Errors(gone)[nameof(WindowDetails.Scope)]);
    }

    [Fact]
    public async Task The_list_names_state_scope_and_times_ahead()
    {
        var site = await _estate.SiteAsync("Zurich");
        await _estate.WindowAsync(_estate.Plan(WindowKind.Recurring) with { Name = "Nightly", Cron = "0 0 1 * * ?", Zone = "UTC", To = _estate.Now.AddDays(300), Scope = new MaintenanceScope([], null, site) });
        await _estate.WindowAsync(_estate.Plan(WindowKind.Fixed) with { Name = "Now" });

        var rows = await _estate.Get<IWindowList>().ReadAsync(Viewer, Ct);

        Assert.Equal([("Now", WindowState.InForce), ("Nightly", WindowState.Planned)], rows.Select(r => (r.Name, r.State)));
        Assert.Equal("Zurich", rows[1].SiteName);
        Assert.Equal(14, rows[1].Upcoming.Count);
        _estate.Clock.FastForward(TimeSpan.FromDays(12));
        Assert.Equal(["Nightly"], (await _estate.Get<IWindowList>().ReadAsync(Viewer, Ct)).Select(r => r.Name));
    }

    [Fact]
    public async Task A_plan_shows_its_next_times_and_what_it_would_have_hidden()
    {
        await _estate.RaiseAsync("db-1");
        var plan = _estate.Plan(WindowKind.Recurring) with { Cron = "0 30 11 * * ?", Zone = "UTC", To = _estate.Now.AddDays(300) };

        var next = await _estate.Get<IWindowTimes>().NextAsync(plan, 20, Viewer, Ct);
        Assert.Equal(20, next.Count);
        Assert.Equal(new DateTimeOffset(2026, 1, 16, 11, 30, 0, TimeSpan.Zero), next[0].Start); // today's began before the window exists
        var inTime = await _estate.Get<IScopePreview>().ReadAsync(plan.Scope, plan, Viewer, Ct);
        Assert.Equal((1, 1), (inTime.LastWeek, inTime.LastWeekInTime));
        var outOfTime = await _estate.Get<IScopePreview>().ReadAsync(plan.Scope, plan with { Cron = "0 30 9 * * ?" }, Viewer, Ct);
        Assert.Equal((1, 0), (outOfTime.LastWeek, outOfTime.LastWeekInTime));
        Assert.Empty(await _estate.Get<IWindowTimes>().NextAsync(plan with { Cron = "nonsense" }, 20, Viewer, Ct));
    }

    private static IReadOnlyDictionary<string, string> Errors(SaveWindowResult result) => Assert.IsType<SaveWindowResult.Invalid>(result).Errors;

    private async Task RoundAsync()
    {
        await _estate.Get<MaintenanceRounds>().MakeAsync(Ct);
        _estate.Hear();
        await _estate.Get<MaintenanceRounds>().MakeAsync(Ct);
        _estate.Hear();
    }

    private async Task<WindowRow> RowAsync(Guid id) => (await _estate.Get<IWindowList>().FindAsync(id, Viewer, Ct))!;

    private async Task<(WindowState State, DateTimeOffset? From, DateTimeOffset? To)> StretchAsync(Guid id) =>
        await RowAsync(id) is var row ? (row.State, row.Now?.Start, row.Now?.End) : default;
}
