using System.Net.Sockets;
using System.Security.Authentication;

namespace OpsBridge.Monitoring.Probes;

/// <summary>TLS handshake; dates, name and issuer of the certificate.</summary>
internal sealed class TlsProbe(GuardedConnector connector, TimeProvider time)
{
    public async Task<ProbeResult> RunAsync(TlsSettings settings, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var connection = await connector.ConnectAsync(settings.Host, settings.Port, cancellationToken);
        if (connection is Connection.Failed failed)
        {
            return ProbeResult.Of(failed.Status, failed.Summary, time.GetElapsedTime(started));
        }

        try
        {
            var (stream, facts) = await TlsHandshake.StartAsync(((Connection.Open)connection).Socket, settings.ServerName ?? settings.Host, cancellationToken);
            await stream.DisposeAsync();
            return Judge(facts, settings.VerifyCertificate, time.GetElapsedTime(started));
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException)
        {
            return ProbeResult.Of(CheckStatus.Critical, $"no TLS: {(e.InnerException ?? e).Message}", time.GetElapsedTime(started));
        }
    }

    private ProbeResult Judge(CertificateFacts facts, bool verify, TimeSpan elapsed)
    {
        var now = time.GetUtcNow();
        var problem = facts.DateProblem(now) ?? (verify ? facts.Trust : null);
        var summary = problem ?? FormattableString.Invariant($"certificate valid for {Math.Floor(facts.DaysLeft(now)):#,0} days");
        return new ProbeResult(
            problem is null ? CheckStatus.Ok : CheckStatus.Critical,
            summary,
            facts.Describe(),
            [ProbeResult.LatencyOf(elapsed), facts.MetricAt(now)],
            elapsed);
    }
}
