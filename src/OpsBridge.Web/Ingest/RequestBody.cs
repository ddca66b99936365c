using System.Buffers;
using System.IO.Compression;

namespace OpsBridge.Ingest;

/// <summary>The bytes of one request, read once into a pooled buffer. Dispose it when nothing looks at the bytes any more.</summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>The most bytes of a batch, after decompression.</summary>
    public const int MostOfBatch = 16 * 1024 * 1024;

    private const int First = 64 * 1024; // what a sender promises in Content-Length is not believed before it is there
    private byte[]? _buffer;
    private int _length;

    private RequestBody(byte[] buffer) => _buffer = buffer;

    /// <summary>The bytes, decompressed and without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            var bytes = _buffer.AsMemory(0, _length);
            return bytes.Span is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;
        }
    }

    /// <summary>Reads the body of a request.</summary>
    /// <param name="request">The request; <c>Content-Encoding</c> may be gzip.</param>
    /// <param name="most">The most bytes, after decompression.</param>
    /// <param name="ct">The caller has gone.</param>
    /// <returns>The body, or the status code that refuses it: 400, 413 or 415.</returns>
    public static async ValueTask<(RequestBody? Body, int Refused)> ReadAsync(HttpRequest request, int most, CancellationToken ct)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        var zipped = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        if (!zipped && encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return (null, StatusCodes.Status415UnsupportedMediaType);
        }

        if (request.ContentLength > most)
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }

        var body = new RequestBody(ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength ?? First, First)));
        try
        {
            var whole = zipped ? await body.ReadZippedAsync(request.Body, most, ct) : await body.ReadAsync(request.Body, most, ct);
            if (whole)
            {
                return (body, 0);
            }
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            return (null, StatusCodes.Status400BadRequest);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        body.Dispose();
        return (null, StatusCodes.Status413PayloadTooLarge);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<bool> ReadZippedAsync(Stream zipped, int most, CancellationToken ct)
    {
        await using var plain = new GZipStream(zipped, CompressionMode.Decompress, leaveOpen: true);
        return await ReadAsync(plain, most, ct);
    }

    /// <summary>Reads to the end; false when there is more than allowed.</summary>
    private async ValueTask<bool> ReadAsync(Stream stream, int most, CancellationToken ct)
    {
        while (true)
        {
            if (_length == _buffer!.Length)
            {
                Grow();
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_length), ct);
            _length += read;
            if (read == 0 || _length > most)
            {
                return read == 0;
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer!.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
