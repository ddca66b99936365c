using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Maintenance.MaintainedEstate;

namespace OpsBridge.Maintenance;

public sealed class SilenceUseCasesTests(PostgresServer server) : IAsyncLifetime
{
    private MaintainedEstate _estate = default!;

    public async ValueTask InitializeAsync() => _estate = await MaintainedEstate.CreateAsync(server);

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    private SaveSilence Save => _estate.Get<SaveSilence>();

    [Fact]
    public async Task It_hides_at_once_and_ends_at_once_and_the_alert_itself_is_never_touched()
    {
        await _estate.RaiseAsync("db-1", "web-1");
        var before = await _estate.RowAsync("db-1");
        Assert.True(before.Unhandled);

        var id = await _estate.SilenceAsync();
        var hidden = await _estate.RowAsync("db-1");
        Assert.False(hidden.Unhandled);
        Assert.Equal(id, Assert.Single(hidden.SuppressedBy).Id);
        Assert.True((await _estate.RowAsync("web-1")).Unhandled);

        Assert.IsType<ExpireSilenceResult.Done>(await _estate.Get<ExpireSilence>().HandleAsync(id, _estate.Bob, Ct));
        _estate.Hear();
        Assert.True((await _estate.RowAsync("db-1")).Unhandled);
        Assert.Equal(before.Version, (await _estate.RowAsync("db-1")).Version);
        Assert.IsType<ExpireSilenceResult.AlreadyExpired>(await _estate.Get<ExpireSilence>().HandleAsync(id, _estate.Bob, Ct));
        Assert.IsType<ExpireSilenceResult.NotFound>(await _estate.Get<ExpireSilence>().HandleAsync(Guid.CreateVersion7(), _estate.Bob, Ct));
        Assert.Equal(["silence.created by ann", "silence.expired by bob"], await _estate.TimelineAsync("silence"));
    }

    [Fact]
    public async Task Its_end_needs_no_write_only_time()
    {
        await _estate.RaiseAsync("db-1");
        await _estate.SilenceAsync(hours: 2);

        _estate.Clock.FastForward(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
        Assert.False((await _estate.RowAsync("db-1")).Unhandled);
        _estate.Clock.FastForward(TimeSpan.FromMilliseconds(1));

        Assert.True((await _estate.RowAsync("db-1")).Unhandled);
    }

    [Fact]
    public async Task A_change_in_place_keeps_the_key_and_any_other_change_ends_the_old_one_under_a_new_key()
    {
        var id = await _estate.SilenceAsync();
        var start = _estate.Now;
        _estate.Clock.FastForward(TimeSpan.FromMinutes(5));

        var longer = await Save.HandleAsync(id, _estate.Details(hours: 3) with { StartsAt = start, Comment = "longer" }, _estate.Ann, Ct);
        Assert.Equal(new SaveSilenceResult.Saved(id, null), longer);
        var other = Assert.IsType<SaveSilenceResult.Saved>(await Save.HandleAsync(id, _estate.Details("asset=\"db-2\"") with { StartsAt = start }, _estate.Ann, Ct));
        Assert.Equal(id, other.Replaced);

        var rows = (await _estate.Get<ISilenceList>().ReadAsync(DateTimeOffset.UnixEpoch, Viewer, Ct)).ToDictionary(r => r.Id);
        Assert.Equal((SilenceState.Expired, "longer"), (rows[id].State, rows[id].Comment));
        Assert.Equal((SilenceState.Active, _estate.Now), (rows[other.Id].State, rows[other.Id].StartsAt)); // begins now, not in the past
        var again = Assert.IsType<SaveSilenceResult.Saved>(await Save.HandleAsync(id, _estate.Details(), _estate.Bob, Ct)); // expired: anybody may begin anew
        Assert.Null(again.Replaced);
        Assert.IsType<SaveSilenceResult.NotFound>(await Save.HandleAsync(Guid.CreateVersion7(), _estate.Details(), _estate.Ann, Ct));
    }

    [Fact]
    public async Task Everything_comes_back_from_the_database_as_it_was_given()
    {
        var details = _estate.Details("a=\"x\\\"y\", b!=\"\", c=~\"d|e.*\", f!~\"g\"", comment: "<b>hostile</b>\nsecond line") with
        {
            CreatedBy = "amtool@ops",
            Annotations = Labels.Of(("ticket", "OPS-1")),
        };
        var id = Assert.IsType<SaveSilenceResult.Saved>(await Save.HandleAsync(null, details, _estate.Ann, Ct)).Id;

        var row = await _estate.Get<ISilenceList>().FindAsync(id, Viewer, Ct);

        Assert.Equal(details.Matchers.Select(m => m.ToString()), row!.Matchers.Select(m => m.ToString()));
        Assert.Equal((details.Comment, "amtool@ops", "ann", "OPS-1"), (row.Comment, row.CreatedBy, row.OwnerName, row.Annotations["ticket"]));
    }

    [Fact]
    public async Task Only_the_owner_or_who_oversees_prolongs_it_and_never_beyond_the_limit()
    {
        var id = await _estate.SilenceAsync();
        var extend = _estate.Get<ExtendSilence>();

        Assert.Equal(new ExtendResult.NotYours("ann"), await extend.HandleAsync(id, _estate.Now.AddHours(3), _estate.Bob, Ct));
        Assert.Equal(new SaveSilenceResult.NotYours("ann"), await Save.HandleAsync(id, _estate.Details(hours: 9), _estate.Bob, Ct));
        Assert.IsType<ExtendResult.Done>(await extend.HandleAsync(id, _estate.Now.AddHours(3), _estate.Ann, Ct));
        Assert.IsType<ExtendResult.Done>(await extend.HandleAsync(id, _estate.Now.AddHours(4), _estate.Sue, Ct));
        Assert.IsType<ExtendResult.Invalid>(await extend.HandleAsync(id, _estate.Now.AddDays(8), _estate.Sue, Ct));
        Assert.IsType<SaveSilenceResult.Invalid>(await Save.HandleAsync(null, _estate.Details(hours: 24 * 400), _estate.Sue, Ct));
        Assert.IsType<ExtendResult.NotFound>(await extend.HandleAsync(Guid.CreateVersion7(), _estate.Now.AddHours(1), _estate.Ann, Ct));
        _estate.Clock.FastForward(TimeSpan.FromHours(4));
        Assert.IsType<ExtendResult.Over>(await extend.HandleAsync(id, _estate.Now.AddHours(1), _estate.Ann, Ct));
    }

    [Fact]
    public async Task Of_two_who_save_the_same_silence_both_are_answered_and_no_change_is_lost()
    {
        var id = await _estate.SilenceAsync();
        var start = _estate.Now;

        var results = await Task.WhenAll(Enumerable.Range(3, 8).Select(hours =>
            Save.HandleAsync(id, _estate.Details(hours: hours) with { StartsAt = start, Comment = $"until {hours}" }, _estate.Ann, Ct)));

        Assert.All(results, r => Assert.Equal(new SaveSilenceResult.Saved(id, null), r));
        var row = await _estate.Get<ISilenceList>().FindAsync(id, Viewer, Ct);
        Assert.Equal(row!.Comment, $"until {(row.EndsAt - start).TotalHours}"); // one of them as a whole
        Assert.Equal(8, (await _estate.TimelineAsync("silence")).Count(t => t == "silence.changed by ann"));
    }

    [Fact]
    public async Task Of_many_who_end_it_at_once_one_ends_it()
    {
        var id = await _estate.SilenceAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _estate.Get<ExpireSilence>().HandleAsync(id, _estate.Bob, Ct)));

        Assert.Single(results.OfType<ExpireSilenceResult.Done>());
        Assert.Equal(7, results.OfType<ExpireSilenceResult.AlreadyExpired>().Count());
    }

    [Fact]
    public async Task One_whose_owner_is_gone_is_taken_over_by_anybody_and_one_whose_owner_is_here_only_by_a_supervisor()
    {
        var id = await _estate.SilenceAsync();
        var take = _estate.Get<TakeOwnership>();

        Assert.Equal(new TakeOwnershipResult.OwnerIsHere("ann"), await take.HandleAsync(SuppressorKind.Silence, id, _estate.Bob, Ct));
        Assert.IsType<TakeOwnershipResult.AlreadyYours>(await take.HandleAsync(SuppressorKind.Silence, id, _estate.Ann, Ct));
        await _estate.ChangeAccountAsync(_estate.Ann, a => a.Disable(_estate.Now));
        Assert.Equal(new TakeOwnershipResult.Done("ann"), await take.HandleAsync(SuppressorKind.Silence, id, _estate.Bob, Ct));
        Assert.Equal(new TakeOwnershipResult.Done("bob"), await take.HandleAsync(SuppressorKind.Silence, id, _estate.Sue, Ct));

        Assert.IsType<ExtendResult.Done>(await _estate.Get<ExtendSilence>().HandleAsync(id, _estate.Now.AddHours(3), _estate.Sue, Ct));
        Assert.IsType<TakeOwnershipResult.NotFound>(await take.HandleAsync(SuppressorKind.Silence, Guid.CreateVersion7(), _estate.Bob, Ct));
    }

    [Fact]
    public async Task Without_the_permission_nothing_happens()
    {
        var id = await _estate.SilenceAsync();

        await Assert.ThrowsAsync<PermissionDeniedException>(() => Save.HandleAsync(null, _estate.Details(), Viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<ExpireSilence>().HandleAsync(id, Viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<ExtendSilence>().HandleAsync(id, _estate.Now.AddHours(3), Viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<TakeOwnership>().HandleAsync(SuppressorKind.Silence, id, Viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<SaveWindow>().HandleAsync(null, 0, _estate.Plan(WindowKind.Fixed), Viewer, Ct));

        Assert.Equal(["silence.created by ann"], await _estate.TimelineAsync("silence"));
    }

    [Fact]
    public async Task A_scope_is_previewed_on_what_is_open_and_on_the_last_week()
    {
        await _estate.RaiseAsync("db-1", "db-2", "web-1");
        await _estate.RaiseAsync(AlertSeverity.Critical, "db-3");
        await _estate.SilenceAsync("asset=\"db-2\"");

        var view = await _estate.Get<IScopePreview>().ReadAsync(MaintenanceScope.Of(Matchers("asset=~\"db-.*\"")), null, Viewer, Ct);

        Assert.Equal((3, 1, 1, 3, false), (view.Open, view.HiddenAlready, view.Critical, view.LastWeek, view.AtLeast));
        Assert.Equal("db-3 is down", view.Rows[0].Summary);
        Assert.Null(view.LastWeekInTime);
        Assert.Contains("empty text", (await _estate.Get<IScopePreview>().ReadAsync(MaintenanceScope.Of(Matchers("asset!=\"db-1\"")), null, Viewer, Ct)).Error);
    }
}
