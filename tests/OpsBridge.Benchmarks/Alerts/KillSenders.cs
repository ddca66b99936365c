using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using OpsBridge.Measuring;

namespace OpsBridge.Alerts;

/// <summary>What senders were answered as taken since the last look.</summary>
/// <param name="Fired">Names of alerts that were reported.</param>
/// <param name="Resolved">Names of alerts that were reported as over.</param>
internal sealed record KillStanding(IReadOnlyList<string> Fired, IReadOnlyList<string> Resolved)
{
    /// <summary>Every name.</summary>
    public string[] All => [.. Fired.Union(Resolved, StringComparer.Ordinal)];
}

/// <summary>What was counted over all kills.</summary>
internal sealed record KillTally
{
    public int Fired { get; set; }

    public int Resolved { get; set; }

    public int LostFirings { get; set; }

    public int LostResolves { get; set; }

    public int StoredTwice { get; set; }

    public int OpenTwice { get; set; }

    public void Add(KillTally more) => (Fired, Resolved, LostFirings, LostResolves, StoredTwice, OpenTwice) = (
        Fired + more.Fired, Resolved + more.Resolved, LostFirings + more.LostFirings, LostResolves + more.LostResolves, StoredTwice + more.StoredTwice, more.OpenTwice);
}

/// <summary>
/// Senders that post one batch after the other, the same one again until it is answered with success, whatever happens to whom they
/// send to. Each batch also resolves most of the one before, so that the number of open alerts stays small.
/// </summary>
internal sealed class KillSenders : IDisposable
{
    private const int BatchSize = 16;

    private readonly HttpClient _client;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly List<string> _fired = [];
    private readonly List<string> _resolved = [];
    private readonly Task _sending;
    private TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _paused;
    private int _repeated;

    public KillSenders(Uri address, AuthenticationHeaderValue? authorization, int senders)
    {
        _client = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { Authorization = authorization }, Timeout = TimeSpan.FromSeconds(20) };
        _sending = Task.WhenAll(Enumerable.Range(0, senders).Select(n => Task.Run(() => SendAsync(n))));
    }

    /// <summary>Posts that were sent once more.</summary>
    public int Repeated => _repeated;

    /// <summary>Waits for the next answer with success.</summary>
    public Task AnsweredAsync()
    {
        lock (_gate)
        {
            _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return Task.WhenAny(_answer.Task, _sending).Unwrap(); // a sender that fails ends the run
        }
    }

    /// <summary>What was answered since the last call.</summary>
    public KillStanding TakeStanding()
    {
        lock (_gate)
        {
            var standing = new KillStanding([.. _fired], [.. _resolved]);
            _fired.Clear();
            _resolved.Clear();
            return standing;
        }
    }

    /// <summary>No new post begins, and no answer counts, until <see cref="Resume"/>.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            _paused?.SetResult();
            _paused = null;
        }
    }

    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _sending;
    }

    public void Dispose()
    {
        _client.Dispose();
        _end.Dispose();
    }

    private async Task SendAsync(int sender)
    {
        var began = TimeProvider.System.GetUtcNow();
        for (var i = 0; !_end.IsCancellationRequested; i++)
        {
            var (run, before) = (Run(sender, i), Run(sender, i - 1));
            var fires = AlertBodies.Firing(run, 0, BatchSize, began);
            var resolves = i == 0 ? [] : AlertBodies.Resolved(before, 1, BatchSize - 1, began, TimeProvider.System.GetUtcNow());
            byte[] body = i == 0 ? fires : [.. fires.AsSpan(0, fires.Length - 1), (byte)',', .. resolves.AsSpan(1)];
            await UntilTakenAsync(body, () =>
            {
                _fired.AddRange(Enumerable.Range(0, BatchSize).Select(n => AlertBodies.Name(run, n)));
                _resolved.AddRange(i == 0 ? [] : Enumerable.Range(1, BatchSize - 1).Select(n => AlertBodies.Name(before, n)));
            });
        }
    }

    private async Task UntilTakenAsync(byte[] body, Action note)
    {
        while (!_end.IsCancellationRequested)
        {
            if (_paused?.Task is { } pause)
            {
                await pause;
            }

            if (await IsTakenAsync(body))
            {
                lock (_gate)
                {
                    if (_paused is null)
                    {
                        note();
                        _answer.TrySetResult();
                        return;
                    }
                }
            }

            Interlocked.Increment(ref _repeated);
            await Measuring.Pause.ForAsync(TimeSpan.FromMilliseconds(50));
        }
    }

    private async Task<bool> IsTakenAsync(byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await _client.PostAsync("/api/v2/alerts", content, _end.Token);
            return answer.IsSuccessStatusCode
                || ((int)answer.StatusCode is 429 or >= 500 ? false : throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"));
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            return false; // killed meanwhile, or not up yet: send it again
        }
    }

    private static string Run(int sender, int batch) => string.Create(CultureInfo.InvariantCulture, $"kill{sender}-{batch}");
}
