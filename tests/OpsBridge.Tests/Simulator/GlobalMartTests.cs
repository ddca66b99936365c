using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace OpsBridge.Simulator;

public sealed class GlobalMartTests(RunningMart running) : IClassFixture<RunningMart>, IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await running.Mart.HealAllAsync(Ct);

    [Fact]
    public async Task A_TCP_node_that_is_down_refuses_connections_and_comes_back_on_the_same_port()
    {
        Assert.Equal("GMDB 16.4 inv-db-02 ready", await running.BannerAsync("inv-db-02"));
        Assert.IsType<FaultOutcome.Applied>(await running.Mart.BreakAsync("inv-db-02", NodeFault.Down, Ct));
        var refused = await Assert.ThrowsAsync<SocketException>(() => running.BannerAsync("inv-db-02"));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);

        Assert.IsType<FaultOutcome.Applied>(await running.Mart.HealAsync("inv-db-02", Ct));
        Assert.Equal("GMDB 16.4 inv-db-02 ready", await running.BannerAsync("inv-db-02"));
    }

    [Fact]
    public async Task An_HTTP_node_that_is_down_also_drops_the_connections_that_were_kept_alive()
    {
        Assert.Equal(HttpStatusCode.OK, (await running.GetAsync("inv-web-04", "/")).StatusCode);
        await running.Mart.BreakAsync("inv-web-04", NodeFault.Down, Ct);
        await Assert.ThrowsAsync<HttpRequestException>(() => running.GetAsync("inv-web-04", "/"));
        await running.Mart.HealAsync("inv-web-04", Ct);
        Assert.Equal(HttpStatusCode.OK, (await running.GetAsync("inv-web-04", "/")).StatusCode);
    }

    [Fact]
    public async Task A_node_that_hangs_accepts_and_says_nothing_until_it_is_healed()
    {
        await running.Mart.BreakAsync("store-0101-rt", NodeFault.Hang, Ct);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", running.Mart.Nodes["store-0101-rt"].Port, Ct);
        var read = client.GetStream().ReadAsync(new byte[16], Ct).AsTask();
        Assert.Equal("GlobalMart store router store-0204-rt", await running.BannerAsync("store-0204-rt"));
        Assert.False(read.IsCompleted);

        await running.Mart.HealAsync("store-0101-rt", Ct);
        await Assert.ThrowsAsync<IOException>(() => read);
        Assert.Equal("GlobalMart store router store-0101-rt", await running.BannerAsync("store-0101-rt"));
    }

    [Fact]
    public async Task Errors_slowness_and_wrong_banners_are_seen_by_the_caller()
    {
        await running.Mart.BreakAsync("rec-app-01", NodeFault.Errors(100), Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await running.GetAsync("rec-app-01", "/health")).StatusCode);

        await running.Mart.BreakAsync("rec-app-01", NodeFault.Slow(150), Ct);
        var started = TimeProvider.System.GetTimestamp();
        await running.GetAsync("rec-app-01", "/health");
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(145));

        await running.Mart.BreakAsync("rec-db-01", NodeFault.WrongBanner, Ct);
        Assert.StartsWith("-ERR", await running.BannerAsync("rec-db-01"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_core_switch_that_is_down_cuts_its_site_off_and_healing_it_keeps_the_other_faults()
    {
        await running.Mart.BreakAsync("rec-app-01", NodeFault.Down, Ct);
        await running.Mart.BreakAsync("rec-core-sw", NodeFault.Down, Ct);
        await Assert.ThrowsAsync<SocketException>(() => running.BannerAsync("rec-db-01"));

        await running.Mart.HealAsync("rec-core-sw", Ct);
        Assert.NotNull(await running.BannerAsync("rec-db-01"));
        await Assert.ThrowsAsync<HttpRequestException>(() => running.GetAsync("rec-app-01", "/health"));
    }

    [Fact]
    public async Task The_balancer_goes_through_all_tiers_and_uses_only_members_of_its_pool()
    {
        Assert.IsType<PoolOutcome.Applied>(running.Mart.SetPool(["inv-app-02", "inv-app-05"], "test"));
        var members = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 4; i++)
        {
            using var response = await running.GetAsync("inv-lb-01", "/stock");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            members.Add(Assert.Single(response.Headers.GetValues("X-Pool-Member")));
        }

        Assert.Equal(["inv-app-02", "inv-app-05"], members.Order(StringComparer.Ordinal));
        Assert.Contains(running.Mart.ReadLogs("inv-app-05", 0, 300), l => l.Text.Contains("/stock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_member_or_without_the_database_a_stock_query_is_503()
    {
        running.Mart.SetPool(["inv-app-03"], "test");
        await running.Mart.BreakAsync("inv-db-01", NodeFault.Down, Ct);
        using var withoutDatabase = await running.GetAsync("inv-lb-01", "/stock");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, withoutDatabase.StatusCode);

        await running.Mart.BreakAsync("inv-app-03", NodeFault.Down, Ct);
        using var withoutMember = await running.GetAsync("inv-lb-01", "/stock");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, withoutMember.StatusCode);
        Assert.Contains(running.Mart.ReadLogs("inv-lb-01", 0, 300), l => l.Text.Contains("no server available", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_payment_gateways_speak_TLS_and_one_certificate_ends_in_six_days()
    {
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(HttpStatusCode.OK, (await running.GetAsync("pay-gw-02", "/authorise")).StatusCode);
        Assert.InRange(running.Mart.Nodes["pay-gw-02"].CertificateExpires!.Value - now, TimeSpan.FromDays(5.9), TimeSpan.FromDays(6));
        Assert.True(running.Mart.Nodes["pay-gw-01"].CertificateExpires > now.AddDays(100));
    }

    [Fact]
    public async Task A_sensor_shows_the_value_it_is_set_to_as_JSON_and_as_text()
    {
        await running.Mart.BreakAsync("crac-b", NodeFault.Sensor("supply_air_celsius", 33.5), Ct);
        using var json = await running.GetAsync("crac-b", "/sensors");
        var values = await json.Content.ReadFromJsonAsync<Dictionary<string, double>>(Ct);
        Assert.Equal(33.5, values!["supply_air_celsius"]);
        Assert.InRange(values["fan_percent"], 55, 80);
        using var text = await running.GetAsync("crac-b", "/sensors/supply_air_celsius");
        Assert.Equal("33.5\n", await text.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await running.GetAsync("crac-b", "/status")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await running.GetAsync("crac-a", "/status")).StatusCode);
    }

    [Fact]
    public async Task A_fault_that_does_not_fit_is_refused_and_changes_nothing()
    {
        Assert.IsType<FaultOutcome.UnknownNode>(await running.Mart.BreakAsync("nowhere", NodeFault.Down, Ct));
        Assert.IsType<FaultOutcome.Refused>(await running.Mart.BreakAsync("inv-db-01", NodeFault.Errors(50), Ct));
        Assert.IsType<FaultOutcome.Refused>(await running.Mart.BreakAsync("inv-web-01", NodeFault.Slow(double.NaN), Ct));
        Assert.IsType<FaultOutcome.Refused>(await running.Mart.BreakAsync("ups-a", NodeFault.Sensor("mood", 3), Ct));
        Assert.IsType<PoolOutcome.Refused>(running.Mart.SetPool([], "test"));
        Assert.IsType<PoolOutcome.Refused>(running.Mart.SetPool(["inv-db-01"], "test"));
        Assert.Equal(GlobalMartEstate.FullPool, running.Mart.Pool);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        var taken = running.Mart.ControlPage.Port;
        var e = await Assert.ThrowsAsync<PortTakenException>(() => GlobalMart.StartAsync(
            new GlobalMartOptions { BasePort = 0, ControlPort = taken }, TimeProvider.System, NullLoggerFactory.Instance, Ct));
        Assert.Equal(taken, e.Port);
        Assert.Contains($"Port {taken} for the control page is not free", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ending_it_closes_every_port_even_with_callers_held_and_may_be_asked_twice()
    {
        // Below the ports that the system hands out: nobody else can take a port up again while this test looks.
        var mart = await GlobalMart.StartAsync(
            new GlobalMartOptions { BasePort = 26_400, ControlPort = 26_399 }, TimeProvider.System, NullLoggerFactory.Instance, Ct);
        await mart.BreakAsync("inv-db-02", NodeFault.Hang, Ct);
        await mart.BreakAsync("inv-web-01", NodeFault.Down, Ct);
        using var held = new TcpClient();
        await held.ConnectAsync(IPAddress.Loopback, mart.Nodes["inv-db-02"].Port, Ct);

        await mart.DisposeAsync();
        await mart.DisposeAsync();
        foreach (var node in mart.Nodes.Values.Where(n => n.Port != 0))
        {
            using var caller = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => caller.ConnectAsync(node.Host, node.Port, Ct).AsTask());
        }
    }

    [Fact]
    public async Task Heartbeats_go_to_loopback_until_the_program_is_down()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var target = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/beat");
        running.Mart.SendHeartbeatsTo(new Dictionary<string, Uri>(StringComparer.Ordinal) { ["price-feed"] = target });
        using var caller = await listener.AcceptTcpClientAsync(Ct);
        using var reader = new StreamReader(caller.GetStream());
        Assert.Equal("POST /beat HTTP/1.1", await reader.ReadLineAsync(Ct));

        Assert.Throws<ArgumentException>(() => running.Mart.SendHeartbeatsTo(
            new Dictionary<string, Uri>(StringComparer.Ordinal) { ["price-feed"] = new("http://192.0.2.1/beat") }));
    }
}
