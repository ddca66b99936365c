using System.Globalization;
using System.Text;

namespace OpsBridge.Alerts.Sources;

/// <summary>Bytes of unknown origin as text that can do no harm: nothing in it moves, hides or turns what stands beside it.</summary>
internal static class RawText
{
    private const int PerLine = 16;

    /// <summary>
    /// The bytes read as UTF-8. What is no character there, and every control and format character but line ends and tabs, is
    /// written as an escape: <c>\x00</c>, <c>\u{202E}</c>.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length + 16);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done)
            {
                foreach (var bad in bytes[..Math.Max(1, length)])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{bad:X2}");
                }
            }
            else if (IsPlain(rune))
            {
                text.Append(rune.ToString());
            }
            else
            {
                text.Append(rune.Value < 0x80 ? $"\\x{rune.Value:X2}" : $"\\u{{{rune.Value:X4}}}");
            }

            bytes = bytes[Math.Max(1, length)..];
        }

        return text.ToString();
    }

    /// <summary>Sixteen bytes a line: offset, hexadecimal, and what of it is ASCII.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 5);
        for (var at = 0; at < bytes.Length; at += PerLine)
        {
            var line = bytes.Slice(at, Math.Min(PerLine, bytes.Length - at));
            text.Append(CultureInfo.InvariantCulture, $"{at:X6}  ");
            for (var i = 0; i < PerLine; i++)
            {
                text.Append(i < line.Length ? line[i].ToString("X2", CultureInfo.InvariantCulture) : "  ").Append(i == 7 ? "  " : " ");
            }

            text.Append(' ');
            foreach (var b in line)
            {
                text.Append(b is >= 0x20 and < 0x7F ? (char)b : '.');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static bool IsPlain(Rune rune) => rune.Value is '\n' or '\t' || (Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
