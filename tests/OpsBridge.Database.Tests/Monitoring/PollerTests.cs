using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Monitoring;

/// <summary>From a probe's answer to state, series and alert in the database.</summary>
public sealed class PollerTests(PostgresServer server) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private MonitoredEstate _estate = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _estate = new MonitoredEstate(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _estate.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_settled_problem_raises_one_alert_and_its_recovery_clears_it()
    {
        var asset = await _estate.AssetAsync("web-1");
        var check = await _estate.CheckAsync(asset, "web-1", attempts: 2);
        _estate.Probes.Say("web-1", CheckStatus.Critical);
        await _estate.StartAsync();

        await _estate.BecomesAsync(check, CheckWord.Critical);
        var raised = Assert.Single(await _estate.AlertsAsync(asset)); // the state is never seen without its alert
        Assert.Equal((AlertState.Unacknowledged, AlertSeverity.Critical, "Check web-1: web-1 Critical"), (raised.State, raised.Severity, raised.Summary));
        await Eventually.TrueAsync("repeats are counted", async () => (await _estate.AlertsAsync(asset)).Single().Count >= 2, MonitoredEstate.Ct);

        _estate.Probes.Say("web-1", CheckStatus.Ok);
        await _estate.BecomesAsync(check, CheckWord.Ok);

        var cleared = Assert.Single(await _estate.AlertsAsync(asset));
        Assert.Equal(AlertState.ReturnedUnacknowledged, cleared.State);
        Assert.True(await _estate.ScalarAsync("select count(*) from samples m join series s on s.id = m.series_id where s.check_id = $1 and s.name = 'latency'", check) >= 3);
    }

    [Fact]
    public async Task A_renamed_check_keeps_its_alert()
    {
        var asset = await _estate.AssetAsync("web-1");
        var check = await _estate.CheckAsync(asset, "web-1");
        _estate.Probes.Say("web-1", CheckStatus.Critical);
        await _estate.StartAsync();
        await _estate.BecomesAsync(check, CheckWord.Critical);

        var version = (await _estate.Get<ICheckDirectory>().FindAsync(check, MonitoredEstate.Admin, MonitoredEstate.Ct))!.Version;
        await _estate.Get<ChangeCheck>().HandleAsync(check, version, MonitoredEstate.Fast("web-1") with { Name = "Front page" }, MonitoredEstate.Admin, MonitoredEstate.Ct);

        await Eventually.TrueAsync("the alert has the new name", async () => (await _estate.AlertsAsync(asset)).Any(a => a.Summary.StartsWith("Front page", StringComparison.Ordinal)), MonitoredEstate.Ct);
        Assert.Single(await _estate.AlertsAsync(asset));
    }

    [Fact]
    public async Task A_parent_that_is_down_hides_the_childs_alert_until_it_is_back()
    {
        var parent = await _estate.AssetAsync("switch-1");
        var child = await _estate.AssetAsync("db-1", parent);
        var above = await _estate.CheckAsync(parent, "switch-1");
        var below = await _estate.CheckAsync(child, "db-1");
        var further = await _estate.CheckAsync(await _estate.AssetAsync("app-1", child), "app-1");
        _estate.Probes.Say("db-1", CheckStatus.Critical);
        _estate.Probes.Say("app-1", CheckStatus.Critical);
        await _estate.StartAsync();
        await _estate.BecomesAsync(below, CheckWord.Critical);

        _estate.Probes.Say("switch-1", CheckStatus.Critical);
        await _estate.BecomesAsync(above, CheckWord.Critical);
        await _estate.BecomesAsync(below, CheckWord.Unreachable);
        Assert.Equal((AlertState.Suppressed, 1), ((await _estate.AlertsAsync(child)).Single().State, (await _estate.AlertsAsync(parent)).Count));
        await Eventually.TrueAsync("the cause is named further down too", async () => (await _estate.StateAsync(further))!.Because == "switch-1", MonitoredEstate.Ct);
        Assert.Equal("switch-1", (await _estate.Get<IAssetHealth>().ReadAsync(child, MonitoredEstate.Viewer, MonitoredEstate.Ct))!.UnreachableBecause);

        _estate.Probes.Say("switch-1", CheckStatus.Ok);
        await _estate.BecomesAsync(below, CheckWord.Critical);
        Assert.Equal(AlertState.Unacknowledged, (await _estate.AlertsAsync(child)).Single().State);
    }

    [Fact]
    public async Task A_hidden_alert_ends_when_the_child_is_good_again_after_a_bad_first_look()
    {
        var parent = await _estate.AssetAsync("switch-1");
        var child = await _estate.AssetAsync("db-1", parent);
        var above = await _estate.CheckAsync(parent, "switch-1");
        var below = await _estate.CheckAsync(child, "db-1", attempts: 3);
        _estate.Probes.Say("db-1", CheckStatus.Critical);
        await _estate.StartAsync();
        await _estate.BecomesAsync(below, CheckWord.Critical);
        _estate.Probes.Say("switch-1", CheckStatus.Critical);
        await _estate.BecomesAsync(below, CheckWord.Unreachable);

        _estate.Probes.Say("switch-1", CheckStatus.Ok);
        await Eventually.TrueAsync("the child is looked at again", async () => (await _estate.StateAsync(below))!.Class == CheckStateClass.Measured, MonitoredEstate.Ct);
        _estate.Probes.Say("db-1", CheckStatus.Ok);
        await _estate.BecomesAsync(below, CheckWord.Ok);
        await _estate.BecomesAsync(above, CheckWord.Ok);

        Assert.Contains((await _estate.AlertsAsync(child)).Single().State, new[] { AlertState.Closed, AlertState.ReturnedUnacknowledged });
    }

    [Fact]
    public async Task A_deleted_check_disturbs_nothing_and_its_alert_clears()
    {
        var asset = await _estate.AssetAsync("web-1");
        var gone = await _estate.CheckAsync(asset, "gone-1");
        var stays = await _estate.CheckAsync(asset, "stays-1");
        _estate.Probes.Say("gone-1", CheckStatus.Critical);
        await _estate.StartAsync();
        await _estate.BecomesAsync(gone, CheckWord.Critical);

        await _estate.Get<DeleteCheck>().HandleAsync(gone, MonitoredEstate.Admin, MonitoredEstate.Ct);

        await Eventually.TrueAsync("its alert clears", async () => (await _estate.AlertsAsync(asset)).Single().ClearedAt is not null, MonitoredEstate.Ct);
        var seen = (await _estate.StateAsync(stays))!.LastResultAt;
        await Eventually.TrueAsync("the other goes on", async () => (await _estate.StateAsync(stays))!.LastResultAt > seen, MonitoredEstate.Ct);
        Assert.Null(await _estate.StateAsync(gone));
    }

    [Fact]
    public async Task A_late_batch_of_a_check_that_was_switched_off_raises_nothing()
    {
        var asset = await _estate.AssetAsync("web-1");
        var check = await _estate.CheckAsync(asset, "web-1");
        var seen = Observed(check, asset, CheckStatus.Critical);
        await _estate.Get<SwitchChecks>().HandleAsync([check], false, MonitoredEstate.Admin, MonitoredEstate.Ct);

        await _estate.Get<ResultStore>().StoreAsync(seen, MonitoredEstate.Ct);

        Assert.NotNull(await _estate.StateAsync(check));
        Assert.Empty(await _estate.AlertsAsync(asset));
    }

    [Fact]
    public async Task What_is_seen_while_the_database_is_away_is_stored_later_in_order()
    {
        var asset = await _estate.AssetAsync("web-1");
        var check = await _estate.CheckAsync(asset, "web-1");
        var writer = _estate.Get<ResultWriter>();
        await SetConnectionsAsync(allowed: false);
        writer.Add([Observation(check, asset, CheckStatus.Critical, 0)]);
        Assert.False(await writer.FlushAsync(MonitoredEstate.Ct));
        writer.Add([Observation(check, asset, CheckStatus.Ok, 1)]);
        Assert.False(await writer.FlushAsync(MonitoredEstate.Ct));
        Assert.True(writer.Waiting > 0);

        await SetConnectionsAsync(allowed: true);
        Assert.True(await writer.FlushAsync(MonitoredEstate.Ct));

        Assert.Equal(CheckStatus.Ok, (await _estate.StateAsync(check))!.Status);
        Assert.Equal(2, await _estate.ScalarAsync("select count(*) from check_changes where check_id = $1", check));
        Assert.Equal(2, await _estate.ScalarAsync("select count(*) from samples m join series s on s.id = m.series_id where s.check_id = $1", check));
        Assert.Equal((AlertState.ReturnedUnacknowledged, 0), ((await _estate.AlertsAsync(asset)).Single().State, writer.Waiting));
    }

    [Fact]
    public async Task What_can_never_be_stored_of_one_check_holds_up_no_other()
    {
        var asset = await _estate.AssetAsync("web-1");
        var checks = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            checks.Add(await _estate.CheckAsync(asset, $"web-{i}"));
        }

        var writer = _estate.Get<ResultWriter>();
        var poison = Observation(checks[3], asset, CheckStatus.Critical, 0);
        poison = poison with { Result = poison.Result! with { Summary = "half a character: \ud800" } };
        writer.Add([.. checks.Select(c => c == checks[3] ? poison : Observation(c, asset, CheckStatus.Critical, 0))]);

        Assert.True(await writer.FlushAsync(MonitoredEstate.Ct));

        Assert.Equal(0, writer.Waiting);
        Assert.Equal(CheckStatus.Critical, (await _estate.StateAsync(checks[4]))!.Status);
        foreach (var check in checks)
        {
            Assert.Equal(check == checks[3] ? 0 : 1, await _estate.ScalarAsync("select count(*) from check_changes where check_id = $1", check));
        }
    }

    [Fact]
    public async Task Of_two_processes_on_one_database_one_polls_and_the_other_takes_over()
    {
        var asset = await _estate.AssetAsync("web-1");
        var check = await _estate.CheckAsync(asset, "web-1");
        await _estate.StartAsync();
        await _estate.BecomesAsync(check, CheckWord.Ok);
        await using var other = new MonitoredEstate(_database);
        await other.StartAsync();
        var seen = (await _estate.StateAsync(check))!.LastResultAt;
        await Eventually.TrueAsync("the first goes on", async () => (await _estate.StateAsync(check))!.LastResultAt > seen + TimeSpan.FromSeconds(3), MonitoredEstate.Ct);
        Assert.Equal(0, other.Probes.Runs);

        await _estate.DisposeAsync();

        await Eventually.TrueAsync("the other polls", () => other.Probes.Runs > 0, MonitoredEstate.Ct);
    }

    private static CheckObservation Observation(Guid check, Guid asset, CheckStatus status, int second)
    {
        var watched = new WatchedCheck(
            check, asset, "web-1", "Site", Criticality.High, Kernel.Labels.Empty, "Check web-1", new PingSettings("web-1"), TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), new CheckPolicy(1), []);
        var at = new DateTimeOffset(2026, 1, 5, 8, 0, second, TimeSpan.Zero);
        var before = CheckRuntimeState.Pending(at.AddMinutes(-1));
        before = status == CheckStatus.Ok ? CheckStateMachine.Apply(before, CheckStatus.Critical, at.AddSeconds(-1), watched.Policy, null).State : before;
        var step = CheckStateMachine.Apply(before, status, at, watched.Policy, null);
        var result = new ProbeResult(status, $"web-1 {status}", null, [ProbeResult.LatencyOf(TimeSpan.FromMilliseconds(7))], TimeSpan.FromMilliseconds(7));
        return new CheckObservation(watched, step.State, step.Transitions, result, at);
    }

    private static ResultBatch Observed(Guid check, Guid asset, CheckStatus status)
    {
        var batch = new ResultBatch();
        batch.Add(Observation(check, asset, status, 0));
        return batch;
    }

    /// <summary>Away: new connections are refused and the old ones ended, as when the server is stopped.</summary>
    private async Task SetConnectionsAsync(bool allowed)
    {
        var builder = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Pooling = false };
        var name = builder.Database;
        builder.Database = "postgres";
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync(MonitoredEstate.Ct);
        string[] steps = allowed
            ? [$"alter database {name} allow_connections true"]
            : [$"alter database {name} allow_connections false", $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"];
        foreach (var step in steps)
        {
            await using var command = new NpgsqlCommand(step, connection);
            await command.ExecuteNonQueryAsync(MonitoredEstate.Ct);
        }
    }
}
