namespace OpsBridge.Simulator;

/// <summary>Where a node of the running simulator is reached.</summary>
/// <param name="Key">Key, the name of its asset.</param>
/// <param name="Site">Name of its site.</param>
/// <param name="Role">What it does.</param>
/// <param name="Scheme"><c>tcp</c>, <c>http</c>, <c>https</c> or <c>heartbeat</c>.</param>
/// <param name="Host">Loopback address.</param>
/// <param name="Port">The real port; 0 for a heartbeat node.</param>
/// <param name="CertificateExpires">End of the certificate's validity; null without TLS.</param>
public sealed record SimulatedNode(
    string Key, string Site, NodeRole Role, string Scheme, string Host, int Port, DateTimeOffset? CertificateExpires)
{
    /// <summary>The address of a path on this node, such as <c>http://127.0.0.1:5101/stock</c>; for TCP <c>tcp://127.0.0.1:5100/</c>.</summary>
    public Uri At(string path) => new UriBuilder(Scheme, Host, Port) { Path = path }.Uri;
}
