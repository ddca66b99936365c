using System.Buffers;
using System.Text;

namespace OpsBridge.Monitoring.Probes;

/// <summary>What one request brought.</summary>
/// <param name="Answer">Head of the answer; null when there was none.</param>
/// <param name="Fault">Why the answer is unreadable or incomplete; null when all is well.</param>
/// <param name="BodyBytes">Body bytes read, at most <see cref="HttpExchange.MaxBody"/>.</param>
/// <param name="KeywordFound">True when the keyword is in the body read.</param>
internal sealed record HttpOutcome(HttpAnswer? Answer, string? Fault, int BodyBytes, bool KeywordFound);

/// <summary>
/// One HTTP/1.1 request over an open stream. Smaller than a general client on purpose: a check wants a fresh connection,
/// exact times, a bounded answer and its own judgement of the certificate, at a cost that allows thousands a minute.
/// </summary>
internal static class HttpExchange
{
    /// <summary>Most body bytes read; a longer body is judged on its beginning.</summary>
    public const int MaxBody = 256 * 1024;

    private const int MaxInterim = 8;

    /// <summary>Sends the request and reads the answer. Never reads past <see cref="MaxBody"/>.</summary>
    /// <exception cref="IOException">The connection broke before the headers were complete.</exception>
    public static async Task<HttpOutcome> RunAsync(Stream stream, Uri url, string method, byte[]? keyword, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Request(url, method), cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(keyword is null ? 8 * 1024 : 64 * 1024);
        try
        {
            return await ReadAsync(stream, buffer, method, keyword, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<HttpOutcome> ReadAsync(Stream stream, byte[] buffer, string method, byte[]? keyword, CancellationToken cancellationToken)
    {
        var length = 0;
        for (var interim = 0; interim < MaxInterim;)
        {
            var end = HttpAnswer.HeadEnd(buffer.AsSpan(0, length));
            if (end < 0)
            {
                if (length == buffer.Length)
                {
                    return new HttpOutcome(null, $"the headers are longer than {buffer.Length / 1024} KiB", 0, KeywordFound: false);
                }

                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                {
                    return new HttpOutcome(null, length == 0 ? "the server closed without an answer" : "the server closed within the headers", 0, KeywordFound: false);
                }

                length += read;
                continue;
            }

            if (HttpAnswer.Read(buffer.AsSpan(0, end), method) is not { } answer)
            {
                return new HttpOutcome(null, "the answer is not HTTP", 0, KeywordFound: false);
            }

            buffer.AsSpan(end, length - end).CopyTo(buffer);
            length -= end;
            if (answer.Status is >= 200 or 101)
            {
                return await new HttpBody(stream, buffer, keyword, answer).ReadAsync(length, cancellationToken);
            }

            interim++;
        }

        return new HttpOutcome(null, "the server sent only interim answers", 0, KeywordFound: false);
    }

    private static byte[] Request(Uri url, string method)
    {
        var host = url.IsDefaultPort ? Host(url) : FormattableString.Invariant($"{Host(url)}:{url.Port}");
        var length = method == "POST" ? "Content-Length: 0\r\n" : "";
        return Encoding.ASCII.GetBytes(
            $"{method} {url.PathAndQuery} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: OpsBridge\r\nAccept: */*\r\nAccept-Encoding: identity\r\n{length}Connection: close\r\n\r\n");
    }

    private static string Host(Uri url) => url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
}
