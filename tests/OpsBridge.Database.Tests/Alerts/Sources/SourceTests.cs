using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Alerts.Sources;

public sealed class SourceTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly SourceEstate _estate = new(database, new FakeClock());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_source_comes_with_a_key_that_reports_for_it_at_once()
    {
        var before = await _estate.ProfileAsync(Guid.CreateVersion7());
        var made = await _estate.CreateAsync(new SourceDetails(" Prom main ", SourceFormat.Prometheus) { Rate = new SourceRateLimit(50, 500), SeverityCap = AlertSeverity.Major });

        var actor = await new ApiKeyCheck(database.Contexts, _estate.Clock, _estate.Get<LiveFeed>()).FindAsync(made.Key.Token, Ct);
        var profile = await _estate.ProfileAsync(actor!.Id);

        Assert.Equal([Permissions.ReportAlerts], actor.Granted);
        Assert.Equal((made.Id, "Prom main", AlertSeverity.Major, new SourceRateLimit(50, 500)), (profile.Id, profile.Name, profile.SeverityCap, profile.Rate));
        Assert.Equal((null, "alertmanager"), (before.Id, before.Name));
    }

    [Fact]
    public async Task A_key_of_no_source_reports_under_the_name_of_its_format()
    {
        var profile = await _estate.ProfileAsync(null, "grafana");

        Assert.Equal(("grafana", (Guid?)null), (profile.Name, profile.Id));
        Assert.Equal("grafana", profile.Map(new IncomingEvent(EventAction.Fire, Labels.Of(("a", "b")), _estate.Clock.GetUtcNow())).Source);
    }

    [Fact]
    public async Task A_changed_mapping_counts_from_the_next_event_on_and_both_are_in_the_timeline()
    {
        var details = new SourceDetails("Mapped", SourceFormat.OpsBridge);
        var made = await _estate.CreateAsync(details);
        var e = new IncomingEvent(EventAction.Fire, Labels.Of(("node", "web-1"), ("pod", "p7")), _estate.Clock.GetUtcNow());
        var mapping = new SourceMapping { Rules = [LabelRule.Drop("pod"), LabelRule.Set("team", "<b>web</b>")] };

        var changed = await _estate.Get<ChangeSource>().HandleAsync(made.Id, made.Version, details with { Mapping = mapping }, SourceEstate.Admin, Ct);
        _estate.Get<LiveFeed>().PublishAll();

        Assert.Equal(Labels.Of(("node", "web-1"), ("team", "<b>web</b>")), (await _estate.ProfileAsync(made.Key.Id)).Map(e).Identity);
        Assert.IsType<ChangeSourceResult.Done>(changed);
        var row = (await TimelineAsync(made.Id)).Single(t => t.Kind == "source.changed");
        Assert.Contains("team", row.After, StringComparison.Ordinal);
        Assert.DoesNotContain("team", row.Before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_changes_the_second_is_told()
    {
        var details = new SourceDetails("Race", SourceFormat.OpsBridge);
        var made = await _estate.CreateAsync(details);

        var first = await _estate.Get<ChangeSource>().HandleAsync(made.Id, made.Version, details with { Notes = "one" }, SourceEstate.Admin, Ct);
        var second = await _estate.Get<ChangeSource>().HandleAsync(made.Id, made.Version, details with { Notes = "two" }, SourceEstate.Admin, Ct);
        var gone = await _estate.Get<ChangeSource>().HandleAsync(Guid.CreateVersion7(), 1, details, SourceEstate.Admin, Ct);
        var same = await _estate.Get<ChangeSource>().HandleAsync(made.Id, ((ChangeSourceResult.Done)first).Version, details with { Notes = "one" }, SourceEstate.Admin, Ct);

        Assert.Equal(new ChangeSourceResult.Stale(((ChangeSourceResult.Done)first).Version), second);
        Assert.IsType<ChangeSourceResult.NotFound>(gone);
        Assert.Equal(first, same);
        Assert.Single(await TimelineAsync(made.Id), t => t.Kind == "source.changed");
    }

    [Fact]
    public async Task Names_are_unique_and_stay()
    {
        var made = await _estate.CreateAsync(new SourceDetails("Fixed", SourceFormat.OpsBridge));

        var twin = await _estate.Get<CreateSource>().HandleAsync(new SourceDetails("Fixed ", SourceFormat.Grafana), SourceEstate.Admin, Ct);
        var renamed = await _estate.Get<ChangeSource>().HandleAsync(made.Id, made.Version, new SourceDetails("Other", SourceFormat.OpsBridge), SourceEstate.Admin, Ct);

        Assert.Contains("Another source", Assert.IsType<CreateSourceResult.Invalid>(twin).Errors["Name"], StringComparison.Ordinal);
        Assert.Contains("stays", Assert.IsType<ChangeSourceResult.Invalid>(renamed).Errors["Name"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_key_works_beside_the_old_one_until_the_overlap_is_over()
    {
        var made = await _estate.CreateAsync(new SourceDetails("Rotate", SourceFormat.OpsBridge) { Scopes = SourceScopes.Read });
        var rotated = Assert.IsType<RotateSourceKeyResult.Done>(await _estate.Get<RotateSourceKey>().HandleAsync(made.Id, TimeSpan.FromDays(1), SourceEstate.Admin, Ct));
        var check = new ApiKeyCheck(database.Contexts, _estate.Clock, _estate.Get<LiveFeed>());

        Assert.NotNull(await check.FindAsync(made.Key.Token, Ct));
        Assert.Equal(made.Id, (await _estate.ProfileAsync((await check.FindAsync(rotated.Key.Token, Ct))!.Id)).Id);

        _estate.Clock.FastForward(TimeSpan.FromHours(25));
        Assert.Null(await check.FindAsync(made.Key.Token, Ct));
        Assert.True((await check.FindAsync(rotated.Key.Token, Ct))!.May(Permissions.ViewAlerts));

        Assert.Equal(RevokeResult.Done, await _estate.Get<RevokeSourceKey>().HandleAsync(made.Id, rotated.Key.Id, SourceEstate.Admin, Ct));
        Assert.Null(await check.FindAsync(rotated.Key.Token, Ct));
        Assert.Equal(RevokeResult.NotFound, await _estate.Get<RevokeSourceKey>().HandleAsync(Guid.CreateVersion7(), rotated.Key.Id, SourceEstate.Admin, Ct));
    }

    [Fact]
    public async Task A_deleted_source_leaves_its_alerts_and_no_key_that_works()
    {
        var made = await _estate.CreateAsync(new SourceDetails("Leaving", SourceFormat.OpsBridge));
        await _estate.RaiseAsync(made.Id, "left behind");

        Assert.True(await _estate.Get<DeleteSource>().HandleAsync(made.Id, SourceEstate.Admin, Ct));
        Assert.False(await _estate.Get<DeleteSource>().HandleAsync(made.Id, SourceEstate.Admin, Ct));

        Assert.Null(await new ApiKeyCheck(database.Contexts, _estate.Clock, _estate.Get<LiveFeed>()).FindAsync(made.Key.Token, Ct));
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        Assert.Single(await db.Set<Alert>().Where(a => a.SourceId == made.Id).ToListAsync(Ct));
    }

    [Fact]
    public async Task What_an_admin_cannot_grant_no_source_gets()
    {
        var poor = new Actor(Guid.CreateVersion7(), "key:robot", System.Collections.Frozen.FrozenSet.Create(StringComparer.Ordinal, Permissions.ManageSources));

        var made = await _estate.Get<CreateSource>().HandleAsync(new SourceDetails("Greedy", SourceFormat.OpsBridge) { Scopes = SourceScopes.Handle }, poor, Ct);

        Assert.Contains(Permissions.HandleAlerts, Assert.IsType<CreateSourceResult.Invalid>(made).Errors["Scopes"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_shown_and_nothing_happens()
    {
        var who = SourceEstate.Viewer;
        var details = new SourceDetails("Denied", SourceFormat.OpsBridge);

        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<CreateSource>().HandleAsync(details, who, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<ChangeSource>().HandleAsync(Guid.Empty, 1, details, who, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<DeleteSource>().HandleAsync(Guid.Empty, who, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<RotateSourceKey>().HandleAsync(Guid.Empty, TimeSpan.Zero, who, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<RevokeSourceKey>().HandleAsync(Guid.Empty, Guid.Empty, who, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<DryRunMapping>().HandleAsync(details, null, [], who, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _estate.Get<ISourceList>().ReadAsync(who, Ct));
    }

    [Fact]
    public async Task A_dry_run_tells_before_and_after_and_how_many_alerts_result()
    {
        var saved = new SourceDetails("Dry", SourceFormat.OpsBridge);
        var wanted = saved with { Mapping = new SourceMapping { Rules = [LabelRule.Drop("pod"), LabelRule.Rename("never", "x")] } };
        IncomingEvent[] events = [.. Enumerable.Range(0, 4).Select(i => new IncomingEvent(EventAction.Fire, Labels.Of(("alertname", "Crash"), ("pod", $"p{i}")), _estate.Clock.GetUtcNow()))];

        var run = Assert.IsType<DryRunResult.Done>(await _estate.Get<DryRunMapping>().HandleAsync(wanted, saved, events, SourceEstate.Admin, Ct));

        Assert.Equal((4, 1, 4, 0), (run.Rows.Count, run.Alerts, run.AlertsNow, run.WithAsset));
        Assert.Equal([4, 0], run.Hits);
        Assert.All(run.Rows, r => Assert.True(r.Changed && r.Moves));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    private async Task<IReadOnlyList<TimelineRow>> TimelineAsync(Guid id) =>
        await new TimelineReader(database.Contexts).OfSubjectAsync("source", id.ToString(), 100, SourceEstate.Admin, Ct);
}
