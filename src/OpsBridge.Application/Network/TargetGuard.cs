using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace OpsBridge.Network;

/// <summary>Whether a check may reach an address, and if not why.</summary>
/// <param name="Allowed">True when it may.</param>
/// <param name="Reason">Plain words when it may not; null otherwise.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GuardVerdict(bool Allowed, string? Reason);

/// <summary>An endpoint no check may reach, such as the console's own database.</summary>
/// <param name="Addresses">Its addresses; a loopback or "any" address stands for every address of this machine.</param>
/// <param name="Port">Its TCP port.</param>
/// <param name="What">Name in the refusal, for example "the console's own database".</param>
public sealed record ProtectedEndpoint(IReadOnlyList<IPAddress> Addresses, int Port, string What);

/// <summary>
/// Decides which addresses checks may reach. Checks exist to reach inside, so private networks are allowed; refused are
/// link-local, cloud metadata, multicast, broadcast, unspecified and reserved addresses, protected endpoints, and loopback
/// unless allowed. IPv6 forms that carry an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) are judged by it too.
/// </summary>
public sealed class TargetGuard
{
    private static readonly (IPNetwork Network, string Reason)[] s_refused =
    [
        .. Metadata("169.254.169.254/32", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32", "fd00:ec2::254/128", "fd20:ce::254/128"),
        Rule("169.254.0.0/16", "is link-local"),
        Rule("fe80::/10", "is link-local"),
        Rule("224.0.0.0/4", "is multicast"),
        Rule("ff00::/8", "is multicast"),
        Rule("255.255.255.255/32", "is broadcast"),
        Rule("0.0.0.0/8", "is unspecified"),
        Rule("::/128", "is unspecified"),
        Rule("240.0.0.0/4", "is reserved"),
    ];

    private readonly bool _allowLoopback;
    private readonly IReadOnlyList<ProtectedEndpoint> _protected;
    private readonly HashSet<IPAddress> _own;

    /// <summary>A guard with the admin's choice on loopback and the endpoints to protect.</summary>
    /// <param name="allowLoopback">True to let checks reach this machine itself.</param>
    /// <param name="protectedEndpoints">Endpoints never to reach, whatever else is allowed.</param>
    public TargetGuard(bool allowLoopback, IReadOnlyList<ProtectedEndpoint> protectedEndpoints)
    {
        _allowLoopback = allowLoopback;
        _protected = protectedEndpoints;
        _own = [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => Plain(a.Address))];
    }

    /// <summary>Judges one address. Call it for every address a name resolves to, then connect to that very address.</summary>
    /// <param name="address">Address about to be reached.</param>
    /// <param name="port">TCP or UDP port; 0 where there is none (ping).</param>
    public GuardVerdict Judge(IPAddress address, int port)
    {
        if (Refusal(address, port) is { } reason)
        {
            return new GuardVerdict(false, $"{address} {reason}");
        }

        return Embedded(address) is { } inner && Refusal(inner, port) is { } innerReason
            ? new GuardVerdict(false, $"{address} carries {inner}, which {innerReason}")
            : new GuardVerdict(true, null);
    }

    private string? Refusal(IPAddress address, int port)
    {
        address = Plain(address);
        foreach (var (network, reason) in s_refused)
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
            {
                return reason;
            }
        }

        foreach (var endpoint in _protected)
        {
            if (endpoint.Port == port && endpoint.Addresses.Any(a => IsSameMachine(a, address)))
            {
                return $"port {port} is {endpoint.What}";
            }
        }

        return !_allowLoopback && IPAddress.IsLoopback(address) ? "is this machine itself (loopback is not allowed in the settings)" : null;
    }

    private bool IsSameMachine(IPAddress guarded, IPAddress address)
    {
        guarded = Plain(guarded);
        var guardedIsHere = IPAddress.IsLoopback(guarded) || guarded.Equals(IPAddress.Any) || guarded.Equals(IPAddress.IPv6Any) || _own.Contains(guarded);
        return guarded.Equals(address) || (guardedIsHere && (IPAddress.IsLoopback(address) || _own.Contains(address)));
    }

    /// <summary>The IPv4 address inside an IPv6 address, by the transition formats' RFCs; null when there is none.</summary>
    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        Span<byte> b = stackalloc byte[16];
        address.TryWriteBytes(b, out _);
        if (address.IsIPv4MappedToIPv6 || IsCompatible(b) || IsNat64(b) || (b[8] is 0 or 2 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe))
        {
            return new IPAddress(b[12..]);
        }

        if (b[0] == 0x20 && b[1] == 0x02)
        {
            return new IPAddress(b[2..6]);
        }

        // Teredo (RFC 4380) stores the client's address inverted.
        return b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0
            ? new IPAddress([(byte)~b[12], (byte)~b[13], (byte)~b[14], (byte)~b[15]])
            : null;
    }

    private static bool IsCompatible(ReadOnlySpan<byte> b) => b[..12].IndexOfAnyExcept((byte)0) < 0 && !(b[12] == 0 && b[13] == 0 && b[14] == 0);

    /// <summary>64:ff9b::/96 (RFC 6052) and 64:ff9b:1::/48 (RFC 8215), the latter with the address at its end.</summary>
    private static bool IsNat64(ReadOnlySpan<byte> b) =>
        b[0] == 0 && b[1] == 0x64 && b[2] == 0xff && b[3] == 0x9b && ((b[4] == 0 && b[5] == 1) || b[4..12].IndexOfAnyExcept((byte)0) < 0);

    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()) : address;
    }

    private static (IPNetwork Network, string Reason) Rule(string network, string reason) => (IPNetwork.Parse(network), reason);

    private static IEnumerable<(IPNetwork Network, string Reason)> Metadata(params string[] networks) => networks.Select(n => Rule(n, "is a cloud metadata address"));
}
