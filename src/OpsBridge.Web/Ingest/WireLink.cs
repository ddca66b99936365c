using System.Text.Json;
using OpsBridge.Alerts;

namespace OpsBridge.Ingest;

/// <summary>Reads links: an object with <c>href</c> and a text for people.</summary>
internal static class WireLink
{
    private const int LongestText = 120;

    /// <summary>Reads the object that the reader stands on; afterwards the reader stands on its last token.</summary>
    /// <param name="json">On the first token.</param>
    /// <param name="textMember">What the format calls the text; without one the link shows its address.</param>
    /// <param name="link">The link.</param>
    /// <returns>Why it is refused; null when it is not.</returns>
    public static string? Read(ref Utf8JsonReader json, scoped ReadOnlySpan<byte> textMember, out AlertLink? link)
    {
        link = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return "is not an object";
        }

        string? href = null;
        var text = "";
        Span<byte> scratch = stackalloc byte[64];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = WireText.Member(in json, scratch);
            json.Read();
            if (member.SequenceEqual(textMember))
            {
                if (WireText.Read(in json, LongestText, cut: true, out text) is { } reason)
                {
                    return $"its text {reason}";
                }
            }
            else if (member.SequenceEqual("href"u8))
            {
                href = WebAddress.Read(in json);
            }

            if (!WireReader.Skip(ref json))
            {
                return "is nested too deep";
            }
        }

        if (href is null)
        {
            return "has no http or https address";
        }

        link = new AlertLink(text.Length > 0 ? text : href.Length <= LongestText ? href : href[..LongestText], href);
        return null;
    }
}
