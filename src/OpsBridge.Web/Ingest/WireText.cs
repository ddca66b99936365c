using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace OpsBridge.Ingest;

/// <summary>
/// Reads texts of a JSON document that nobody vouches for. Whatever the bytes hold, nothing is thrown: a text that cannot be
/// stored (invalid UTF-8, half a surrogate pair, NUL) gives a reason instead.
/// </summary>
internal static class WireText
{
    private const int OnStack = 256;

    /// <summary>Names and values that come with every alert.</summary>
    private static readonly TextCache s_hot = new(1 << 14, 64);

    /// <summary>Reads the string token that the reader stands on.</summary>
    /// <param name="json">On a string, a property name or null (null is the empty text).</param>
    /// <param name="most">The most characters.</param>
    /// <param name="cut">True to cut a longer text, false to refuse it.</param>
    /// <param name="text">The text; empty when refused.</param>
    /// <returns>Why it is refused; null when it is not.</returns>
    public static string? Read(ref readonly Utf8JsonReader json, int most, bool cut, out string text)
    {
        text = "";
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case not (JsonTokenType.String or JsonTokenType.PropertyName):
                return "is not text";
        }

        if (!json.ValueIsEscaped)
        {
            return Decode(json.ValueSpan, most, cut, out text);
        }

        var length = json.ValueSpan.Length;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> plain = rented ?? stackalloc byte[OnStack];
        var written = Unescape(json.ValueSpan, plain);
        var reason = written < 0 ? "holds half a surrogate pair"
            : plain[..written].Contains((byte)0) ? "holds a NUL character" // JSON has it only as an escape; PostgreSQL has it not at all
            : Decode(plain[..written], most, cut, out text);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return reason;
    }

    /// <summary>The name of the member that the reader stands on; empty when it is nothing that anybody looks for.</summary>
    /// <param name="json">On a property name.</param>
    /// <param name="scratch">Room for a name that is written with escapes.</param>
    public static ReadOnlySpan<byte> Member(ref readonly Utf8JsonReader json, Span<byte> scratch)
    {
        if (!json.ValueIsEscaped)
        {
            return json.ValueSpan;
        }

        var written = json.ValueSpan.Length <= scratch.Length ? Unescape(json.ValueSpan, scratch) : -1;
        return written < 0 ? [] : scratch[..written];
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, int most, bool cut, out string text)
    {
        text = "";
        if (bytes.Length <= most && s_hot.Get(bytes) is { } hot)
        {
            text = hot;
            return null;
        }

        if (cut && bytes.Length > most * 3)
        {
            bytes = bytes[..WholeCharacters(bytes, most * 3)];
        }

        if (!Utf8.IsValid(bytes))
        {
            return "is not valid UTF-8";
        }

        var whole = Encoding.UTF8.GetString(bytes);
        if (whole.Length > most && !cut)
        {
            return $"has more than {most} characters";
        }

        text = whole.Length > most ? Cut(whole, most) : whole;
        return null;
    }

    private static int WholeCharacters(ReadOnlySpan<byte> bytes, int length)
    {
        while (length > 0 && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return length;
    }

    /// <summary>The beginning of a text, with a sign that there was more; never half a character.</summary>
    public static string Cut(string text, int most) =>
        (char.IsHighSurrogate(text[most - 2]) ? text[..(most - 2)] : text[..(most - 1)]) + "…";

    /// <summary>Undoes the escapes of RFC 8259, section 7, which the reader has checked; -1 for half a surrogate pair.</summary>
    private static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> plain)
    {
        var written = 0;
        while (!escaped.IsEmpty)
        {
            var run = escaped.IndexOf((byte)'\\');
            if (run != 0)
            {
                var copied = run < 0 ? escaped : escaped[..run];
                copied.CopyTo(plain[written..]);
                written += copied.Length;
                escaped = escaped[copied.Length..];
                continue;
            }

            if (escaped[1] != 'u')
            {
                plain[written++] = Short(escaped[1]);
                escaped = escaped[2..];
                continue;
            }

            var rune = ReadRune(ref escaped);
            if (rune is null)
            {
                return -1;
            }

            written += rune.Value.EncodeToUtf8(plain[written..]); // never longer than its escape
        }

        return written;
    }

    private static byte Short(byte letter) => letter switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => letter, // quote, backslash, slash
    };

    private static Rune? ReadRune(ref ReadOnlySpan<byte> escaped)
    {
        var first = Unit(escaped);
        escaped = escaped[6..];
        if (!char.IsSurrogate(first))
        {
            return new Rune(first);
        }

        if (escaped is not [(byte)'\\', (byte)'u', ..] || !Rune.TryCreate(first, Unit(escaped), out var rune))
        {
            return null;
        }

        escaped = escaped[6..];
        return rune;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape[2..6], out ushort unit, out _, 'X') ? (char)unit : '\0';
}
