using OpsBridge.Identity;
using OpsBridge.Monitoring;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

public sealed class CorrelationKeeperTests(TestDatabase database, PostgresServer server) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly CorrelationDesk _desk = new(database);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_child_that_alerted_first_is_demoted_when_its_parent_fails_and_freed_when_it_is_back()
    {
        var core = await _desk.AssetAsync("k1-core");
        var web = await _desk.AssetAsync("k1-web", core);
        var child = await _desk.RaiseAsync("k1-web-slow", web);
        await _desk.KeepAsync();
        Assert.Equal((null, null), await _desk.OfAsync(child));

        var parent = await _desk.RaiseAsync("k1-core-down", core, 90, ("alertname", "SwitchDown"));
        Assert.Equal(1, await _desk.KeepAsync());
        Assert.Equal((parent, SymptomOrigin.Parent), await _desk.OfAsync(child));
        Assert.Equal(0, await _desk.KeepAsync());

        await _desk.CloseAsync(parent);
        Assert.Equal(1, await _desk.KeepAsync());
        Assert.Equal((null, null), await _desk.OfAsync(child));
        Assert.Equal([(1, AlertTransitionKind.BecameSymptom), (2, AlertTransitionKind.BecameCause)], (await _desk.StepsAsync(child)).Select(s => (s.Revision, s.Kind)));
        Assert.Equal(["alert.unranked", "alert.ranked"], (await _desk.TimelineAsync(parent)).Where(t => t.ActorName == "OpsBridge").Select(t => t.Kind)); // one entry, however many symptoms
    }

    [Fact]
    public async Task An_operator_who_ranks_between_reading_and_writing_wins()
    {
        var core = await _desk.AssetAsync("k2-core");
        var web = await _desk.AssetAsync("k2-web", core);
        var child = await _desk.RaiseAsync("k2-web", web);
        await _desk.RaiseAsync("k2-core", core, 0, ("alertname", "SwitchDown"));
        _desk.Changed();
        _desk.Evidence.BeforeAnswer = () => _desk.Alone.HandleAsync([child], "not the switch", CorrelationDesk.Ann, Ct); // after the board was read

        Assert.Equal(0, await _desk.Keeper.KeepAsync(Ct));

        _desk.Evidence.BeforeAnswer = null;
        Assert.Equal(0, await _desk.KeepAsync());
        Assert.Equal((null, SymptomOrigin.Operator), await _desk.OfAsync(child));
    }

    [Fact]
    public async Task While_another_writes_the_keeper_leaves_it_and_looks_again()
    {
        var core = await _desk.AssetAsync("k3-core");
        var web = await _desk.AssetAsync("k3-web", core);
        var child = await _desk.RaiseAsync("k3-web", web);
        await _desk.RaiseAsync("k3-core", core, 0, ("alertname", "SwitchDown"));
        await using (var connection = await database.Source.OpenConnectionAsync(Ct))
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await using var locking = connection.CreateCommand();
            locking.CommandText = $"select pg_advisory_xact_lock({OpsBridge.Data.AdvisoryLocks.Correlation})";
            await locking.ExecuteNonQueryAsync(Ct);

            Assert.Equal(0, await _desk.KeepAsync());
            await transaction.RollbackAsync(Ct);
        }

        Assert.Equal(1, await _desk.Keeper.KeepAsync(Ct)); // without any further signal
        Assert.NotNull((await _desk.OfAsync(child)).Cause);
    }

    [Fact]
    public async Task Two_processes_rank_each_alert_once()
    {
        var core = await _desk.AssetAsync("k4-core");
        var web = await _desk.AssetAsync("k4-web", core);
        var child = await _desk.RaiseAsync("k4-web", web);
        await _desk.RaiseAsync("k4-core", core, 0, ("alertname", "SwitchDown"));
        _desk.Changed();
        using var other = _desk.NewKeeper();

        await Task.WhenAll(_desk.Keeper.KeepAsync(Ct), other.KeepAsync(Ct));
        await other.KeepAsync(Ct);
        await _desk.Keeper.KeepAsync(Ct);

        Assert.Single(await _desk.StepsAsync(child));
    }

    [Fact]
    public async Task A_check_that_fails_after_its_child_alerted_takes_outside_alerts_of_the_child_as_symptoms()
    {
        await using var own = await TestDatabase.CreateAsync(server);
        await using var estate = new MonitoredEstate(own);
        var core = await estate.AssetAsync("core-sw");
        var web = await estate.AssetAsync("web", core);
        var check = await estate.CheckAsync(core, "core-sw");
        await estate.StartAsync();
        await estate.BecomesAsync(check, CheckWord.Ok);
        await estate.Get<ApplySignals>().HandleAsync(
            [new AlertSignal(Kernel.Labels.Of(("alertname", "HighLatency")), true, AlertSeverity.Major, "slow", TimeProvider.System.GetUtcNow()) { AssetId = web, Source = "prometheus" }],
            Actor.Internal("test", Permissions.ReportAlerts),
            Ct);

        estate.Probes.Say("core-sw", CheckStatus.Critical);

        await Eventually.TrueAsync("demoted", async () => Assert.Single(await estate.AlertsAsync(web)).CauseFrom == SymptomOrigin.Parent, Ct);
        Assert.Equal(Assert.Single(await estate.AlertsAsync(core)).Id, Assert.Single(await estate.AlertsAsync(web)).CauseId);

        estate.Probes.Say("core-sw", CheckStatus.Ok);
        await Eventually.TrueAsync("freed", async () => Assert.Single(await estate.AlertsAsync(web)).Unhandled, Ct);
    }

    public void Dispose() => _desk.Dispose();
}
