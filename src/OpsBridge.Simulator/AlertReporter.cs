using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OpsBridge.Simulator;

/// <summary>GlobalMart's Prometheus: evaluates the rules every second and posts what is due over HTTP.</summary>
internal sealed partial class AlertReporter(RuleBook rules, TimeProvider clock, ILogger<AlertReporter> logger) : IAsyncDisposable
{
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(5);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly Lock _lock = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Replaces address and key.</summary>
    /// <exception cref="ArgumentException">The address is not on loopback.</exception>
    public void ReportTo(Uri target, string key)
    {
        if (!target.IsAbsoluteUri || !target.IsLoopback)
        {
            throw new ArgumentException($"Alerts go to a loopback address; {target} is none.", nameof(target));
        }

        lock (_lock)
        {
            _stop.Cancel();
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            _running = RunAsync(_running, target, key, _stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _client.Dispose();
    }

    private async Task RunAsync(Task before, Uri target, string key, CancellationToken ct)
    {
        await before;
        try
        {
            using var timer = new PeriodicTimer(s_round, clock);
            var notBefore = DateTimeOffset.MinValue;
            while (await timer.WaitForNextTickAsync(ct))
            {
                var now = clock.GetUtcNow();
                var due = rules.Evaluate(now);
                if (due.Count == 0 || now < notBefore)
                {
                    continue;
                }

                if (await SendAsync(due, target, key, ct))
                {
                    rules.Taken(due, now);
                }
                else
                {
                    notBefore = now + s_afterFailure;
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // A new target, or the end of the simulator.
        }
    }

    private async Task<bool> SendAsync(IReadOnlyList<RuleBook.Due> due, Uri target, string key, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = JsonContent.Create(due.Select(d => d.Alert), options: s_json) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var response = await _client.SendAsync(request, ct);
            if (!response.IsSuccessStatusCode)
            {
                LogRefused((int)response.StatusCode);
            }

            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogUnsent(e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The console answered {Status} to GlobalMart's alerts; they are sent again")]
    private partial void LogRefused(int status);

    [LoggerMessage(Level = LogLevel.Debug, Message = "GlobalMart's alerts were not taken; they are sent again")]
    private partial void LogUnsent(Exception exception);
}
