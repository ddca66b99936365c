namespace OpsBridge.Maintenance;

/// <summary>Texts of people and programs as parts of one line.</summary>
internal static class Short
{
    /// <summary>The text on one line, at most so many characters long, never cut within a character.</summary>
    public static string Of(string text, int most)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= most)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1;
        return line[..end] + "…";
    }
}
