using System.Net;
using System.Text.Json.Serialization;

namespace OpsBridge.Monitoring;

/// <summary>Record types a DNS check can ask for; the numbers are the wire values of RFC 1035 and RFC 3596.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DnsRecordType>))]
public enum DnsRecordType
{
    /// <summary>IPv4 address.</summary>
    A = 1,

    /// <summary>Name server.</summary>
    NS = 2,

    /// <summary>Alias.</summary>
    CNAME = 5,

    /// <summary>Name of an address.</summary>
#pragma warning disable CA1720 // PTR is the record type's name in RFC 1035, not a pointer.
    PTR = 12,
#pragma warning restore CA1720

    /// <summary>Mail exchanger, printed as "10 mail.example.com".</summary>
    MX = 15,

    /// <summary>Text.</summary>
    TXT = 16,

    /// <summary>IPv6 address.</summary>
    AAAA = 28,
}

/// <summary>DNS question.</summary>
/// <param name="Name">Name asked for; for PTR also an IP address.</param>
/// <param name="RecordType">Type asked for.</param>
/// <param name="Server">Address of the server to ask; null for the machine's own resolver.</param>
/// <param name="Port">Port of the server, 53 unless told.</param>
/// <param name="Expected">Value that must be among the answers (letter case and a final dot do not count); null for any answer.</param>
public sealed record DnsSettings(
    string Name,
    DnsRecordType RecordType = DnsRecordType.A,
    string? Server = null,
    int Port = 53,
    string? Expected = null) : ProbeSettings
{
    /// <inheritdoc />
    [JsonIgnore] // the discriminator already writes it; the attribute is not inherited
    public override string Kind => "dns";

    /// <inheritdoc />
    public override string Describe() => Server is null ? $"dns {RecordType} {Name}" : $"dns {RecordType} {Name} at {Endpoint(Server, Port)}";

    /// <inheritdoc />
    protected override IEnumerable<string?> Errors()
    {
        yield return RecordType == DnsRecordType.PTR || !IPAddress.TryParse(Name, out _) ? TargetSyntax.HostError(Name) : "an address has only a PTR record";
        yield return Enum.IsDefined(RecordType) ? null : "the record type is unknown";
        yield return Server is null || IPAddress.TryParse(Server, out _) ? null : "the DNS server must be given as an IP address";
        yield return Server is null ? null : TargetSyntax.HostError(Server);
        yield return TargetSyntax.PortError(Port);
        yield return TargetSyntax.TextError("expected value", Expected, 500);
    }

    /// <summary>The name as it goes into the question: an address becomes its reverse name (RFC 1035 3.5, RFC 3596 2.5).</summary>
    public string QuestionName()
    {
        if (RecordType != DnsRecordType.PTR || !IPAddress.TryParse(Name, out var address))
        {
            return Name;
        }

        var bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? $"{bytes[3]}.{bytes[2]}.{bytes[1]}.{bytes[0]}.in-addr.arpa"
            : string.Concat(bytes.Reverse().Select(b => $"{b & 15:x}.{b >> 4:x}.")) + "ip6.arpa";
    }
}
