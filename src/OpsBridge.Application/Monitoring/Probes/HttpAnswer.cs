using System.Globalization;
using System.Text;

namespace OpsBridge.Monitoring.Probes;

/// <summary>How the body of an answer ends (RFC 9112, section 6.3).</summary>
internal enum BodyEnd
{
    None,
    Length,
    Chunked,
    Close,
}

/// <summary>Status line and headers of an HTTP/1 answer, as far as a check needs them.</summary>
/// <param name="Status">Status code, 100 to 599.</param>
/// <param name="Reason">Reason phrase, possibly empty.</param>
/// <param name="Location">Redirect target, when given.</param>
/// <param name="Body">How the body ends.</param>
/// <param name="ContentLength">Bytes of the body when <see cref="BodyEnd.Length"/>.</param>
internal sealed record HttpAnswer(int Status, string Reason, string? Location, BodyEnd Body, long ContentLength)
{
    /// <summary>Most bytes of status line and headers.</summary>
    public const int MaxHead = 32 * 1024;

    /// <summary>Index just after the empty line that ends the headers; -1 when it has not come yet.</summary>
    public static int HeadEnd(ReadOnlySpan<byte> bytes)
    {
        var strict = bytes.IndexOf("\r\n\r\n"u8);
        var lax = bytes.IndexOf("\n\n"u8);
        return (strict, lax) switch
        {
            ( >= 0, < 0) => strict + 4,
            ( >= 0, _) when strict < lax => strict + 4,
            (_, >= 0) => lax + 2,
            _ => -1,
        };
    }

    /// <summary>Reads a complete head. Null when it is not HTTP/1. Never throws.</summary>
    public static HttpAnswer? Read(ReadOnlySpan<byte> head, string method)
    {
        var lines = Encoding.Latin1.GetString(head).Split('\n', StringSplitOptions.TrimEntries);
        var words = lines[0].Split(' ', 3);
        if (words.Length < 2 || words[0] is not ("HTTP/1.1" or "HTTP/1.0") || words[1].Length != 3
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 100 or > 599)
        {
            return null;
        }

        string? location = null;
        long? length = null;
        var chunked = false;
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                continue;
            }

            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].ToUpperInvariant())
            {
                case "LOCATION":
                    location = value;
                    break;
                case "CONTENT-LENGTH" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes):
                    length = bytes;
                    break;
                case "TRANSFER-ENCODING":
                    chunked = value.EndsWith("chunked", StringComparison.OrdinalIgnoreCase);
                    break;
            }
        }

        var body = BodyOf(status, method, chunked, length);
        return new HttpAnswer(status, words.Length > 2 ? words[2] : "", location, body, length ?? 0);
    }

    private static BodyEnd BodyOf(int status, string method, bool chunked, long? length)
    {
        if (method == "HEAD" || status is < 200 or 204 or 304)
        {
            return BodyEnd.None;
        }

        if (chunked)
        {
            return BodyEnd.Chunked;
        }

        return length is null ? BodyEnd.Close : BodyEnd.Length;
    }
}
