using System.Text.Unicode;

namespace OpsBridge.Shifts.LogBook;

/// <summary>
/// The kinds of file that the log book takes. The ending of the name says what a file claims to be; its first bytes (for texts:
/// all of them) must agree. Pages, drawings with script (HTML, SVG, XML) and programs are in no kind, so they are refused.
/// </summary>
/// <param name="MediaType">Media type (RFC 6838) that it is served with.</param>
/// <param name="Endings">Endings of names, with their dot.</param>
internal sealed record FileKind(string MediaType, params string[] Endings)
{
    private const int LongestName = 150;

    private static readonly FileKind[] s_all =
    [
        new("image/png", ".png") { Inline = true, Begins = [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]] },
        new("image/jpeg", ".jpg", ".jpeg") { Inline = true, Begins = [[0xFF, 0xD8, 0xFF]] },
        new("image/gif", ".gif") { Inline = true, Begins = ["GIF87a"u8.ToArray(), "GIF89a"u8.ToArray()] },
        new("image/webp", ".webp") { Inline = true, Begins = ["RIFF"u8.ToArray()], Then = (8, "WEBP"u8.ToArray()) },
        new("application/pdf", ".pdf") { Begins = ["%PDF-"u8.ToArray()] },
        new("application/zip", ".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp") { Begins = [[0x50, 0x4B, 0x03, 0x04]] },
        new("application/gzip", ".gz", ".tgz") { Begins = [[0x1F, 0x8B]] },
        new("application/vnd.tcpdump.pcap", ".pcap", ".pcapng", ".cap") { Begins = [[0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x0A, 0x0D, 0x0D, 0x0A]] },
        new("text/csv", ".csv"),
        new("application/json", ".json"),
        new("text/plain", ".txt", ".log", ".md", ".yaml", ".yml", ".ini", ".conf"),
    ];

    /// <summary>Endings in words, for messages.</summary>
    public static string Endings4People { get; } = string.Join(", ", s_all.SelectMany(k => k.Endings).Select(e => e[1..]));

    /// <summary>Endings of pictures in words.</summary>
    public static string Pictures4People { get; } = string.Join(", ", s_all.Where(k => k.Inline).SelectMany(k => k.Endings).Select(e => e[1..]));

    /// <summary>Whether a browser may show it in place.</summary>
    public bool Inline { get; private init; }

    /// <summary>What its content begins with, one of these; none for texts.</summary>
    private byte[][] Begins { get; init; } = [];

    /// <summary>What stands further on.</summary>
    private (int At, byte[] Bytes)? Then { get; init; }

    /// <summary>The kind that a name claims; null for one that is not taken.</summary>
    public static FileKind? Of(string name) =>
        Array.Find(s_all, k => Array.Exists(k.Endings, e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether files of this media type may be shown in place.</summary>
    public static bool IsShown(string mediaType) => Array.Exists(s_all, k => k.Inline && k.MediaType == mediaType);

    /// <summary>Whether the sender's media type contradicts the name. Senders who do not know say so.</summary>
    public bool Contradicts(string? claimed)
    {
        var said = claimed?.Split(';')[0].Trim().ToLowerInvariant();
        return said is not (null or "" or "application/octet-stream" or "binary/octet-stream")
            && said != MediaType && !IsCousin(said);
    }

    /// <summary>Whether the content is what the name says.</summary>
    public bool Fits(ReadOnlySpan<byte> content)
    {
        if (Begins.Length == 0)
        {
            return Utf8.IsValid(content) && content.IndexOfAnyInRange((byte)0, (byte)8) < 0 && content.IndexOfAnyInRange((byte)14, (byte)26) < 0;
        }

        foreach (var start in Begins)
        {
            if (content.StartsWith(start))
            {
                return Then is not { } then || (content.Length >= then.At + then.Bytes.Length && content[then.At..].StartsWith(then.Bytes));
            }
        }

        return false;
    }

    /// <summary>
    /// A bare file name out of whatever a client calls it: the part behind the last slash of either kind, without control
    /// characters, quotes and leading dots, cut to 150 characters before its ending; null when nothing is left.
    /// </summary>
    public static string? BareName(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = string.Concat(last.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('"' or '<' or '>' or ':' or '|' or '?' or '*'))).Trim().TrimStart('.');
        var dot = clean.LastIndexOf('.');
        return dot <= 0 || dot == clean.Length - 1 ? null : clean[..Math.Min(dot, LongestName)] + clean[dot..];
    }

    /// <summary>Other names under which browsers and tools know the same kind.</summary>
    private bool IsCousin(string said) => MediaType switch
    {
        "application/zip" => said.StartsWith("application/vnd.", StringComparison.Ordinal) || said == "application/x-zip-compressed",
        "application/gzip" => said is "application/x-gzip" or "application/x-compressed-tar",
        "text/plain" or "text/csv" => said is "text/plain" or "text/markdown" or "text/x-log" or "text/yaml" or "application/yaml" or "application/x-yaml" or "application/vnd.ms-excel",
        "application/json" => said == "text/plain",
        "application/vnd.tcpdump.pcap" => said is "application/cap" or "application/x-pcapng",
        _ => false,
    };
}
