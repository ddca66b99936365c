using OpsBridge.Jobs.Secrets;

namespace OpsBridge.Jobs.Kinds;

/// <summary>A program that an admin has signed off for jobs.</summary>
public sealed class JobCommand
{
    /// <summary>Longest <see cref="Takes"/>, in characters.</summary>
    public const int MaxTakes = 500;

    /// <summary>The name jobs use.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the program.</summary>
    public required string Path { get; set; }

    /// <summary>SHA-256 of the file when it was signed off, 64 hex digits. The program runs only while its file has it.</summary>
    public required string Sha256 { get; set; }

    /// <summary>What arguments it takes, in the words of who registered it, for those who make jobs; may be empty.</summary>
    public string Takes { get; set; } = "";

    /// <summary>Who signed it off, by name.</summary>
    public required string RegisteredBy { get; set; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset RegisteredAt { get; set; }

    /// <summary>What is wrong with a name, or null; the rules of secrets' names.</summary>
    public static string? NameError(string? name) => JobSecret.NameError(name);

    /// <summary>What is wrong with a path, or null. The file itself is not looked at.</summary>
    public static string? PathError(string? path) => BackupPolicy.IsPath(path) ? null : "The path is absolute, without '..'.";

    /// <summary>What is wrong with the words about its arguments, or null.</summary>
    public static string? TakesError(string? takes) => Assets.PlainText.IsText(takes ?? "", MaxTakes) ? null : $"At most {MaxTakes} characters without control characters.";
}
