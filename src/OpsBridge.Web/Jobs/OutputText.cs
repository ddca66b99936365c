using System.Globalization;
using System.Text;

namespace OpsBridge.Jobs;

/// <summary>Output is hostile: characters that would change how a line reads are shown as what they are.</summary>
public static class OutputText
{
    /// <summary>The line with control and direction characters written out, tabs as spaces.</summary>
    public static string Visible(string line)
    {
        if (!line.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return line;
        }

        var text = new StringBuilder(line.Length + 16);
        foreach (var c in line)
        {
            if (c == '\t')
            {
                text.Append("    ");
            }
            else if (char.IsControl(c) || c is (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or '\ufeff')
            {
                text.Append(CultureInfo.InvariantCulture, $"⟨U+{(int)c:X4}⟩");
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}
