using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace OpsBridge.Monitoring.Probes;

/// <summary>What a server's certificate says.</summary>
/// <param name="Subject">Distinguished name.</param>
/// <param name="Issuer">Distinguished name of who signed it.</param>
/// <param name="NotBefore">Start, UTC.</param>
/// <param name="NotAfter">End, UTC.</param>
/// <param name="Trust">Why it is not trusted, dates apart; null when it is.</param>
internal sealed record CertificateFacts(string Subject, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string? Trust)
{
    /// <summary>Whole and part days left at <paramref name="now"/>, negative when expired.</summary>
    public double DaysLeft(DateTimeOffset now) => Math.Round((NotAfter - now).TotalDays, 2);

    public Metric MetricAt(DateTimeOffset now) => new(ProbeResult.CertificateDays, DaysLeft(now), "d");

    /// <summary>Why the dates are wrong; null when they are right.</summary>
    public string? DateProblem(DateTimeOffset now)
    {
        if (now > NotAfter)
        {
            var days = (now - NotAfter).TotalDays;
            return FormattableString.Invariant($"the certificate expired {(days < 2 ? $"{(now - NotAfter).TotalHours:0} hours" : $"{days:#,0} days")} ago ({NotAfter:yyyy-MM-dd})");
        }

        return now < NotBefore ? FormattableString.Invariant($"the certificate is not valid before {NotBefore:yyyy-MM-dd HH:mm} UTC") : null;
    }

    public string Describe() => FormattableString.Invariant($"subject {Subject}\nissuer {Issuer}\nvalid {NotBefore:yyyy-MM-dd} to {NotAfter:yyyy-MM-dd}");
}

/// <summary>
/// TLS over a connected socket. Every certificate is accepted during the handshake so that its facts can be reported; the
/// caller judges them before a byte of payload is sent. Nothing is fetched from addresses written in the certificate.
/// </summary>
internal static class TlsHandshake
{
    /// <summary>The stream and the facts. Disposing the stream closes the socket.</summary>
    /// <exception cref="AuthenticationException">No common protocol or cipher, or the peer does not speak TLS.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<(SslStream Stream, CertificateFacts Facts)> StartAsync(Socket socket, string serverName, CancellationToken cancellationToken)
    {
        CertificateFacts? facts = null;
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
#pragma warning disable CA5359 // The facts are judged by the caller before anything is sent; an expired certificate must be measurable.
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                facts = Facts(certificate, chain, errors);
                return true;
            },
#pragma warning restore CA5359
        };
        try
        {
            await stream.AuthenticateAsClientAsync(options, cancellationToken);
            return (stream, facts ?? throw new AuthenticationException("The server showed no certificate."));
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static CertificateFacts? Facts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 full)
        {
            return null;
        }

        return new CertificateFacts(full.Subject, full.Issuer, new DateTimeOffset(full.NotBefore.ToUniversalTime()), new DateTimeOffset(full.NotAfter.ToUniversalTime()), Trust(chain, errors));
    }

    private static string? Trust(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "the certificate is for another name";
        }

        var flags = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status) & ~X509ChainStatusFlags.NotTimeValid;
        if (flags == X509ChainStatusFlags.NoError)
        {
            return null;
        }

        return flags.HasFlag(X509ChainStatusFlags.UntrustedRoot) || flags.HasFlag(X509ChainStatusFlags.PartialChain)
            ? "the certificate's issuer is not trusted"
            : $"the certificate is not trusted ({flags})";
    }
}
