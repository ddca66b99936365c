using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Simulator;

public sealed class RuleBookTests : IDisposable
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
    private readonly MartWorld _world;
    private readonly RuleBook _rules;
    private readonly List<(DateTimeOffset At, OutsideAlert Alert)> _sent = [];

    public RuleBookTests()
    {
        _world = new MartWorld(new GlobalMartOptions(), _clock);
        _rules = new RuleBook(_world, new Uri("http://127.0.0.1:5090/"));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void An_ordinary_day_has_no_alert()
    {
        for (var minute = 0; minute < 24 * 60; minute += 5)
        {
            Assert.Empty(_rules.Evaluate(_clock.GetUtcNow()));
            _clock.FastForward(TimeSpan.FromMinutes(5));
        }
    }

    [Fact]
    public void The_incident_is_told_from_the_pool_that_was_cut_to_the_disks_that_fill()
    {
        _world.Incident.Start();
        Run(TimeSpan.FromMinutes(4));

        Assert.Equal(["PoolServersLow", "HighLatencyP95", "QueueDepth", "ErrorBudgetBurn", "DiskFilling"], _sent.Select(s => Name(s.Alert)).Distinct());
        Assert.Equal(PeakIncident.CutPool.Select(k => $"{k}:9100"), _sent.Where(s => Name(s.Alert) == "QueueDepth").Select(s => s.Alert.Labels["instance"]).Distinct().Order(StringComparer.Ordinal));
        var pool = _sent[0].Alert;
        Assert.Equal(("inv-lb-01:9100", "haproxy", "warning", "inventory", "Zurich DC"), (pool.Labels["instance"], pool.Labels["job"], pool.Labels["severity"], pool.Labels["service"], pool.Labels["site"]));
        Assert.Equal("Pool inv has 2 of 6 servers", pool.Annotations["summary"]);
        Assert.StartsWith("inv-app-01, inv-app-02 of the 6", pool.Annotations["description"], StringComparison.Ordinal);
        Assert.NotNull(Runbooks.Find(new Uri(pool.Annotations["runbook_url"]).Segments[^1]));
    }

    [Fact]
    public void What_is_said_is_what_the_world_shows_and_climbs_with_it()
    {
        _world.Incident.Start();
        Run(TimeSpan.FromMinutes(4));

        var latencies = _sent.Where(s => Name(s.Alert) == "HighLatencyP95").Select(s => s.Alert.Annotations["summary"]).Distinct().ToList();
        Assert.True(latencies.Count > 3, string.Join(", ", latencies));
        Assert.Equal("95 % of the stock queries take up to 4.7 s", latencies[^1]); // 4200 ms, and 9 of 10 parts of the spread of 12 %
        Assert.Equal("16.7 % of the stock queries fail", Last("ErrorBudgetBurn").Annotations["summary"]); // 240 queries/s for 2 x 100
    }

    [Fact]
    public void A_firing_alert_is_sent_again_every_fifteen_seconds_as_the_same_and_holds_a_minute()
    {
        _world.SetPool(PeakIncident.CutPool, "test");
        Run(TimeSpan.FromSeconds(42));

        var pool = _sent.Where(s => Name(s.Alert) == "PoolServersLow").ToList();
        Assert.Equal([10, 25, 40], pool.Select(s => (s.At - pool[0].Alert.StartsAt).TotalSeconds + 10));
        Assert.Single(pool.Select(s => (s.Alert.StartsAt, string.Join(',', s.Alert.Labels))).Distinct());
        Assert.All(pool, s => Assert.Equal(TimeSpan.FromMinutes(1), s.Alert.EndsAt - s.At));
    }

    [Fact]
    public void When_the_pool_is_whole_again_every_alert_ends_once_and_is_then_forgotten()
    {
        _world.Incident.Start();
        Run(TimeSpan.FromMinutes(4));
        _sent.Clear();

        _world.SetPool(GlobalMartEstate.FullPool, "operator1");
        Run(TimeSpan.FromMinutes(2));

        var ends = _sent.Where(s => s.Alert.EndsAt <= s.At).ToList();
        Assert.Equal(["DiskFilling inv-app-01:9100", "DiskFilling inv-app-02:9100", "ErrorBudgetBurn inv-lb-01:9100", "HighLatencyP95 inv-lb-01:9100", "PoolServersLow inv-lb-01:9100", "QueueDepth inv-app-01:9100", "QueueDepth inv-app-02:9100"], ends.Select(e => $"{Name(e.Alert)} {e.Alert.Labels["instance"]}").Order(StringComparer.Ordinal));
        Assert.Empty(_rules.Evaluate(_clock.GetUtcNow()));
    }

    [Fact]
    public void What_was_not_taken_is_due_again_also_the_end()
    {
        _world.SetPool(PeakIncident.CutPool, "test");
        _rules.Evaluate(_clock.GetUtcNow());
        _clock.FastForward(TimeSpan.FromSeconds(10));

        var first = Assert.Single(_rules.Evaluate(_clock.GetUtcNow()));
        _clock.FastForward(s_second);
        Assert.Equal(first.Alert.StartsAt, Assert.Single(_rules.Evaluate(_clock.GetUtcNow())).Alert.StartsAt);
        _world.SetPool(GlobalMartEstate.FullPool, "test");
        var end = Assert.Single(_rules.Evaluate(_clock.GetUtcNow()));
        _clock.FastForward(s_second);
        Assert.Equal(end.Alert.EndsAt, Assert.Single(_rules.Evaluate(_clock.GetUtcNow())).Alert.EndsAt);
        _rules.Taken([end], _clock.GetUtcNow());
        Assert.Empty(_rules.Evaluate(_clock.GetUtcNow()));
    }

    [Fact]
    public void What_holds_for_a_moment_only_does_not_fire()
    {
        _world.SetPool(PeakIncident.CutPool, "test");
        Run(TimeSpan.FromSeconds(9));
        _world.SetPool(GlobalMartEstate.FullPool, "test");
        Run(TimeSpan.FromSeconds(9));

        Assert.Empty(_sent);
    }

    [Fact]
    public void Faults_of_nodes_count_and_nobody_measures_a_balancer_that_is_away()
    {
        _world.Nodes.Find("inv-app-03")!.Fault = NodeFault.Slow(900);
        Assert.InRange(StockSignals.Read(_world)!.P95Milliseconds, 1030, 1080);
        _world.Nodes.Find("inv-lb-01")!.Fault = NodeFault.Errors(40);
        Assert.Equal(40, StockSignals.Read(_world)!.ErrorPercent, 6);
        _world.Nodes.Find("inv-db-01")!.Fault = NodeFault.WrongBanner;
        Assert.Equal(100, StockSignals.Read(_world)!.ErrorPercent);
        _world.Nodes.Find("inv-lb-01")!.Fault = NodeFault.Hang;
        Assert.Null(StockSignals.Read(_world));
    }

    private void Run(TimeSpan lasts)
    {
        for (var left = lasts; left >= TimeSpan.Zero; left -= s_second)
        {
            var now = _clock.GetUtcNow();
            var due = _rules.Evaluate(now);
            _sent.AddRange(due.Select(d => (now, d.Alert)));
            _rules.Taken(due, now);
            _clock.FastForward(s_second);
        }
    }

    private OutsideAlert Last(string name) => _sent.Last(s => Name(s.Alert) == name).Alert;

    private static string Name(OutsideAlert alert) => alert.Labels["alertname"];
}
