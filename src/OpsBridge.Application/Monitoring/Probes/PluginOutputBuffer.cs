using System.Buffers;
using OpsBridge.Processes;

namespace OpsBridge.Monitoring.Probes;

/// <summary>Standard output of one plugin run, at most one byte over <see cref="PluginOutput.MaxBytes"/> so that a cut shows.</summary>
internal sealed class PluginOutputBuffer : IChildOutput, IDisposable
{
    private const int Cap = PluginOutput.MaxBytes + 1;

    private readonly Lock _lock = new(); // a plugin that outlives even SIGKILL may still write when its run is over
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;

    public bool TakesErrors => false;

    /// <summary>A copy of what came.</summary>
    public byte[] Written
    {
        get
        {
            lock (_lock)
            {
                return _bytes is null ? [] : _bytes[.._length];
            }
        }
    }

    public void Take(bool isError, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_bytes is null)
            {
                return;
            }

            bytes = bytes[..Math.Min(bytes.Length, Cap - _length)];
            if (_length + bytes.Length > _bytes.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Min(Cap, Math.Max(_bytes.Length * 2, _length + bytes.Length)));
                _bytes.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = larger;
            }

            bytes.CopyTo(_bytes.AsSpan(_length));
            _length += bytes.Length;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_bytes is not null)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = null;
            }
        }
    }
}
