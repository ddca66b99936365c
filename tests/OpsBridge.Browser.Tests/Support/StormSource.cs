using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using OpsBridge.Alerts.Sources;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Support;

/// <summary>A Prometheus that reports to the console as it would to an Alertmanager: over HTTP, with its source's key.</summary>
internal sealed class StormSource : IDisposable
{
    private const int PerRequest = 100;
    private readonly HttpClient _client;
    private readonly TimeProvider _clock;

    private StormSource(Uri console, string key, TimeProvider clock) =>
        (_client, _clock) = (new HttpClient { BaseAddress = console, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } }, clock);

    /// <summary>Makes the source and takes its key.</summary>
    public static async Task<StormSource> ConnectAsync(ConsoleHost console)
    {
        var made = await console.Get<CreateSource>().HandleAsync(new SourceDetails("Prometheus", SourceFormat.Prometheus), Actor.InRole(null, "Test", Role.Admin), TestContext.Current.CancellationToken);
        return new StormSource(console.Address, Assert.IsType<CreateSourceResult.Done>(made).Key.Token, console.Clock);
    }

    /// <summary>One alert.</summary>
    public Task ReportAsync(string summary, string severity) => PostAsync([Alert("single", 0, summary, severity)]);

    /// <summary>Many alerts, named "<paramref name="wave"/> 0" and so on; all of them are stored when it returns.</summary>
    public async Task BlowAsync(string wave, int alerts)
    {
        foreach (var chunk in Enumerable.Range(0, alerts).Chunk(PerRequest))
        {
            await PostAsync([.. chunk.Select(i => Alert(wave, i, string.Create(CultureInfo.InvariantCulture, $"{wave} {i}"), "warning"))]);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task PostAsync(object[] alerts)
    {
        using var answer = await _client.PostAsJsonAsync("/api/v2/alerts", alerts, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private object Alert(string wave, int number, string summary, string severity) => new
    {
        labels = new { alertname = "Latency", wave, number = number.ToString(CultureInfo.InvariantCulture), severity },
        annotations = new { summary },
        startsAt = _clock.GetUtcNow(),
        endsAt = _clock.GetUtcNow().AddHours(8),
    };
}
