namespace OpsBridge.Monitoring.Probes;

/// <summary>Reads the body of one answer up to a cap, looking for a keyword on the way with one small buffer.</summary>
internal sealed class HttpBody(Stream stream, byte[] buffer, byte[]? keyword, HttpAnswer answer)
{
    private readonly ChunkedBody? _chunks = answer.Body == BodyEnd.Chunked ? new ChunkedBody() : null;
    private readonly int _overlap = keyword is null ? 0 : keyword.Length - 1;

    private int _kept;
    private int _total;
    private bool _found;

    /// <summary>Reads until the body ends, the cap is reached, or the keyword is found.</summary>
    /// <param name="arrived">Body bytes that came with the headers; they stand at the buffer's beginning.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<HttpOutcome> ReadAsync(int arrived, CancellationToken cancellationToken)
    {
        if (answer.Body == BodyEnd.None)
        {
            return Outcome(null);
        }

        Take(arrived);
        try
        {
            while (!IsComplete)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(_kept), cancellationToken);
                if (read == 0)
                {
                    return Outcome(answer.Body == BodyEnd.Close ? null : "the server closed within the body");
                }

                Take(read);
            }
        }
        catch (IOException)
        {
            return Outcome("the connection broke within the body");
        }
        catch (OperationCanceledException)
        {
            return Outcome("the body did not end in time");
        }

        return Outcome(_chunks is { IsBroken: true } ? "the chunked body is malformed" : null);
    }

    private bool IsComplete =>
        _found
        || _total >= HttpExchange.MaxBody
        || _chunks is { IsDone: true } or { IsBroken: true }
        || (answer.Body == BodyEnd.Length && _total >= answer.ContentLength);

    private void Take(int read)
    {
        var fresh = buffer.AsSpan(_kept, read);
        var body = _chunks?.Decode(fresh) ?? read;
        _total += body;
        var span = buffer.AsSpan(0, _kept + body);
        if (keyword is not null)
        {
            _found = span.IndexOf(keyword) >= 0;
            _kept = Math.Min(_overlap, span.Length);
            span[^_kept..].CopyTo(buffer);
        }
    }

    private HttpOutcome Outcome(string? fault) => new(answer, fault, Math.Min(_total, HttpExchange.MaxBody), _found);
}
