using System.Text.Json.Serialization;

namespace OpsBridge.Monitoring;

/// <summary>HTTP or HTTPS request.</summary>
/// <param name="Url">Absolute http or https address without user info.</param>
/// <param name="Method">GET, HEAD, OPTIONS or POST (with an empty body).</param>
/// <param name="ExpectedStatus">Status codes that are good, for example <c>200-299,401</c>.</param>
/// <param name="Keyword">Text that must appear in the first 256 KiB of the body; null for none.</param>
/// <param name="FollowRedirects">Follow up to five redirects, each target judged anew.</param>
/// <param name="VerifyCertificate">False to accept any certificate; its days are measured all the same.</param>
public sealed record HttpSettings(
    string Url,
    string Method = "GET",
    string ExpectedStatus = "200-299",
    string? Keyword = null,
    bool FollowRedirects = false,
    bool VerifyCertificate = true) : ProbeSettings
{
    private static readonly string[] s_methods = ["GET", "HEAD", "OPTIONS", "POST"];

    /// <inheritdoc />
    [JsonIgnore] // the discriminator already writes it; the attribute is not inherited
    public override string Kind => "http";

    /// <inheritdoc />
    public override string Describe() => $"{Method} {Url}";

    /// <inheritdoc />
    protected override IEnumerable<string?> Errors()
    {
        yield return UrlError(Url);
        yield return s_methods.Contains(Method, StringComparer.Ordinal) ? null : $"method '{Method}' is not one of {string.Join(", ", s_methods)}";
        yield return StatusRanges.TryParse(ExpectedStatus, out _, out var error) ? null : error;
        yield return TargetSyntax.TextError("keyword", Keyword, 500);
        yield return Keyword is not null && Method == "HEAD" ? "a HEAD answer has no body to find a keyword in" : null;
    }

    /// <summary>What is wrong with a URL, or null. User info is refused because a check's settings are no place for a password.</summary>
    public static string? UrlError(string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            return "the URL is missing";
        }

        if (url.Length > 2048 || url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            return "the URL must have at most 2048 characters, and no spaces or control characters";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            return $"'{url}' is not a full URL; it begins with http:// or https://";
        }

        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        {
            return $"only http and https can be checked, not '{uri.Scheme}'";
        }

        if (uri.UserInfo.Length > 0 || url.AsSpan(uri.Scheme.Length + 3).IndexOf('@') is >= 0 and var at && at < AuthorityEnd(url, uri))
        {
            return "take the user name and password out of the URL; settings hold no secrets";
        }

        return uri.Port == 0 ? "port 0 is not between 1 and 65535" : TargetSyntax.HostError(uri.IdnHost);
    }

    private static int AuthorityEnd(string url, Uri uri)
    {
        var rest = url.AsSpan(uri.Scheme.Length + 3);
        var end = rest.IndexOfAny('/', '?', '#');
        return end < 0 ? rest.Length : end;
    }
}

/// <summary>A set of HTTP status codes such as <c>200-299,401</c>.</summary>
public sealed class StatusRanges
{
    private readonly (int From, int To)[] _ranges;

    private StatusRanges((int From, int To)[] ranges) => _ranges = ranges;

    /// <summary>Reads codes and spans of codes, 100 to 599, separated by commas. Never throws.</summary>
    public static bool TryParse(string? text, out StatusRanges? ranges, out string? error)
    {
        ranges = null;
        error = null;
        var parts = (text ?? "").Split(',', StringSplitOptions.TrimEntries);
        var found = new List<(int, int)>();
        foreach (var part in parts)
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryCode(ends[0], out var from) || !TryCode(ends[^1], out var to) || from > to || parts.Length > 20)
            {
                error = $"'{text}' is no list of status codes; write for example 200-299,401";
                return false;
            }

            found.Add((from, to));
        }

        ranges = new StatusRanges([.. found]);
        return true;
    }

    /// <summary>True when <paramref name="code"/> is in the set.</summary>
    public bool Contains(int code) => Array.Exists(_ranges, r => code >= r.From && code <= r.To);

    private static bool TryCode(string text, out int code)
    {
        code = 0;
        return text.Length == 3 && text.All(char.IsAsciiDigit) && (code = ((text[0] - '0') * 100) + ((text[1] - '0') * 10) + text[2] - '0') is >= 100 and <= 599;
    }
}
