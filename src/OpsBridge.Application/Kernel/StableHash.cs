using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OpsBridge.Kernel;

/// <summary>
/// SHA-256 over length-prefixed parts, so that no two different sequences of parts share an encoding. The same on every
/// machine and in every version: its values are stored. Made for the path of every event: one hash call, no object.
/// </summary>
internal ref struct StableHash
{
    private const int Absent = -1;
    private byte[]? _rented;
    private Span<byte> _buffer;
    private int _length;

    /// <summary>Begins in <paramref name="scratch"/>, for example a part of the stack; a longer input rents its own.</summary>
    public StableHash(Span<byte> scratch) => _buffer = scratch;

    /// <summary>Adds text; null and empty differ. Halves of characters count as U+FFFD.</summary>
    public void Add(string? text)
    {
        if (text is null)
        {
            Add(Absent);
            return;
        }

        Reserve(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var written = Encoding.UTF8.GetBytes(text, _buffer[(_length + sizeof(int))..]);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[_length..], written);
        _length += sizeof(int) + written;
    }

    /// <summary>Adds a number.</summary>
    public void Add(int number)
    {
        Reserve(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer[_length..], number);
        _length += sizeof(int);
    }

    /// <summary>Adds a key.</summary>
    public void Add(Guid key)
    {
        Reserve(16);
        key.TryWriteBytes(_buffer[_length..]);
        _length += 16;
    }

    /// <summary>The first 128 bits of the hash; the value cannot be used afterwards.</summary>
    public UInt128 Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer[.._length], hash);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }

        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + more));
        _buffer[.._length].CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _buffer = _rented = larger;
    }
}
