namespace OpsBridge.Csv;

/// <summary>The guard against cells that a spreadsheet would run as formulas, and how cells are quoted in messages.</summary>
public static class CsvCells
{
    /// <summary>
    /// A cell that a spreadsheet shows instead of running: text that begins with = + - @ tab or CR gets an apostrophe in
    /// front (OWASP, CSV injection). Text that already looks guarded gets one more, so that <see cref="Unguard"/> is exact.
    /// </summary>
    public static string Guard(string text) => IsFormula(text.AsSpan().TrimStart('\'')) ? $"'{text}" : text;

    /// <summary>Undoes <see cref="Guard"/>.</summary>
    public static string Unguard(string cell) =>
        cell.StartsWith('\'') && IsFormula(cell.AsSpan().TrimStart('\'')) ? cell[1..] : cell;

    /// <summary>The first 40 characters of a text, for messages.</summary>
    public static string Excerpt(string text) => text.Length <= 40 ? text : $"{text[..40]}…";

    private static bool IsFormula(ReadOnlySpan<char> text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
}
