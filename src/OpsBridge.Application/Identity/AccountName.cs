using System.Text.RegularExpressions;

namespace OpsBridge.Identity;

/// <summary>
/// The name that somebody signs in with and that the timeline shows: 2 to 40 characters, ASCII letters, digits, dot, hyphen,
/// underscore; begins with a letter or digit. No look-alikes from other alphabets: a name in the log must name one person.
/// Letters of either case are the same name.
/// </summary>
public sealed partial record AccountName
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 40;

    /// <summary>What a name may look like, for people.</summary>
    public const string Rule = "2 to 40 letters, digits, dots, hyphens or underscores, beginning with a letter or digit";

    private AccountName(string value) => Value = value;

    /// <summary>The name as written.</summary>
    public string Value { get; }

    /// <summary>The name as compared.</summary>
    public string Normalized => Normalize(Value);

    /// <summary>Reads a name; null when it is not one.</summary>
    public static AccountName? Parse(string? text)
    {
        var name = text?.Trim() ?? "";
        return Pattern().IsMatch(name) ? new AccountName(name) : null;
    }

    /// <summary>What a typed name is compared as, valid or not.</summary>
    internal static string Normalize(string text) => text.Trim().ToUpperInvariant();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{1,39}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
