using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using OpsBridge.Network;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Makes one HTTP request. Every address that the name has is judged, and the connection goes to one of those very addresses.</summary>
public sealed class HttpCallKind(KindRun runs, TargetGuard guard) : IJobKind
{
    private const int LineLength = 2000;

    /// <inheritdoc />
    public string Name => "http";

    /// <inheritdoc />
    public Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct) => runs.RunAsync<HttpCallSettings>(attempt, RunAsync, ct);

    private async Task<JobResult> RunAsync(KindScene<HttpCallSettings> scene, CancellationToken ct)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = ConnectAsync };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // the attempt's own time-out ends it
        using var request = Request(scene);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var (text, whole) = await ReadAsync(response, scene.Settings.MaxBytes, ct);
            scene.Output.Note(string.Create(CultureInfo.InvariantCulture, $"HTTP {response.Version} {(int)response.StatusCode} {response.ReasonPhrase}"));
            foreach (var line in scene.Output.CleanCut(text, whole).Split('\n')) // before it is cut: half a secret is not found any more
            {
                for (var at = 0; at == 0 || at < line.Length; at += LineLength)
                {
                    scene.Output.Line(isError: false, line.Substring(at, Math.Min(LineLength, line.Length - at)).TrimEnd('\r'));
                }
            }

            return Judge(scene.Settings, (int)response.StatusCode, text, whole);
        }
        catch (HttpRequestException e)
        {
            throw new KindFault((e.InnerException as KindFault ?? e.InnerException ?? e).Message, mayRetry: e.InnerException is not KindFault { MayRetry: false });
        }
        catch (IOException e)
        {
            throw new KindFault($"the answer broke off: {e.Message}");
        }
    }

    private static JobResult Judge(HttpCallSettings settings, int status, string text, bool whole)
    {
        var asked = settings.StatusFrom == settings.StatusTo ? $"{settings.StatusFrom}" : $"{settings.StatusFrom} to {settings.StatusTo}";
        return (status >= settings.StatusFrom && status <= settings.StatusTo, whole, settings.ExpectedText) switch
        {
            (false, _, _) => new JobResult(false, $"answered {status}, expected {asked}", status),
            (_, false, _) => new JobResult(false, $"answered {status} with more than {settings.MaxBytes} bytes", status),
            (_, _, { Length: > 0 } expected) when !text.Contains(expected, StringComparison.Ordinal) => new JobResult(false, $"answered {status}, but without the expected text", status),
            _ => new JobResult(true, $"answered {status}", status),
        };
    }

    private static HttpRequestMessage Request(KindScene<HttpCallSettings> scene)
    {
        var settings = scene.Settings;
        var request = new HttpRequestMessage(new HttpMethod(settings.Method), settings.Url);
        request.Headers.TryAddWithoutValidation("User-Agent", "OpsBridge");
        foreach (var header in settings.Headers)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        if (settings.Secret is { } name)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(settings.Scheme, Credentials(settings.Scheme, name, scene.Secrets[name]));
        }

        if (settings.Body is not null)
        {
            request.Content = new StringContent(settings.Body, Encoding.UTF8);
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", settings.ContentType);
        }

        return request;
    }

    private static string Credentials(string scheme, string name, string secret)
    {
        if (scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)); // RFC 7617
        }

        return secret.Any(c => c is < ' ' or > '~')
            ? throw new KindFault($"the secret '{name}' cannot be sent in a header: it holds a line break or a character beyond ASCII; set it anew", mayRetry: false)
            : secret;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var address = await GuardedHost.FindAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, guard, ct);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<(string Text, bool Whole)> ReadAsync(HttpResponseMessage response, int most, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        using var kept = new MemoryStream();
        var buffer = new byte[81920];
        while (await body.ReadAsync(buffer, ct) is var read and > 0)
        {
            var room = (int)Math.Min(read, most - kept.Length);
            await kept.WriteAsync(buffer.AsMemory(0, room), ct);
            if (room < read)
            {
                return (Encoding.UTF8.GetString(kept.ToArray()), false);
            }
        }

        return (Encoding.UTF8.GetString(kept.ToArray()), true);
    }
}
