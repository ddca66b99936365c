using System.Net;
using System.Net.Http.Headers;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs.Pings;

/// <summary>Every verb and every refusal of the ping addresses, over HTTP.</summary>
public sealed class PingsOverHttpTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>, IAsyncLifetime
{
    private static readonly Actor s_supervisor = Actor.InRole(Guid.CreateVersion7(), "Sue", Role.Supervisor);
    private readonly HttpClient _sender = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "", PingKind.Success)]
    [InlineData("HEAD", "", PingKind.Success)]
    [InlineData("POST", "", PingKind.Success)]
    [InlineData("GET", "/start", PingKind.Start)]
    [InlineData("POST", "/fail", PingKind.Fail)]
    [InlineData("POST", "/log", PingKind.Log)]
    [InlineData("GET", "/0", PingKind.Success)]
    [InlineData("GET", "/255", PingKind.Fail)]
    public async Task Every_verb_is_taken_and_answered_when_it_is_on_disk(string method, string action, PingKind kind)
    {
        var job = await MakeAsync($"verb {method} {action}");

        var answer = await _sender.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/ping/{job.Code}{action}"), Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(method == "HEAD" ? "" : "OK", await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("100000", answer.Headers.GetValues("Ping-Body-Limit").Single());
        var ping = Assert.Single(await PingsAsync(job.Id));
        Assert.Equal((kind, method, "127.0.0.1"), (ping.Kind, ping.Method, ping.RemoteAddress));
    }

    [Theory]
    [InlineData("/256", HttpStatusCode.BadRequest, "invalid url format")]
    [InlineData("/99999999999999999999", HttpStatusCode.BadRequest, "invalid url format")]
    [InlineData("?rid=no", HttpStatusCode.BadRequest, "invalid uuid format")]
    [InlineData("/start?rid=", HttpStatusCode.BadRequest, "invalid uuid format")]
    [InlineData("/nonsense", HttpStatusCode.NotFound, "not found")]
    [InlineData("/start/more", HttpStatusCode.NotFound, "not found")]
    public async Task What_is_no_ping_is_refused_in_words_and_leaves_nothing(string rest, HttpStatusCode status, string words)
    {
        var job = await MakeAsync($"refused {rest}");

        var answer = await _sender.GetAsync($"/ping/{job.Code}{rest}", Ct);

        Assert.Equal((status, words), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct)));
        Assert.Empty(await PingsAsync(job.Id));
    }

    [Theory]
    [InlineData("/ping/0f4a2f6e-6f0e-4a63-8a35-9f1a0c3e1b77")]
    [InlineData("/ping/no-such-key/slug")]
    [InlineData("/ping/only-one")]
    [InlineData("/0f4a2f6e-6f0e-4a63-8a35-9f1a0c3e1b77/fail")]
    public async Task An_unknown_address_is_not_found(string path)
    {
        var answer = await _sender.GetAsync(path, Ct);

        Assert.Equal((HttpStatusCode.NotFound, "not found"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct)));
    }

    [Fact]
    public async Task The_addresses_without_the_first_word_work_too_and_take_nothing_from_the_pages()
    {
        var job = await MakeAsync("short");
        var key = await KeyAsync();

        Assert.Equal(HttpStatusCode.OK, (await _sender.GetAsync($"/{job.Code}", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _sender.GetAsync($"/{job.Code}/1", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await _sender.GetAsync($"/{key}/short-slug/start?create=1", Ct)).StatusCode);
        Assert.NotEqual("not found", await (await _sender.GetAsync("/alerts/rules", Ct)).Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_slug_is_found_by_its_key_made_when_wished_and_refused_when_it_is_not_clear()
    {
        var key = await KeyAsync();

        Assert.Equal("not found", await (await _sender.GetAsync($"/ping/{key}/nightly", Ct)).Content.ReadAsStringAsync(Ct));
        var made = await _sender.PostAsync($"/ping/{key}/nightly/start?create=1", null, Ct);
        Assert.Equal((HttpStatusCode.Created, "Created"), (made.StatusCode, await made.Content.ReadAsStringAsync(Ct)));
        var again = await _sender.PostAsync($"/ping/{key}/nightly/0?create=1", null, Ct);
        Assert.Equal((HttpStatusCode.OK, "OK"), (again.StatusCode, await again.Content.ReadAsStringAsync(Ct)));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid url format"), await SayAsync($"/ping/{key}/Nightly"));

        await MakeAsync("another", details => details with { Slug = "nightly" });
        Assert.Equal((HttpStatusCode.Conflict, "ambiguous slug"), await SayAsync($"/ping/{key}/nightly"));

        var row = (await console.Get<IReportedJobs>().KeysAsync(s_supervisor, Ct)).First(k => key.StartsWith(k.Prefix, StringComparison.Ordinal));
        Assert.True(await console.Get<RevokePingKey>().HandleAsync(row.Id, s_supervisor, Ct));
        Assert.Equal((HttpStatusCode.NotFound, "not found"), await SayAsync($"/ping/{key}/nightly"));
    }

    [Fact]
    public async Task A_body_is_cut_and_never_refused()
    {
        var job = await MakeAsync("long body");
        using var body = new ByteArrayContent(new byte[40 * 1024 * 1024]);

        var answer = await _sender.PostAsync($"/ping/{job.Code}/fail", body, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(100_000, Assert.Single(await PingsAsync(job.Id)).BodyBytes);
    }

    [Fact]
    public async Task Hostile_bytes_and_names_are_kept_and_do_no_harm()
    {
        var job = await MakeAsync("hostile");
        using var body = new ByteArrayContent([0x00, 0xFF, 0xFE, (byte)'<', (byte)'b', (byte)'>', 0xD8]);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/ping/{job.Code}/fail") { Content = body };
        request.Headers.TryAddWithoutValidation("User-Agent", "<script>alert(1)</script>" + new string('x', 500));

        Assert.Equal(HttpStatusCode.OK, (await _sender.SendAsync(request, Ct)).StatusCode);

        var ping = Assert.Single(await PingsAsync(job.Id));
        Assert.Equal(200, ping.UserAgent.Length);
        Assert.Equal([0x00, 0xFF, 0xFE, (byte)'<', (byte)'b', (byte)'>', 0xD8], await console.Get<IReportedJobs>().BodyAsync(job.Id, 1, s_supervisor, Ct));
    }

    [Fact]
    public async Task A_browser_of_another_site_may_ask_first()
    {
        var job = await MakeAsync("preflight");

        var answer = await _sender.SendAsync(new HttpRequestMessage(HttpMethod.Options, $"/ping/{job.Code}"), Ct);

        Assert.Equal((HttpStatusCode.NoContent, "*"), (answer.StatusCode, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _sender.DeleteAsync($"/ping/{job.Code}", Ct)).StatusCode);
        Assert.Empty(await PingsAsync(job.Id));
    }

    [Fact]
    public async Task A_burst_of_a_thousand_is_kept_whole()
    {
        var jobs = new List<ReportedJobRow>();
        for (var i = 0; i < 10; i++)
        {
            jobs.Add(await MakeAsync($"burst {i}"));
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => _sender.GetAsync($"/ping/{jobs[i % 10].Code}", Ct)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        foreach (var job in jobs)
        {
            var pings = await PingsAsync(job.Id);
            Assert.Equal(Enumerable.Range(1, 100).Reverse().Select(n => (long)n), pings.Select(p => p.Number));
        }
    }

    public ValueTask InitializeAsync()
    {
        _sender.BaseAddress = console.Host.Address;
        _sender.Timeout = TimeSpan.FromMinutes(10);
        _sender.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("test", "1"));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _sender.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(HttpStatusCode Status, string Words)> SayAsync(string path)
    {
        var answer = await _sender.GetAsync(path, Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private async Task<string> KeyAsync() => Assert.IsType<CreatePingKeyResult.Done>(await console.Get<CreatePingKey>().HandleAsync("tests", s_supervisor, Ct)).Token;

    private async Task<ReportedJobRow> MakeAsync(string name, Func<ReportedJobDetails, ReportedJobDetails>? adjust = null)
    {
        var details = new ReportedJobDetails(name);
        var made = Assert.IsType<SaveReportedJobResult.Done>(await console.Get<SaveReportedJob>().HandleAsync(null, 0, adjust?.Invoke(details) ?? details, s_supervisor, Ct));
        return (await console.Get<IReportedJobs>().FindAsync(made.Id, s_supervisor, Ct))!;
    }

    private Task<IReadOnlyList<PingRow>> PingsAsync(Guid job) => console.Get<IReportedJobs>().PingsAsync(job, null, 1000, s_supervisor, Ct);
}
