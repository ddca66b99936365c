using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OpsBridge.Monitoring.Probes;

/// <summary>
/// Asks one DNS server one question: UDP from a random port with a random id, sent again every 1.5 s until the token ends,
/// TCP when the answer is truncated. Nothing blocks a thread, unlike the C library's resolver.
/// </summary>
internal sealed class DnsClient(TimeProvider time)
{
    private const int MaxUdp = 4096;

    private static readonly TimeSpan s_resendAfter = TimeSpan.FromSeconds(1.5);

    /// <summary>The server's answer to exactly this question.</summary>
    /// <exception cref="SocketException">The server is not reachable.</exception>
    /// <exception cref="InvalidDataException">The answer over TCP is malformed.</exception>
    /// <exception cref="OperationCanceledException">No answer before <paramref name="cancellationToken"/> ended.</exception>
    public async Task<DnsMessage> AskAsync(IPEndPoint server, string name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var id = RandomNumberGenerator.GetInt32(0x10000);
        var query = DnsMessage.Query(id, name, type);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken);
        while (true)
        {
            await socket.SendAsync(query, cancellationToken);
            if (await ReceiveAsync(socket, query, cancellationToken) is { } answer)
            {
                return answer.Truncated ? await AskByTcpAsync(server, query, cancellationToken) : answer;
            }
        }
    }

    private async Task<DnsMessage?> ReceiveAsync(Socket socket, byte[] query, CancellationToken cancellationToken)
    {
        using var resend = new CancellationTokenSource(s_resendAfter, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, resend.Token);
        var buffer = new byte[MaxUdp];
        try
        {
            while (true)
            {
                var length = await socket.ReceiveAsync(buffer, either.Token);
                if (Matching(buffer.AsSpan(0, length), query) is { } answer)
                {
                    return answer;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<DnsMessage> AskByTcpAsync(IPEndPoint server, byte[] query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellationToken);
        var framed = new byte[query.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed, 2);
        await socket.SendAsync(framed, cancellationToken);
        await using var stream = new NetworkStream(socket);
        var prefix = new byte[2];
        await stream.ReadExactlyAsync(prefix, cancellationToken);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        await stream.ReadExactlyAsync(message, cancellationToken);
        return Matching(message, query) ?? throw new InvalidDataException("The answer over TCP is malformed.");
    }

    /// <summary>The answer when it carries our id and our question; anything else may be forged and is passed over.</summary>
    private static DnsMessage? Matching(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> query)
    {
        // The question section must be ours; letter case is left to the server.
        var message = DnsMessage.Read(bytes);
        return message is not null
            && bytes[..2].SequenceEqual(query[..2])
            && bytes.Length >= query.Length
            && System.Text.Ascii.EqualsIgnoreCase(bytes[12..query.Length], query[12..])
            ? message
            : null;
    }
}
