using System.Globalization;
using System.Text;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Network;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Kinds;

public sealed class HttpCallKindTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Token = "tok-7f31c9-hush/+%";

    private KindBench _bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _bench = KindBench.Start(database);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("200 OK", 200, 299, true, "answered 200")]
    [InlineData("299 Fine", 200, 299, true, "answered 299")]
    [InlineData("300 Choose", 200, 299, false, "answered 300, expected 200 to 299")]
    [InlineData("404 Not Found", 404, 404, true, "answered 404")]
    [InlineData("503 Later", 200, 200, false, "answered 503, expected 200")]
    public async Task The_status_decides_within_the_range_that_was_asked_for(string status, int from, int to, bool good, string summary)
    {
        await using var server = WireServer.Start(status);
        var (result, attempt) = await RunAsync(new HttpCallSettings("GET", server.Url) { StatusFrom = from, StatusTo = to });

        Assert.Equal((good, summary, int.Parse(status[..3], CultureInfo.InvariantCulture)), (result.Good, result.Summary, result.ExitCode));
        Assert.Contains($"HTTP 1.1 {status}", attempt.Lines);
    }

    [Fact]
    public async Task It_sends_what_was_written_and_reads_the_answer_line_by_line()
    {
        await using var server = WireServer.Start("200 OK", "one\r\ntwo\nth\u001b[31mree");
        var (result, attempt) = await RunAsync(new HttpCallSettings("POST", server.Url) { Body = "{\"a\":\"ü\"}", Headers = [new("X-Why", "test")], ExpectedText = "two" });

        Assert.True(result.Good, result.Summary);
        var asked = Assert.Single(server.Asked);
        Assert.StartsWith("POST /do?it=now HTTP/1.1\r\n", asked, StringComparison.Ordinal);
        Assert.Contains("X-Why: test\r\n", asked, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", asked, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n{\"a\":\"ü\"}", asked, StringComparison.Ordinal);
        Assert.Equal(["HTTP 1.1 200 OK", "one", "two"], attempt.Lines.Take(3));
    }

    [Fact]
    public async Task An_answer_without_the_expected_text_fails()
    {
        await using var server = WireServer.Start("200 OK", "{\"status\":\"degraded\"}");
        var (result, _) = await RunAsync(new HttpCallSettings("GET", server.Url) { ExpectedText = "\"ok\"" });

        Assert.Equal((false, "answered 200, but without the expected text"), (result.Good, result.Summary));
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        await using var elsewhere = WireServer.Start("200 OK");
        await using var server = WireServer.Start("302 Found", "", $"Location: {elsewhere.Url}\r\n");
        var (result, _) = await RunAsync(new HttpCallSettings("GET", server.Url) { Secret = await SecretAsync() });

        Assert.Equal((false, "answered 302, expected 200 to 299"), (result.Good, result.Summary));
        Assert.Empty(elsewhere.Asked);
    }

    [Fact]
    public async Task An_answer_without_end_is_read_up_to_the_cap_and_fails()
    {
        await using var server = WireServer.Start(async (_, stream, ct) =>
        {
            await WireServer.SayAsync(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", ct);
            while (true)
            {
                await WireServer.SayAsync(stream, new string('x', 8192), ct);
            }
        });
        var (result, attempt) = await RunAsync(new HttpCallSettings("GET", server.Url) { MaxBytes = 10_000 });

        Assert.Equal((false, "answered 200 with more than 10000 bytes"), (result.Good, result.Summary));
        Assert.Equal(10_000, attempt.Lines.Skip(1).Sum(l => l.Length));
        await server.HungUp.Task.WaitAsync(Ct);
    }

    [Fact]
    public async Task An_answer_of_exactly_the_cap_is_whole()
    {
        await using var server = WireServer.Start("200 OK", new string('x', 10_000));
        var (result, _) = await RunAsync(new HttpCallSettings("GET", server.Url) { MaxBytes = 10_000 });

        Assert.True(result.Good, result.Summary);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_fails_in_words()
    {
        await using var server = WireServer.Start((_, stream, ct) => WireServer.SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", ct));
        var (result, _) = await RunAsync(new HttpCallSettings("GET", server.Url));

        Assert.Equal((false, true), (result.Good, result.MayRetry));
        Assert.StartsWith("the answer broke off: ", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_that_does_not_speak_HTTP_fails_in_words()
    {
        await using var server = WireServer.Start((_, stream, ct) => WireServer.SayAsync(stream, "SSH-2.0-OpenSSH_9.2\r\n", ct));
        var (result, _) = await RunAsync(new HttpCallSettings("GET", server.Url));

        Assert.False(result.Good);
        Assert.NotEmpty(result.Summary);
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_in_words()
    {
        int port;
        await using (var gone = WireServer.Start("200 OK"))
        {
            port = gone.Port;
        }

        var (result, _) = await RunAsync(new HttpCallSettings("GET", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")));

        Assert.Equal((false, true, "Connection refused"), (result.Good, result.MayRetry, result.Summary));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_left_at_the_time_out()
    {
        await using var server = WireServer.Start((_, _, ct) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var attempt = await _bench.ClaimAsync(new HttpCallSettings("GET", server.Url), ct: Ct);
        var run = _bench.RunAsync(attempt, cancel.Token);
        await Eventually.TrueAsync("the request came", () => server.Asked.Count == 1, Ct);

        await cancel.CancelAsync(); // what the engine does at the time-out and at a cancel

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Cancelled_in_the_middle_of_an_answer_it_hangs_up()
    {
        await using var server = WireServer.Start(async (_, stream, ct) =>
        {
            await WireServer.SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n", ct);
            while (true)
            {
                await WireServer.SayAsync(stream, new string('x', 1000), ct);
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, ct);
            }
        });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var attempt = await _bench.ClaimAsync(new HttpCallSettings("GET", server.Url) { MaxBytes = HttpCallSettings.MostBytes }, ct: Ct);
        var run = _bench.RunAsync(attempt, cancel.Token);
        await Eventually.TrueAsync("the request came", () => server.Asked.Count == 1, Ct);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await server.HungUp.Task.WaitAsync(Ct);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/", "is this machine itself")]
    [InlineData("http://localhost:{0}/", "is this machine itself")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/", "is this machine itself")]
    [InlineData("http://2130706433:{0}/", "is this machine itself")] // 127.0.0.1 as one number
    [InlineData("http://169.254.169.254/latest/meta-data", "cloud metadata")]
    [InlineData("http://0.0.0.0:{0}/", "is unspecified")]
    public async Task An_address_that_the_guard_refuses_is_never_reached(string url, string why)
    {
        await using var server = WireServer.Start("200 OK");
        var kind = new HttpCallKind(_bench.Get<KindRun>(), new TargetGuard(allowLoopback: false, []));
        var attempt = await _bench.ClaimAsync(new HttpCallSettings("GET", string.Format(CultureInfo.InvariantCulture, url, server.Port)) { Secret = await SecretAsync() }, ct: Ct);

        var result = await kind.RunAsync(attempt, Ct);

        Assert.Equal((false, false), (result.Good, result.MayRetry));
        Assert.StartsWith("refused: ", result.Summary, StringComparison.Ordinal);
        Assert.Contains(why, result.Summary, StringComparison.Ordinal);
        Assert.Empty(server.Asked);
    }

    [Theory]
    [InlineData("Bearer", Token)]
    [InlineData("Basic", "watch:" + Token)]
    public async Task The_secret_is_sent_and_never_shown_though_the_server_says_it_back(string scheme, string value)
    {
        await using var server = WireServer.Start(async (request, stream, ct) =>
        {
            var said = request[request.IndexOf("Authorization: ", StringComparison.Ordinal)..].Split('\r')[0];
            var body = $"{said}\n{value}\n{Token}\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(Token))}\n{Uri.EscapeDataString(Token)}\n{new string('.', 1990)}{Token}{new string('.', 1990)}";
            await WireServer.SayAsync(stream, $"HTTP/1.1 401 {Token}\r\nX-Said: {Token}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}", ct);
        });
        await _bench.Get<SaveSecret>().HandleAsync("said", value, KindBench.Admin, Ct);
        var (result, attempt) = await RunAsync(new HttpCallSettings("GET", server.Url) { Secret = "said", Scheme = scheme, ExpectedText = "welcome" });

        Assert.Contains(scheme == "Bearer" ? $"Authorization: Bearer {Token}" : $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}", Assert.Single(server.Asked), StringComparison.Ordinal);
        AssertHidden(attempt.Text + "\n" + result.Summary);
    }

    [Theory]
    [InlineData("line-one-hush\nline-two-hush")]
    [InlineData("hush-ünïcode-☃")]
    public async Task A_secret_that_no_header_can_hold_is_refused_without_being_shown(string value)
    {
        await using var server = WireServer.Start("200 OK");
        await _bench.Get<SaveSecret>().HandleAsync("odd", value, KindBench.Admin, Ct);
        var (result, attempt) = await RunAsync(new HttpCallSettings("GET", server.Url) { Secret = "odd" });

        Assert.Equal((false, false), (result.Good, result.MayRetry));
        Assert.Contains("cannot be sent", result.Summary, StringComparison.Ordinal);
        AssertHidden(attempt.Text + result.Summary);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task Nobody_writes_further_headers_into_the_media_type()
    {
        await using var server = WireServer.Start("200 OK");
        var (result, _) = await RunAsync(new HttpCallSettings("POST", server.Url) { Body = "x", ContentType = "text/plain\r\nX-Evil: yes" });

        Assert.Equal((false, false), (result.Good, result.MayRetry));
        Assert.DoesNotContain(server.Asked, a => a.Contains("X-Evil", StringComparison.Ordinal));
    }

    private static void AssertHidden(string text)
    {
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        Assert.DoesNotContain("7f31c9", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ünïcode", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Token))[..16], text, StringComparison.Ordinal);
    }

    private async Task<string> SecretAsync()
    {
        await _bench.Get<SaveSecret>().HandleAsync("token", Token, KindBench.Admin, Ct);
        return "token";
    }

    private async Task<(JobResult Result, FakeAttempt Attempt)> RunAsync(HttpCallSettings settings)
    {
        var attempt = await _bench.ClaimAsync(settings, ct: Ct);
        return (await _bench.RunAsync(attempt), attempt);
    }
}
