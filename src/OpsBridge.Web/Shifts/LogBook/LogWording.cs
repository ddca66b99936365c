using System.Globalization;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Entries in words.</summary>
internal static class LogWording
{
    private const int Excerpt = 300;

    /// <summary>Name of a kind.</summary>
    public static string Of(LogEntryKind kind) => kind switch
    {
        LogEntryKind.Ongoing => "ongoing",
        LogEntryKind.Case => "case",
        _ => "log",
    };

    /// <summary>The words before what an automatic entry is about: "acknowledged" of "acknowledged: HTTP 503".</summary>
    public static string Verb(LogRow row) => Split(row) is > 0 and var at ? row.Text[..at] : row.Text;

    /// <summary>What it is about, to be a link; "" when the sentence does not say it apart.</summary>
    public static string About(LogRow row) => Split(row) is > 0 and var at ? row.Text[(at + 2)..] : "";

    /// <summary>As much of a text as one line of a list can need.</summary>
    public static string Line(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= Excerpt ? line : $"{line[..(char.IsHighSurrogate(line[Excerpt - 1]) ? Excerpt - 1 : Excerpt)]}…";
    }

    /// <summary>"1.4 MB", "812 kB".</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_048_576 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_048_576.0:0.#} MB"),
        >= 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0} kB"),
        _ => $"{bytes} bytes",
    };

    private static int Split(LogRow row) => row.Automatic && row.Href is not null ? row.Text.IndexOf(": ", StringComparison.Ordinal) : -1;
}
