using System.Net;
using System.Net.Http.Headers;
using OpsBridge.Measuring;

namespace OpsBridge.Alerts;

/// <summary>What posting came to.</summary>
/// <param name="Elapsed">From the first post to the last answer.</param>
/// <param name="Refused">Answers 429 and 503; each of these bodies was sent again.</param>
/// <param name="Times">Milliseconds from post to success, refusals before it included.</param>
internal sealed record Posted(TimeSpan Elapsed, int Refused, Distribution Times);

/// <summary>Posts bodies to <c>/api/v2/alerts</c> over several connections; the same code for us and for Alertmanager.</summary>
internal sealed class AlertPoster(Uri address, AuthenticationHeaderValue? authorization, int connections) : IDisposable
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections }) { BaseAddress = address, DefaultRequestHeaders = { Authorization = authorization } };

    /// <summary>Posts all bodies, as fast as they are answered or no faster than a pace.</summary>
    /// <param name="bodies">How many.</param>
    /// <param name="body">Makes one.</param>
    /// <param name="within">Spread evenly over so long; null for as fast as possible.</param>
    public async Task<Posted> PostAsync(int bodies, Func<int, byte[]> body, TimeSpan? within = null)
    {
        var (next, refused, times) = (-1, 0, new double[bodies]);
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(SendAsync)));
        return new Posted(TimeProvider.System.GetElapsedTime(began), refused, new Distribution(times));

        async Task SendAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < bodies)
            {
                var due = (within ?? TimeSpan.Zero) * i / bodies - TimeProvider.System.GetElapsedTime(began);
                if (due > TimeSpan.Zero)
                {
                    await Pause.ForAsync(due);
                }

                var (bytes, from) = (body(i), TimeProvider.System.GetTimestamp());
                while (!await TakenAsync(bytes))
                {
                    Interlocked.Increment(ref refused);
                    await Pause.ForAsync(TimeSpan.FromMilliseconds(200));
                }

                times[i] = TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
            }
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>True when it was taken, false when it is to be sent again.</summary>
    /// <exception cref="InvalidOperationException">It was refused for good.</exception>
    private async Task<bool> TakenAsync(byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = s_json } };
        using var answer = await _client.PostAsync("/api/v2/alerts", content);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => false,
            var other => throw new InvalidOperationException($"{(int)other}: {await answer.Content.ReadAsStringAsync()}"),
        };
    }
}
