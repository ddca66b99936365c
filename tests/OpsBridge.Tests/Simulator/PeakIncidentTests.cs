using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Simulator;

public sealed class PeakIncidentTests : IDisposable
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
    private readonly MartWorld _world;

    public PeakIncidentTests() => _world = new MartWorld(new GlobalMartOptions(), _clock);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Half_a_minute_after_the_start_the_pool_is_cut_and_the_balancer_logs_by_whom()
    {
        Assert.True(_world.Incident.Start());
        _clock.FastForward(TimeSpan.FromSeconds(29));
        Assert.Equal((IncidentPhase.Peak, 6), (_world.Incident.Status.Phase, _world.Pool.Members.Count));

        _clock.FastForward(TimeSpan.FromSeconds(1));
        Assert.Equal((IncidentPhase.PoolCut, 2), (_world.Incident.Status.Phase, _world.Pool.Members.Count));
        var line = Assert.Single(_world.Logs.Read("inv-lb-01", 0, 10));
        Assert.Contains("config reload by admin1, pool inv: 2 servers (was 6)", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_times_climb_over_a_minute_instead_of_jumping()
    {
        _world.Incident.Start();
        _clock.FastForward(TimeSpan.FromSeconds(30));
        Assert.InRange(_world.Load.Read().ResponseMilliseconds, 120, 210);

        _clock.FastForward(TimeSpan.FromSeconds(10));
        Assert.InRange(_world.Load.Read().ResponseMilliseconds, 800, 2000);
        _clock.FastForward(TimeSpan.FromSeconds(65));
        Assert.InRange(_world.Load.Read().ResponseMilliseconds, 3800, 4200);
        Assert.Equal(IncidentPhase.Saturated, _world.Incident.Status.Phase);
        Assert.Contains(_world.Logs.Read("inv-app-01", 0, 300), l => l.Text.Contains("pool exhausted", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_heals_by_itself_until_the_pool_is_restored_then_it_drains_and_is_over()
    {
        _world.Incident.Start();
        _clock.FastForward(TimeSpan.FromMinutes(30));
        Assert.Equal(IncidentPhase.Saturated, _world.Incident.Status.Phase);
        _world.SetPool([.. GlobalMartEstate.FullPool.Take(4)], "operator1");
        Assert.Equal(IncidentPhase.Saturated, _world.Incident.Status.Phase);

        _world.SetPool(GlobalMartEstate.FullPool, "operator1");
        Assert.Equal(IncidentPhase.Recovering, _world.Incident.Status.Phase);
        _clock.FastForward(TimeSpan.FromSeconds(59));
        Assert.InRange(_world.Load.Read().ResponseMilliseconds, 190, 230);
        _clock.FastForward(TimeSpan.FromSeconds(1));
        Assert.Equal(IncidentPhase.Idle, _world.Incident.Status.Phase);
        _clock.FastForward(TimeSpan.FromMinutes(2));
        Assert.InRange(_world.Load.Read().RequestsPerSecond, 39, 61);
    }

    [Fact]
    public void Healing_everything_restores_the_pool_and_answers_the_incident()
    {
        _world.Incident.Start();
        _clock.FastForward(TimeSpan.FromSeconds(60));
        Assert.True(_world.HealAllAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        Assert.Equal((IncidentPhase.Recovering, 6), (_world.Incident.Status.Phase, _world.Pool.Members.Count));
    }

    [Fact]
    public void A_running_incident_is_not_started_twice_and_a_stopped_one_cuts_nothing_later()
    {
        Assert.False(_world.Incident.Stop());
        Assert.True(_world.Incident.Start());
        Assert.False(_world.Incident.Start());
        Assert.True(_world.Incident.Stop());
        _clock.FastForward(TimeSpan.FromMinutes(5));
        Assert.Equal((IncidentPhase.Idle, 6), (_world.Incident.Status.Phase, _world.Pool.Members.Count));
    }

    [Fact]
    public void A_time_scale_of_ten_runs_the_script_ten_times_faster()
    {
        using var world = new MartWorld(new GlobalMartOptions { TimeScale = 10 }, _clock);
        world.Incident.Start();
        _clock.FastForward(TimeSpan.FromSeconds(10.5));
        Assert.Equal(IncidentPhase.Saturated, world.Incident.Status.Phase);
        Assert.InRange(world.Load.Read().ResponseMilliseconds, 3800, 4200);
    }

    [Fact]
    public void A_member_that_hangs_leaves_its_load_to_the_others()
    {
        var before = _world.Load.Read().Utilisation;
        _world.Nodes.Find("inv-app-01")!.Fault = NodeFault.Hang;
        Assert.Equal(before * 6 / 5, _world.Load.Read().Utilisation, 6);
    }

    [Fact]
    public void Cooling_and_power_follow_the_load()
    {
        var ups = _world.Nodes.Find("ups-a")!;
        var quiet = _world.Sensors.Read(ups)["load_percent"];
        _world.Incident.Start();
        _clock.FastForward(TimeSpan.FromMinutes(2));
        Assert.True(_world.Sensors.Read(ups)["load_percent"] > quiet + 5);
    }
}
