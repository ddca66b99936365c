using System.Text.Json;

namespace OpsBridge.Ingest;

/// <summary>Addresses that may become links: absolute, http or https, at most 2000 characters, without a name and password.</summary>
internal static class WebAddress
{
    private const int Longest = 2000;

    // Rules send the same address with every alert; what is kept here has been judged already.
    private static readonly TextCache s_judged = new(1 << 10, 512);

    /// <summary>The address that the reader stands on; null when it is no address that may become a link.</summary>
    public static string? Read(ref readonly Utf8JsonReader json)
    {
        var plain = json.TokenType == JsonTokenType.String && !json.ValueIsEscaped;
        if (plain && s_judged.Peek(json.ValueSpan) is { } known)
        {
            return known;
        }

        if (WireText.Read(in json, Longest, cut: false, out var text) is not null || !IsLink(text))
        {
            return null;
        }

        return (plain ? s_judged.Get(json.ValueSpan) : null) ?? text;
    }

    /// <summary>Whether a text is such an address.</summary>
    public static bool IsLink(string text) =>
        text.Length is > 0 and <= Longest
        && (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        && !text.AsSpan().ContainsAnyInRange('\0', ' ')
        && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0;
}
