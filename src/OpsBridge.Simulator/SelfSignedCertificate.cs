using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpsBridge.Simulator;

/// <summary>Makes the payment gateways' certificates in memory; nothing is written to disk.</summary>
internal static class SelfSignedCertificate
{
    private static readonly TimeSpan s_ordinary = TimeSpan.FromDays(200);
    private static readonly TimeSpan s_nearExpiry = TimeSpan.FromDays(6);

    /// <summary>How long the certificate of a gateway is still valid when the simulator starts: six days on the forgotten one.</summary>
    public static TimeSpan ValidityOf(string key) => key == "pay-gw-02" ? s_nearExpiry : s_ordinary;

    /// <summary>A P-256 server certificate for the host name and for loopback, already valid for a day.</summary>
    public static X509Certificate2 Create(string host, DateTimeOffset now, TimeSpan validity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}.globalmart.example, O=GlobalMart", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName($"{host}.globalmart.example");
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));

        using var made = request.CreateSelfSigned(now.AddDays(-1), now + validity);

        // Windows' TLS cannot use an ephemeral key; the round trip through PKCS #12 gives it one that it can.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
