using System.Globalization;

namespace OpsBridge.Rounds;

/// <summary>
/// Numbers as people type and read them. Both 12.5 and 12,5 are twelve and a half. What could mean two things (1,234) and what is
/// no finite number (NaN, 1e400) is refused with words that say what to type.
/// </summary>
public static class ReadingText
{
    /// <summary>The greatest number, either way.</summary>
    public const decimal Largest = 1_000_000_000_000m;

    private const int MostDecimals = 6;
    private const int Longest = 40;

    /// <summary>Reads a number, or says what to type.</summary>
    public static (decimal? Value, string? Error) Parse(string? typed)
    {
        var text = (typed ?? "").Trim().Replace('\u2212', '-').Replace("\u00A0", "", StringComparison.Ordinal);
        if (text.Length == 0)
        {
            return (null, "Type a number.");
        }

        if (text.Length > Longest || text.Any(c => !char.IsAsciiDigit(c) && c is not ('-' or '+' or '.' or ',')))
        {
            return (null, "Type digits only, for example 21.5.");
        }

        var marks = text.Count(c => c is '.' or ',');
        if (marks > 1)
        {
            return (null, "Type it without separators of thousands, for example 1234.5.");
        }

        if (IsTwofold(text))
        {
            return (null, $"Is {text} more than a thousand? Type {text.Replace(",", "", StringComparison.Ordinal)} or {text.Replace(',', '.')}.");
        }

        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(text.Replace(',', '.'), Plain, CultureInfo.InvariantCulture, out var value) ? Bounded(value) : (null, "Type digits only, for example 21.5.");
    }

    /// <summary>A number as people read it: without zeros behind, at most six decimals.</summary>
    public static string Show(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A number with its unit.</summary>
    public static string Show(decimal value, string unit) => unit.Length == 0 ? Show(value) : $"{Show(value)} {unit}";

    private static (decimal? Value, string? Error) Bounded(decimal value) => Math.Abs(value) > Largest
        ? (null, "That is more than anything here can show. Read it again.")
        : decimal.Round(value, MostDecimals) != value ? (null, $"Type at most {MostDecimals} decimals.") : (value, null);

    /// <summary>A comma before exactly three digits: a decimal comma for some, thousands for others. 0,125 is clear.</summary>
    private static bool IsTwofold(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var whole = comma < 0 ? "" : text[..comma].TrimStart('-', '+');
        return comma >= 0 && text.Length - comma - 1 == 3 && whole.Length is >= 1 and <= 3 && whole.Trim('0').Length > 0;
    }
}
