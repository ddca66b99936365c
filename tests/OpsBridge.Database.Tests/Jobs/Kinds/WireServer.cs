using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpsBridge.Jobs.Kinds;

/// <summary>A server on loopback that answers each request with the very bytes a test names, right or wrong, and keeps what it was asked.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly Task _serving;

    private WireServer(Func<string, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Heads and bodies of the requests so far.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Connections that the other side has closed while the answer was still under way.</summary>
    public TaskCompletionSource HungUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/do?it=now");

    /// <summary>Answers each request as told.</summary>
    public static WireServer Start(Func<string, Stream, CancellationToken, Task> answer) => new(answer);

    /// <summary>Answers each request with a status and a body.</summary>
    public static WireServer Start(string status, string body = "", string headers = "") =>
        new((_, stream, ct) => SayAsync(stream, $"HTTP/1.1 {status}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}", ct));

    public static Task SayAsync(Stream stream, string text, CancellationToken ct) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), ct).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _serving;
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadAsync(stream, _closing.Token);
                _asked.Enqueue(request);
                await _answer(request, stream, _closing.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                HungUp.TrySetResult();
            }
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken ct)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(text.ToString()) && await stream.ReadAsync(buffer, ct) is var read and > 0)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    private static bool IsWhole(string request)
    {
        const string length = "Content-Length: ";
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var at = request.IndexOf(length, StringComparison.OrdinalIgnoreCase);
        return end >= 0 && (at < 0 || Encoding.UTF8.GetByteCount(request[(end + 4)..]) >= int.Parse(request[(at + length.Length)..request.IndexOf('\r', at)], CultureInfo.InvariantCulture));
    }
}
