using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Simulator;

/// <summary>The reporter and a real HTTP server in the console's place, on a clock that jumps from second to second.</summary>
public sealed class AlertReporterTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly Channel<(string? Key, JsonElement Body)> _received = Channel.CreateUnbounded<(string?, JsonElement)>();
    private readonly WebApplication _console;
    private readonly MartWorld _world;
    private readonly AlertReporter _reporter;
    private volatile int _answer = StatusCodes.Status200OK;

    public AlertReporterTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _console = builder.Build();
        _console.UseRouting();
        _console.MapPost("/api/v2/alerts", async http =>
        {
            http.Response.StatusCode = _answer;
            await _received.Writer.WriteAsync((http.Request.Headers.Authorization, await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body)));
        });
        _world = new MartWorld(new GlobalMartOptions { TimeScale = 100 }, _clock);
        _reporter = new AlertReporter(new RuleBook(_world, new Uri("http://127.0.0.1:5090/")), _clock, NullLogger<AlertReporter>.Instance);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _console.StartAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        await _reporter.DisposeAsync();
        _world.Dispose();
        await _console.DisposeAsync();
    }

    [Fact]
    public async Task An_alert_arrives_with_the_key_in_the_shape_that_Alertmanager_takes()
    {
        _reporter.ReportTo(new Uri(new Uri(_console.Urls.Single()), "/api/v2/alerts"), "key-1");
        _world.SetPool(PeakIncident.CutPool, "test");

        var (key, body) = await NextAsync();

        Assert.Equal("Bearer key-1", key);
        var alert = Assert.Single(body.EnumerateArray());
        Assert.Equal(["labels", "annotations", "startsAt", "endsAt", "generatorURL"], alert.EnumerateObject().Select(p => p.Name));
        Assert.Equal("PoolServersLow", alert.GetProperty("labels").GetProperty("alertname").GetString());
        Assert.Equal(TimeSpan.FromMinutes(1), alert.GetProperty("endsAt").GetDateTimeOffset() - alert.GetProperty("startsAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_the_console_did_not_take_comes_again_after_five_seconds()
    {
        _answer = StatusCodes.Status503ServiceUnavailable;
        _reporter.ReportTo(new Uri(new Uri(_console.Urls.Single()), "/api/v2/alerts"), "key-1");
        _world.SetPool(PeakIncident.CutPool, "test");
        var (_, refused) = await NextAsync();
        _answer = StatusCodes.Status200OK;

        var (_, taken) = await NextAsync();

        Assert.Equal(refused[0].GetProperty("startsAt").GetDateTimeOffset(), taken[0].GetProperty("startsAt").GetDateTimeOffset());
        Assert.True(taken[0].GetProperty("endsAt").GetDateTimeOffset() - refused[0].GetProperty("endsAt").GetDateTimeOffset() >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Alerts_go_to_loopback_only() =>
        Assert.Throws<ArgumentException>(() => _reporter.ReportTo(new Uri("http://192.0.2.1/api/v2/alerts"), "key-1"));

    /// <summary>The next message; a second goes by at each look.</summary>
    private async Task<(string? Key, JsonElement Body)> NextAsync()
    {
        var next = _received.Reader.ReadAsync(Ct).AsTask();
        for (var began = TimeProvider.System.GetTimestamp(); !next.IsCompleted && TimeProvider.System.GetElapsedTime(began) < s_patience;)
        {
            _clock.FastForward(TimeSpan.FromSeconds(1));
            await Task.WhenAny(next, Task.Delay(s_look, TimeProvider.System, Ct));
        }

        return await next.WaitAsync(TimeSpan.Zero, TimeProvider.System, Ct);
    }
}
