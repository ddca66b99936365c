using System.Text;

namespace OpsBridge.Jobs.Running;

/// <summary>Makes hostile text storable and harmless: one line, no control characters, no half characters, a bounded length.</summary>
public static class RunText
{
    /// <summary>The longest line of output, in characters; what is longer is cut.</summary>
    public const int MaxLine = 4000;

    /// <summary>
    /// The line without terminal colours (CSI sequences of ECMA-48), other control characters as U+FFFD except tabs, cut
    /// with an ellipsis at the length.
    /// </summary>
    public static string Line(string text, int max = MaxLine)
    {
        var end = text.AsSpan().TrimEnd("\r\n");
        if (end.Length <= max && !end.ContainsAnyInRange('\0', '\u001f') && !end.ContainsAnyInRange('\u007f', '\u009f') && !end.ContainsAnyInRange('\ud800', '\udfff'))
        {
            return end.Length == text.Length ? text : end.ToString();
        }

        var clean = new StringBuilder(Math.Min(end.Length, max));
        for (var i = 0; i < end.Length && clean.Length <= max; i++)
        {
            i += Take(end[i..], clean) - 1;
        }

        if (clean.Length > max)
        {
            clean.Length = char.IsHighSurrogate(clean[max - 2]) ? max - 2 : max - 1;
            clean.Append('…');
        }

        return clean.ToString();
    }

    /// <summary>Takes over what the rest begins with; returns how many characters that was.</summary>
    private static int Take(ReadOnlySpan<char> rest, StringBuilder clean)
    {
        if (Csi(rest) is > 0 and var sequence)
        {
            return sequence;
        }

        if (char.IsHighSurrogate(rest[0]) && rest.Length > 1 && char.IsLowSurrogate(rest[1]))
        {
            clean.Append(rest[..2]);
            return 2;
        }

        clean.Append(char.IsSurrogate(rest[0]) || (char.IsControl(rest[0]) && rest[0] != '\t') ? '\ufffd' : rest[0]);
        return 1;
    }

    /// <summary>Length of a control sequence at the begin; 0 when there is none. ESC [ parameters (0x30-0x3F) intermediates (0x20-0x2F) final (0x40-0x7E).</summary>
    private static int Csi(ReadOnlySpan<char> rest)
    {
        if (rest is not ['\u001b', '[', ..])
        {
            return 0;
        }

        var i = 2;
        while (i < rest.Length && rest[i] is >= '\u0020' and <= '\u003f')
        {
            i++;
        }

        return i < rest.Length && rest[i] is >= '\u0040' and <= '\u007e' ? i + 1 : 0;
    }
}
