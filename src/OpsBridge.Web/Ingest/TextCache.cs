using System.Text;

namespace OpsBridge.Ingest;

/// <summary>
/// Gives the same string for the same short ASCII bytes, so that the label names and values that come with every alert are not
/// made anew each time. Direct-mapped: a newcomer pushes out whoever has its place, so it never grows. Safe to share.
/// </summary>
/// <param name="slots">How many texts at most; a power of two.</param>
/// <param name="longest">Longer texts are made anew each time, in bytes.</param>
internal sealed class TextCache(int slots, int longest)
{
    private readonly string?[] _slots = new string?[slots];

    /// <summary>The text; null when it is longer than this cache keeps, or not ASCII.</summary>
    public string? Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > longest)
        {
            return null;
        }

        ref var slot = ref SlotOf(bytes);
        var known = Volatile.Read(ref slot);
        if (known is not null && Ascii.Equals(bytes, known))
        {
            return known;
        }

        if (!Ascii.IsValid(bytes))
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(bytes);
        Volatile.Write(ref slot, text);
        return text;
    }

    /// <summary>The text where it is known already; null otherwise.</summary>
    public string? Peek(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= longest && Volatile.Read(ref SlotOf(bytes)) is { } known && Ascii.Equals(bytes, known) ? known : null;

    private ref string? SlotOf(ReadOnlySpan<byte> bytes)
    {
        var hash = default(HashCode); // seeded per process: nobody can aim at one slot
        hash.AddBytes(bytes);
        return ref _slots[hash.ToHashCode() & (slots - 1)];
    }
}
