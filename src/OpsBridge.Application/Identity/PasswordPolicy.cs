namespace OpsBridge.Identity;

/// <summary>
/// Passwords are judged by length and by a list of common ones (ASVS 5.0: 6.2.1, 6.2.4, 6.2.5, 6.2.9); no rule about kinds
/// of characters, because such rules make passwords worse.
/// </summary>
public static class PasswordPolicy
{
    /// <summary>The fewest characters.</summary>
    public const int MinLength = 12;

    /// <summary>The number of characters that pages advise.</summary>
    public const int AdvisedLength = 15;

    /// <summary>The most characters; a limit only so that hashing cannot be abused.</summary>
    public const int MaxLength = 128;

    private const int FewestDistinct = 5;
    private const int ShortestWord = 3;

    private static readonly Lazy<HashSet<string>> s_common = new(Read);

    /// <summary>What is wrong with a password, as a sentence for its owner; null when it is good.</summary>
    public static string? Judge(string password, string accountName)
    {
        if (password.Length < MinLength)
        {
            return $"Use at least {MinLength} characters; {AdvisedLength} or more are better.";
        }

        if (password.Length > MaxLength)
        {
            return $"Use at most {MaxLength} characters.";
        }

        if (password.Distinct().Count() < FewestDistinct)
        {
            return "It repeats too few characters.";
        }

        return IsCommon(password.ToLowerInvariant(), Plain(password), accountName.ToLowerInvariant())
            ? "It consists of passwords and words that attackers try first. Several unrelated words are easy to keep in mind."
            : null;
    }

    /// <summary>
    /// Whether nothing remains once common passwords, the account's name, digits, signs and runs of the alphabet are taken
    /// away: "P@ssw0rd-2026!" and "qwertyqwerty" are as weak as their parts. <c>covered[i]</c> says so for the first i characters.
    /// </summary>
    private static bool IsCommon(string text, string plain, string name)
    {
        var covered = new bool[text.Length + 1];
        covered[0] = true;
        for (var end = 1; end <= text.Length; end++)
        {
            covered[end] = covered[end - 1] && !char.IsLetter(text[end - 1]);
            for (var start = 0; start <= end - ShortestWord && !covered[end]; start++)
            {
                covered[end] = covered[start] && (IsWord(text[start..end], name) || IsWord(plain[start..end], name));
            }
        }

        return covered[text.Length];
    }

    private static bool IsWord(string text, string name) => text == name || s_common.Value.Contains(text) || IsRun(text);

    private static bool IsRun(string word) =>
        word.Zip(word.Skip(1), (left, right) => right - left).Distinct().ToList() is [var step] && step is -1 or 0 or 1;

    private static string Plain(string text) => string.Create(text.Length, text, static (plain, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            plain[i] = source[i] switch
            {
                '0' => 'o',
                '1' or '!' => 'i',
                '3' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' => 't',
                var other => char.ToLowerInvariant(other),
            };
        }
    });

    private static HashSet<string> Read()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream("OpsBridge.Identity.CommonPasswords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length >= ShortestWord)
            .ToHashSet(StringComparer.Ordinal);
    }
}
