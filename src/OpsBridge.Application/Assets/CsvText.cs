using System.Text;
using System.Text.Unicode;

namespace OpsBridge.Assets;

/// <summary>The bytes of a CSV file as text, with the lines that were not UTF-8.</summary>
/// <param name="Text">The text without byte order mark; bytes that are not UTF-8 appear as U+FFFD.</param>
/// <param name="BrokenLines">Numbers (from 1) of lines with bytes that are not UTF-8.</param>
internal sealed record CsvText(string Text, IReadOnlySet<int> BrokenLines)
{
    private static readonly HashSet<int> s_none = [];

    /// <summary>Decodes line by line, so that one broken line harms no other.</summary>
    public static CsvText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        if (Utf8.IsValid(bytes))
        {
            return new CsvText(Encoding.UTF8.GetString(bytes), s_none);
        }

        var text = new StringBuilder(bytes.Length);
        var broken = new HashSet<int>();
        for (var line = 1; !bytes.IsEmpty; line++)
        {
            var length = LineLength(bytes);
            if (!Utf8.IsValid(bytes[..length]))
            {
                broken.Add(line);
            }

            text.Append(Encoding.UTF8.GetString(bytes[..length]));
            bytes = bytes[length..];
        }

        return new CsvText(text.ToString(), broken);
    }

    private static int LineLength(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            return bytes.Length;
        }

        return bytes[end] == '\r' && end + 1 < bytes.Length && bytes[end + 1] == '\n' ? end + 2 : end + 1;
    }
}
