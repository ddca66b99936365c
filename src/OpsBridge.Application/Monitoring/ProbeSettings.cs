using System.Text.Json.Serialization;

namespace OpsBridge.Monitoring;

/// <summary>What a check does. Stored as JSON with the kind in <c>kind</c>; no field ever holds a secret.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PingSettings), "ping")]
[JsonDerivedType(typeof(TcpSettings), "tcp")]
[JsonDerivedType(typeof(HttpSettings), "http")]
[JsonDerivedType(typeof(TlsSettings), "tls")]
[JsonDerivedType(typeof(DnsSettings), "dns")]
[JsonDerivedType(typeof(PluginSettings), "plugin")]
[JsonDerivedType(typeof(HeartbeatSettings), "heartbeat")]
public abstract record ProbeSettings
{
    /// <summary>The kind's word, as in the JSON: ping, tcp, http, tls, dns, plugin, heartbeat.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>Everything wrong with the settings in plain words; empty when they can run. Never throws.</summary>
    public IReadOnlyList<string> Validate() => [.. Errors().OfType<string>()];

    /// <summary>One line that names the target, for lists.</summary>
    public abstract string Describe();

    /// <summary>Each rule's error, or null where it holds.</summary>
    protected abstract IEnumerable<string?> Errors();

    /// <summary>Host and port as one text, IPv6 in brackets.</summary>
    protected static string Endpoint(string host, int port) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";
}

/// <summary>ICMP echo.</summary>
/// <param name="Host">Address or name.</param>
public sealed record PingSettings(string Host) : ProbeSettings
{
    /// <inheritdoc />
    [JsonIgnore] // the discriminator already writes it; the attribute is not inherited
    public override string Kind => "ping";

    /// <inheritdoc />
    public override string Describe() => $"ping {Host}";

    /// <inheritdoc />
    protected override IEnumerable<string?> Errors() => [TargetSyntax.HostError(Host)];
}

/// <summary>TCP connect, with the first bytes compared when a banner is given.</summary>
/// <param name="Host">Address or name.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Banner">Text that must appear in the first 1,024 bytes the server sends by itself; null to only connect.</param>
public sealed record TcpSettings(string Host, int Port, string? Banner = null) : ProbeSettings
{
    /// <inheritdoc />
    [JsonIgnore] // the discriminator already writes it; the attribute is not inherited
    public override string Kind => "tcp";

    /// <inheritdoc />
    public override string Describe() => $"tcp {Endpoint(Host, Port)}";

    /// <inheritdoc />
    protected override IEnumerable<string?> Errors() =>
        [TargetSyntax.HostError(Host), TargetSyntax.PortError(Port), TargetSyntax.TextError("banner", Banner, 200)];
}

/// <summary>Certificate of a TLS service.</summary>
/// <param name="Host">Address or name to connect to.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="ServerName">Name asked for and compared with the certificate; the host when null.</param>
/// <param name="VerifyCertificate">False for certificates of an authority this machine does not know: only the dates count then.</param>
public sealed record TlsSettings(string Host, int Port = 443, string? ServerName = null, bool VerifyCertificate = true) : ProbeSettings
{
    /// <inheritdoc />
    [JsonIgnore] // the discriminator already writes it; the attribute is not inherited
    public override string Kind => "tls";

    /// <inheritdoc />
    public override string Describe() => ServerName is null ? $"tls {Endpoint(Host, Port)}" : $"tls {Endpoint(Host, Port)} as {ServerName}";

    /// <inheritdoc />
    protected override IEnumerable<string?> Errors() =>
        [TargetSyntax.HostError(Host), TargetSyntax.PortError(Port), ServerName is null ? null : TargetSyntax.HostError(ServerName)];
}

/// <summary>Silence alarm: something outside calls the heartbeat's URL; when it stops, the check is Unknown.</summary>
/// <param name="TimeToLive">Longest allowed silence, 10 seconds to 31 days.</param>
public sealed record HeartbeatSettings(TimeSpan TimeToLive) : ProbeSettings
{
    /// <inheritdoc />
    [JsonIgnore] // the discriminator already writes it; the attribute is not inherited
    public override string Kind => "heartbeat";

    /// <inheritdoc />
    public override string Describe() => $"call expected within {Words(TimeToLive)}";

    /// <inheritdoc />
    protected override IEnumerable<string?> Errors() =>
        [TimeToLive < TimeSpan.FromSeconds(10) || TimeToLive > TimeSpan.FromDays(31) ? "the time to live must be between 10 seconds and 31 days" : null];

    private static string Words(TimeSpan span) => span switch
    {
        _ when span.TotalDays >= 1 && span.Ticks % TimeSpan.TicksPerHour == 0 => FormattableString.Invariant($"{span.TotalDays:0.#} d"),
        _ when span.TotalHours >= 1 && span.Ticks % TimeSpan.TicksPerMinute == 0 => FormattableString.Invariant($"{span.TotalHours:0.#} h"),
        _ when span.Ticks % TimeSpan.TicksPerMinute == 0 => FormattableString.Invariant($"{span.TotalMinutes:0} min"),
        _ => FormattableString.Invariant($"{span.TotalSeconds:0.#} s"),
    };
}
