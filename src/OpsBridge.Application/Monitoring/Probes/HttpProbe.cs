using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace OpsBridge.Monitoring.Probes;

/// <summary>
/// HTTP and HTTPS checks: status, keyword, latency, certificate days. Every hop of a redirect goes through the guarded
/// connector again. The body of an answer is never shown, because a check could be pointed at something private.
/// </summary>
internal sealed class HttpProbe(GuardedConnector connector, TimeProvider time)
{
    private const int MaxRedirects = 5;

    public async Task<ProbeResult> RunAsync(HttpSettings settings, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var url = new Uri(settings.Url);
        var keyword = settings.Keyword is null ? null : Encoding.UTF8.GetBytes(settings.Keyword);
        for (var redirects = 0; ; redirects++)
        {
            var hop = await HopAsync(url, settings, keyword, cancellationToken);
            var elapsed = time.GetElapsedTime(started);
            if (hop.Refusal is not null)
            {
                return new ProbeResult(hop.Status, hop.Refusal, hop.Certificate?.Describe(), Metrics(elapsed, hop, answered: false), elapsed);
            }

            if (!settings.FollowRedirects || hop.Outcome?.Answer is not { Status: 301 or 302 or 303 or 307 or 308, Location: { } location })
            {
                return Judge(settings, hop, elapsed);
            }

            if (redirects == MaxRedirects)
            {
                return ProbeResult.Of(CheckStatus.Critical, $"more than {MaxRedirects} redirects", elapsed);
            }

            if (!Uri.TryCreate(url, location, out var next) || HttpSettings.UrlError(next.AbsoluteUri) is not null)
            {
                return ProbeResult.Of(CheckStatus.Critical, "redirected to an address that cannot be checked", elapsed, rawCode: hop.Outcome.Answer.Status);
            }

            url = next;
        }
    }

    private async Task<Hop> HopAsync(Uri url, HttpSettings settings, byte[]? keyword, CancellationToken cancellationToken)
    {
        var connection = await connector.ConnectAsync(url.IdnHost, url.Port, cancellationToken);
        if (connection is Connection.Failed failed)
        {
            return new Hop(failed.Status, failed.Summary, null, null);
        }

        var socket = ((Connection.Open)connection).Socket;
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        CertificateFacts? facts = null;
        try
        {
            if (url.Scheme == Uri.UriSchemeHttps)
            {
                (stream, facts) = await TlsHandshake.StartAsync(socket, url.IdnHost, cancellationToken);
                if (settings.VerifyCertificate && (facts.DateProblem(time.GetUtcNow()) ?? facts.Trust) is { } problem)
                {
                    return new Hop(CheckStatus.Critical, problem, facts, null);
                }
            }

            return new Hop(CheckStatus.Ok, null, facts, await HttpExchange.RunAsync(stream, url, settings.Method, keyword, cancellationToken));
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException)
        {
            var what = url.Scheme == Uri.UriSchemeHttps && facts is null ? "no TLS" : "connection broken";
            return new Hop(CheckStatus.Critical, $"{what}: {(e.InnerException ?? e).Message}", facts, null);
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    private ProbeResult Judge(HttpSettings settings, Hop hop, TimeSpan elapsed)
    {
        var outcome = hop.Outcome!;
        if (outcome.Answer is not { } answer)
        {
            return new ProbeResult(CheckStatus.Critical, outcome.Fault!, null, Metrics(elapsed, hop, answered: false), elapsed);
        }

        var line = $"HTTP {answer.Status} {Words.Printable(Encoding.UTF8.GetBytes(answer.Reason))}".TrimEnd();
        var isExpected = StatusRanges.TryParse(settings.ExpectedStatus, out var expected, out _) && expected!.Contains(answer.Status);
        var (status, summary) = (isExpected, settings.Keyword) switch
        {
            (false, _) => (CheckStatus.Critical, $"{line}, expected {settings.ExpectedStatus}"),
            _ when outcome.Fault is not null && !outcome.KeywordFound => (CheckStatus.Critical, $"{line}, but {outcome.Fault}"),
            (_, not null) when !outcome.KeywordFound => (CheckStatus.Critical, $"{line}, but '{settings.Keyword}' is not in the first {HttpExchange.MaxBody / 1024} KiB"),
            _ => (CheckStatus.Ok, $"{line} in {Words.Milliseconds(elapsed)}"),
        };
        return new ProbeResult(status, summary, hop.Certificate?.Describe(), Metrics(elapsed, hop, answered: true), elapsed, answer.Status);
    }

    private List<Metric> Metrics(TimeSpan elapsed, Hop hop, bool answered)
    {
        var metrics = new List<Metric>(2);
        if (answered)
        {
            metrics.Add(ProbeResult.LatencyOf(elapsed));
        }

        if (hop.Certificate is not null)
        {
            metrics.Add(hop.Certificate.MetricAt(time.GetUtcNow()));
        }

        return metrics;
    }

    private sealed record Hop(CheckStatus Status, string? Refusal, CertificateFacts? Certificate, HttpOutcome? Outcome);
}
