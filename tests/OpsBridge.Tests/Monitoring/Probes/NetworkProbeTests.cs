using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpsBridge.Network;
using Xunit;

namespace OpsBridge.Monitoring.Probes;

public sealed class NetworkProbeTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(150);

    private readonly PluginRunner _plugins = new(new PluginRegistry(), TimeProvider.System);
    private readonly ProbeRunner _runner;

    public NetworkProbeTests() =>
        _runner = new ProbeRunner(new GuardedConnector(new HostResolver(TimeProvider.System), new TargetGuard(allowLoopback: true, [])), _plugins, TimeProvider.System);

    [Fact]
    public async Task A_listening_port_is_ok_with_a_latency()
    {
        await using var server = new LoopbackServer((_, _) => Task.CompletedTask);
        var result = await Run(new TcpSettings("127.0.0.1", server.Port));
        Assert.Equal(CheckStatus.Ok, result.Status);
        Assert.InRange(Assert.Single(result.Metrics, m => m is { Name: "latency", Unit: "ms" }).Value, 0, 5000);
    }

    [Fact]
    public async Task A_closed_port_is_critical()
    {
        var result = await Run(new TcpSettings("127.0.0.1", FreePort()));
        Assert.Equal(CheckStatus.Critical, result.Status);
        Assert.Contains("refused", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_banner_may_come_in_pieces()
    {
        await using var server = new LoopbackServer(async (stream, stop) =>
        {
            await stream.WriteAsync("220 mail"u8.ToArray(), stop);
            await stream.WriteAsync(".example.com ESMTP"u8.ToArray(), stop);
        });
        Assert.Equal(CheckStatus.Ok, (await Run(new TcpSettings("localhost", server.Port, "example.com ESMTP"))).Status);
        Assert.Equal(CheckStatus.Critical, (await Run(new TcpSettings("localhost", server.Port, "SSH-2.0"))).Status);
    }

    [Fact]
    public async Task A_server_that_says_nothing_runs_into_the_timeout()
    {
        await using var server = new LoopbackServer((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        var result = await Run(new TcpSettings("127.0.0.1", server.Port, "x"), s_short);
        Assert.Equal((CheckStatus.Critical, "no answer within 0.15 s"), (result.Status, result.Summary));
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_no_result()
    {
        await using var server = new LoopbackServer((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));
        using var cancelled = new CancellationTokenSource(s_short);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _runner.RunAsync(new TcpSettings("127.0.0.1", server.Port, "x"), s_long, cancelled.Token));
    }

    [Fact]
    public async Task A_refused_address_is_never_connected_to()
    {
        await using var server = new LoopbackServer((_, _) => Task.CompletedTask);
        using var strict = new ProbeRunner(new GuardedConnector(new HostResolver(TimeProvider.System), new TargetGuard(allowLoopback: false, [])), _plugins, TimeProvider.System);
        foreach (var settings in new ProbeSettings[] { new TcpSettings("localhost", server.Port), new HttpSettings($"http://127.0.0.1:{server.Port}/"), new TlsSettings("127.0.0.1", server.Port), new PingSettings("127.0.0.1"), new DnsSettings("a.example", Server: "127.0.0.1", Port: server.Port) })
        {
            var result = await strict.RunAsync(settings, s_long, TestContext.Current.CancellationToken);
            Assert.Equal(CheckStatus.Unknown, result.Status);
            Assert.StartsWith("refused: ", result.Summary, StringComparison.Ordinal);
        }

        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_redirect_to_a_refused_address_is_refused_too()
    {
        await using var server = LoopbackServer.Saying("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n");
        var result = await Run(new HttpSettings($"http://127.0.0.1:{server.Port}/", FollowRedirects: true));
        Assert.StartsWith("refused: ", result.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", CheckStatus.Ok)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "bye", CheckStatus.Critical)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", "hello", CheckStatus.Ok)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", null, CheckStatus.Critical)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nhello", "hello", CheckStatus.Ok)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", null, CheckStatus.Ok)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", null, CheckStatus.Critical)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", null, CheckStatus.Critical)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", null, CheckStatus.Critical)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", null, CheckStatus.Critical)]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", null, CheckStatus.Critical)]
    [InlineData("", null, CheckStatus.Critical)]
    public async Task An_HTTP_answer_is_judged(string answer, string? keyword, CheckStatus expected)
    {
        await using var server = LoopbackServer.Saying(answer);
        var result = await Run(new HttpSettings($"http://127.0.0.1:{server.Port}/", Keyword: keyword));
        Assert.True(expected == result.Status, result.Summary);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_judged_on_its_beginning()
    {
        await using var server = new LoopbackServer(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync(new byte[8192], stop);
            }
        });
        Assert.Equal(CheckStatus.Ok, (await Run(new HttpSettings($"http://127.0.0.1:{server.Port}/"))).Status);
        var missing = await Run(new HttpSettings($"http://127.0.0.1:{server.Port}/", Keyword: "x"));
        Assert.Contains("not in the first 256 KiB", missing.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_hangs_gives_a_result_at_the_timeout()
    {
        await using var server = new LoopbackServer(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel"u8.ToArray(), stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });
        var result = await Run(new HttpSettings($"http://127.0.0.1:{server.Port}/"), s_short);
        Assert.Equal((CheckStatus.Critical, "HTTP 200 OK, but the body did not end in time"), (result.Status, result.Summary));
    }

    [Fact]
    public async Task Endless_headers_are_cut()
    {
        await using var server = LoopbackServer.Saying("HTTP/1.1 200 OK\r\nX: " + new string('x', 100_000));
        Assert.Contains("headers are longer", (await Run(new HttpSettings($"http://127.0.0.1:{server.Port}/"))).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_expired_ten_years_ago_is_critical_with_its_days()
    {
        await using var server = Tls(DateTimeOffset.UnixEpoch.AddYears(40), DateTimeOffset.UnixEpoch.AddYears(46));
        foreach (var settings in new ProbeSettings[] { new TlsSettings("127.0.0.1", server.Port, VerifyCertificate: false), new HttpSettings($"https://127.0.0.1:{server.Port}/") })
        {
            var result = await Run(settings);
            Assert.Equal(CheckStatus.Critical, result.Status);
            Assert.Contains("expired", result.Summary, StringComparison.Ordinal);
            Assert.True(Assert.Single(result.Metrics, m => m.Name == "certificate_days").Value < -3000);
        }
    }

    [Fact]
    public async Task An_unknown_issuer_is_critical_unless_the_certificate_is_not_verified()
    {
        await using var server = Tls(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(20.5));
        Assert.Equal(CheckStatus.Critical, (await Run(new HttpSettings($"https://127.0.0.1:{server.Port}/"))).Status);
        var result = await Run(new HttpSettings($"https://127.0.0.1:{server.Port}/", VerifyCertificate: false));
        Assert.Equal(CheckStatus.Ok, result.Status);
        Assert.InRange(Assert.Single(result.Metrics, m => m.Name == "certificate_days").Value, 20, 21);
        Assert.Equal("certificate valid for 20 days", (await Run(new TlsSettings("127.0.0.1", server.Port, VerifyCertificate: false))).Summary);
    }

    [Fact]
    public async Task A_plain_port_is_no_TLS()
    {
        await using var server = new LoopbackServer(async (stream, stop) => await stream.WriteAsync("220 hello\r\n"u8.ToArray(), stop));
        Assert.StartsWith("no TLS", (await Run(new TlsSettings("127.0.0.1", server.Port))).Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, CheckStatus.Ok)]
    [InlineData("10.0.0.1", CheckStatus.Ok)]
    [InlineData("10.0.0.2", CheckStatus.Critical)]
    public async Task A_DNS_answer_is_compared_and_forged_ones_are_passed_over(string? expected, CheckStatus status)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var asked = Run(new DnsSettings("example.com", Server: "127.0.0.1", Port: ((IPEndPoint)server.LocalEndPoint!).Port, Expected: expected));
        var buffer = new byte[512];
        var query = await server.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), TestContext.Current.CancellationToken);
        var id = (buffer[0] << 8) | buffer[1];
        await server.SendToAsync(DnsMessageTests.Answer(DnsRecordType.A, [6, 6, 6, 6], id ^ 1), query.RemoteEndPoint);
        await server.SendToAsync(new byte[] { 1, 2, 3 }, query.RemoteEndPoint);
        await server.SendToAsync(DnsMessageTests.Answer(DnsRecordType.A, [10, 0, 0, 1], id), query.RemoteEndPoint);
        var result = await asked;
        Assert.Equal(status, result.Status);
        Assert.Contains("10.0.0.1", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ping_answers_or_says_which_right_is_missing()
    {
        var result = await Run(new PingSettings("127.0.0.1"));
        Assert.True(result.Status == CheckStatus.Ok || result.Summary.Contains("CAP_NET_RAW", StringComparison.Ordinal), result.Summary);
    }

    [Fact]
    public async Task Impossible_settings_are_a_result() =>
        Assert.Equal((CheckStatus.Unknown, "the check cannot run: port 0 is not between 1 and 65535"), await Run(new TcpSettings("host", 0)) is var r ? (r.Status, r.Summary) : default);

    public void Dispose()
    {
        _runner.Dispose();
        _plugins.Dispose();
    }

    private Task<ProbeResult> Run(ProbeSettings settings, TimeSpan? timeout = null) =>
        _runner.RunAsync(settings, timeout ?? s_long, TestContext.Current.CancellationToken);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static LoopbackServer Tls(DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(from, to);
        return new LoopbackServer(async (stream, stop) =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            var request = new byte[4096];
            if (await tls.ReadAsync(request, stop) > 0)
            {
                await tls.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), stop);
            }
        });
    }
}
