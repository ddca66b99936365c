namespace OpsBridge.Monitoring.Probes;

/// <summary>Decoder for chunked bodies (RFC 9112, section 7.1), fed with whatever has arrived. Extensions and trailers are passed over.</summary>
internal sealed class ChunkedBody
{
    private enum Step
    {
        Size,
        Extension,
        Data,
        DataEnd,
        Trailer,
        Done,
        Broken,
    }

    private Step _step = Step.Size;
    private long _left;
    private int _digits;
    private int _trailerLine;

    /// <summary>True after the last chunk and the trailers.</summary>
    public bool IsDone => _step == Step.Done;

    /// <summary>True when the bytes are no chunked body.</summary>
    public bool IsBroken => _step == Step.Broken;

    /// <summary>Decodes <paramref name="bytes"/> in place; returns how many body bytes now stand at its beginning.</summary>
    public int Decode(Span<byte> bytes)
    {
        var written = 0;
        var at = 0;
        while (at < bytes.Length && _step is not Step.Done and not Step.Broken)
        {
            if (_step == Step.Data)
            {
                var take = (int)Math.Min(_left, bytes.Length - at);
                bytes.Slice(at, take).CopyTo(bytes[written..]);
                written += take;
                at += take;
                _left -= take;
                _step = _left == 0 ? Step.DataEnd : Step.Data;
            }
            else
            {
                Take(bytes[at++]);
            }
        }

        return written;
    }

    private void Take(byte b)
    {
        _step = _step switch
        {
            Step.Size when char.IsAsciiHexDigit((char)b) => Digit(b),
            Step.Size or Step.Extension when b == '\n' => SizeEnd(),
            Step.Size when b is (byte)'\r' or (byte)';' or (byte)' ' or (byte)'\t' => Step.Extension,
            Step.Extension => Step.Extension,
            Step.DataEnd when b == '\r' => Step.DataEnd,
            Step.DataEnd when b == '\n' => Step.Size,
            Step.Trailer => Trailer(b),
            _ => Step.Broken,
        };
    }

    private Step Digit(byte b)
    {
        _left = (_left << 4) | (uint)Convert.ToInt32(((char)b).ToString(), 16);
        return ++_digits <= 15 ? Step.Size : Step.Broken;
    }

    private Step SizeEnd()
    {
        if (_digits == 0)
        {
            return Step.Broken;
        }

        _digits = 0;
        return _left == 0 ? Step.Trailer : Step.Data;
    }

    private Step Trailer(byte b)
    {
        if (b == '\n' && _trailerLine == 0)
        {
            return Step.Done;
        }

        _trailerLine = b switch
        {
            (byte)'\n' => 0,
            (byte)'\r' => _trailerLine,
            _ => _trailerLine + 1,
        };
        return _trailerLine > HttpAnswer.MaxHead ? Step.Broken : Step.Trailer;
    }
}
