namespace OpsBridge.Assets;

/// <summary>What text from people and files must be before it may be stored: PostgreSQL refuses NUL, UTF-8 refuses half characters.</summary>
internal static class PlainText
{
    /// <summary>The text without blanks around it; null when nothing remains.</summary>
    public static string? TrimToNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Whether the trimmed text is one line of <paramref name="min"/> to <paramref name="max"/> characters.</summary>
    public static bool IsLine(string? text, int min, int max)
    {
        var trimmed = (text ?? "").AsSpan().Trim();
        return trimmed.Length >= min && trimmed.Length <= max && IsClean(trimmed, allowLines: false);
    }

    /// <summary>Whether the trimmed text, lines and tabs allowed, has at most <paramref name="max"/> characters.</summary>
    public static bool IsText(string? text, int max)
    {
        var trimmed = (text ?? "").AsSpan().Trim();
        return trimmed.Length <= max && IsClean(trimmed, allowLines: true);
    }

    private static bool IsClean(ReadOnlySpan<char> text, bool allowLines)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c) || (char.IsControl(c) && !(allowLines && c is '\n' or '\r' or '\t')))
            {
                return false;
            }
        }

        return true;
    }
}
