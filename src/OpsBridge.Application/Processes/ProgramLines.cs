using System.Text;

namespace OpsBridge.Processes;

/// <summary>
/// Cuts what a program writes into lines: ends are LF, CR or both; bytes that are no UTF-8 and control characters become
/// U+FFFD; of a line longer than the cap the rest is dropped, and it says so. Memory stays bounded whatever the program writes.
/// </summary>
/// <param name="line">Takes one line; true for standard error. Called on the reactor's thread, one line at a time.</param>
/// <param name="maxLine">Longest line kept, in bytes.</param>
internal sealed class ProgramLines(Action<bool, string> line, int maxLine) : IChildOutput
{
    private readonly Lock _lock = new();
    private readonly Part _output = new(maxLine);
    private readonly Part _errors = new(maxLine);
    private bool _closed;

    public bool TakesErrors => true;

    public void Take(bool isError, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return; // written by something that outlived its run
            }

            var part = isError ? _errors : _output;
            while (bytes.IndexOfAny((byte)'\n', (byte)'\r') is var end and >= 0)
            {
                part.Add(bytes[..end]);
                if (!(part.AfterReturn && part.IsEmpty && bytes[end] == '\n'))
                {
                    line(isError, part.Cut());
                }

                part.AfterReturn = bytes[end] == '\r';
                bytes = bytes[(end + 1)..];
            }

            part.Add(bytes);
        }
    }

    /// <summary>The program has ended: what stands without a line end is a line as well.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var (part, isError) in (ReadOnlySpan<(Part, bool)>)[(_output, false), (_errors, true)])
            {
                if (!part.IsEmpty)
                {
                    line(isError, part.Cut());
                }
            }
        }
    }

    /// <summary>The line being written on one stream.</summary>
    private sealed class Part(int maxLine)
    {
        private byte[] _bytes = new byte[256];
        private int _length;
        private long _dropped;

        /// <summary>The line before ended with CR: an LF right after it belongs to that end.</summary>
        public bool AfterReturn { get; set; }

        public bool IsEmpty => _length == 0 && _dropped == 0;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            var kept = Math.Min(bytes.Length, maxLine - _length);
            _dropped += bytes.Length - kept;
            if (_length + kept > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Min(maxLine, Math.Max(_bytes.Length * 2, _length + kept)));
            }

            bytes[..kept].CopyTo(_bytes.AsSpan(_length));
            _length += kept;
        }

        public string Cut()
        {
            var text = string.Create(Encoding.UTF8.GetCharCount(_bytes, 0, _length), (_bytes, _length), static (chars, from) =>
            {
                Encoding.UTF8.GetChars(from._bytes.AsSpan(0, from._length), chars);
                foreach (ref var c in chars)
                {
                    c = char.IsControl(c) && c != '\t' ? '\uFFFD' : c;
                }
            });
            var cut = _dropped > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{text}… ({_dropped} bytes more)") : text;
            (_length, _dropped) = (0, 0);
            return cut;
        }
    }
}
