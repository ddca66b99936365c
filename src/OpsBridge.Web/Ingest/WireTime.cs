using System.Text;
using System.Text.Json;

namespace OpsBridge.Ingest;

/// <summary>Reads the times of a message.</summary>
internal static class WireTime
{
    private const int Longest = 64;

    /// <summary>Reads the time that the reader stands on; null, the empty text and year 1 are "no time".</summary>
    /// <param name="json">On the value.</param>
    /// <param name="member">What it is called in a reason.</param>
    /// <param name="at">The time (UTC).</param>
    /// <returns>Why it is refused; null when it is not.</returns>
    public static string? Read(ref readonly Utf8JsonReader json, string member, out DateTimeOffset? at)
    {
        at = null;
        if (json.TokenType == JsonTokenType.String && !json.ValueIsEscaped)
        {
            return Judge(json.ValueSpan, member, ref at);
        }

        return WireText.Read(in json, Longest, cut: false, out var text) is { } reason
            ? $"{member} {reason}"
            : Judge(Encoding.UTF8.GetBytes(text), member, ref at); // "+" is often written as an escape
    }

    private static string? Judge(ReadOnlySpan<byte> text, string member, ref DateTimeOffset? at)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        if (!Rfc3339.TryParse(text, out var time))
        {
            return $"{member} is not a time as RFC 3339 writes it";
        }

        at = time == DateTimeOffset.MinValue ? null : time;
        return null;
    }
}
