using System.Globalization;
using System.Text.Json.Serialization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Makes one HTTP request and judges the answer. Redirects are answers, not followed.</summary>
/// <param name="Method">GET, POST, PUT, PATCH, DELETE or HEAD.</param>
/// <param name="Url">http or https address without user and password.</param>
public sealed record HttpCallSettings(string Method, string Url) : JobSettings
{
    /// <summary>Most of an answer that is read at all, in bytes.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private static readonly string[] s_methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
    private static readonly string[] s_own = ["Host", "Content-Length", "Transfer-Encoding", "Connection", "Authorization", "Content-Type"];

    /// <summary>Headers to send; secrets do not belong here.</summary>
    public IReadOnlyList<HttpField> Headers { get; init; } = [];

    /// <summary>Name of the secret for the Authorization header; null for none.</summary>
    public string? Secret { get; init; }

    /// <summary>What stands before the secret in the Authorization header; for Basic the secret is <c>user:password</c>.</summary>
    public string Scheme { get; init; } = "Bearer";

    /// <summary>Body to send; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Its media type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Lowest status that counts as good.</summary>
    public int StatusFrom { get; init; } = 200;

    /// <summary>Highest status that counts as good.</summary>
    public int StatusTo { get; init; } = 299;

    /// <summary>Text that must be in the answer; null for none.</summary>
    public string? ExpectedText { get; init; }

    /// <summary>Bytes of the answer that are read; a longer one fails.</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "http";

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<string> SecretNames => Secret is null ? [] : [Secret];

    /// <inheritdoc />
    public override string Describe() => $"{Method} {Url}";

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> Errors() =>
    [
        SettingError.At(nameof(Method), s_methods.Contains(Method, StringComparer.Ordinal) ? null : $"the method is one of {string.Join(", ", s_methods)}"),
        SettingError.At(nameof(Url), Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url!.UserInfo.Length == 0 && Url.Length <= 2000 ? null : "the address begins with http:// or https:// and holds no password"),
        SettingError.At(nameof(StatusFrom), StatusFrom is >= 100 and <= 599 && StatusTo >= StatusFrom && StatusTo <= 599 ? null : "the expected status is a range within 100 to 599"),
        MaxBytes is >= 1 and <= MostBytes ? null : string.Create(CultureInfo.InvariantCulture, $"of the answer 1 to {MostBytes} bytes are read"),
        SettingError.At(nameof(Body), Body is { Length: > 100_000 } ? "the body has at most 100000 characters" : null),
        SettingError.At(nameof(ExpectedText), ExpectedText is { Length: > 1000 } ? "the expected text has at most 1000 characters" : null),
        SettingError.At(nameof(ContentType), ContentType is { Length: >= 1 and <= 200 } && ContentType.All(c => c is >= ' ' and <= '~') ? null : "the media type has 1 to 200 characters, for example application/json"),
        SettingError.At(nameof(Scheme), IsToken(Scheme) ? null : "the scheme is one word, for example Bearer"),
        Headers.Count > 50 ? "at most 50 headers" : null,
        .. Headers.Select(h => IsToken(h.Name) && h.Value is { Length: <= 2000 } && !h.Value.Any(char.IsControl) && !s_own.Contains(h.Name, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"the header '{h.Name}' cannot be sent"),
    ];

    // RFC 9110, section 5.6.2
    private static bool IsToken(string? text) => text is { Length: >= 1 and <= 100 } && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}

/// <summary>A header of a request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record HttpField(string Name, string Value);
