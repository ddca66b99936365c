using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OpsBridge.Monitoring.Probes;

/// <summary>
/// ICMP echo for many callers over one socket (RFC 792, RFC 4443): a datagram ICMP socket where the kernel allows it, a raw one
/// otherwise. Answers are told apart by eight random bytes in the payload, so a forged or foreign one is passed over.
/// </summary>
internal sealed class IcmpSocket : IDisposable
{
    private const int HeaderLength = 8;
    private const int PacketLength = 64;

    private readonly Socket _socket;
    private readonly bool _isV6;
    private readonly bool _hasIpHeader;
    private readonly ConcurrentDictionary<ulong, (IPAddress From, TaskCompletionSource Answer)> _waiting = new();
    private int _sequence;

    /// <exception cref="SocketException">AccessDenied when this process may use neither kind of socket.</exception>
    public IcmpSocket(AddressFamily family)
    {
        _isV6 = family == AddressFamily.InterNetworkV6;
        var protocol = _isV6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp;
        try
        {
            _socket = new Socket(family, SocketType.Dgram, protocol);
        }
        catch (SocketException)
        {
            _socket = new Socket(family, SocketType.Raw, protocol);
            _hasIpHeader = !_isV6;
        }

        _socket.Bind(new IPEndPoint(_isV6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        _ = ReceiveAsync();
    }

    /// <summary>Sends one echo request and waits for its reply.</summary>
    /// <exception cref="SocketException">It could not be sent.</exception>
    /// <exception cref="OperationCanceledException">No reply before the token ended.</exception>
    public async Task EchoAsync(IPAddress address, CancellationToken cancellationToken)
    {
        var packet = new byte[PacketLength];
        RandomNumberGenerator.Fill(packet.AsSpan(HeaderLength, sizeof(ulong)));
        var nonce = BinaryPrimitives.ReadUInt64BigEndian(packet.AsSpan(HeaderLength));
        packet[0] = _isV6 ? (byte)128 : (byte)8;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)nonce);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)Interlocked.Increment(ref _sequence));
        if (!_isV6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet));
        }

        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[nonce] = (address, answer);
        try
        {
            await _socket.SendToAsync(packet, SocketFlags.None, new IPEndPoint(address, 0), cancellationToken);
            await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _waiting.TryRemove(nonce, out _);
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Internet checksum (RFC 1071).</summary>
    internal static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        }

        sum += bytes.Length % 2 == 1 ? (uint)bytes[^1] << 8 : 0;
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~((sum & 0xFFFF) + (sum >> 16));
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[2048];
        EndPoint anyone = new IPEndPoint(_isV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (true)
        {
            try
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, anyone);
                Take(buffer.AsSpan(0, received.ReceivedBytes), ((IPEndPoint)received.RemoteEndPoint).Address);
            }
            catch (SocketException e) when (e.SocketErrorCode != SocketError.OperationAborted)
            {
                // An ICMP error for an earlier packet; that ping runs into its timeout.
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private void Take(ReadOnlySpan<byte> packet, IPAddress from)
    {
        if (_hasIpHeader)
        {
            var header = packet.IsEmpty ? 0 : (packet[0] & 15) * 4;
            packet = header <= packet.Length ? packet[header..] : [];
        }

        var reply = _isV6 ? 129 : 0;
        if (packet.Length >= HeaderLength + sizeof(ulong)
            && packet[0] == reply
            && _waiting.TryGetValue(BinaryPrimitives.ReadUInt64BigEndian(packet[HeaderLength..]), out var waiting)
            && waiting.From.Equals(from))
        {
            waiting.Answer.TrySetResult();
        }
    }
}
