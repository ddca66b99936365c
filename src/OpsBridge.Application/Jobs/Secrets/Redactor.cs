using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsBridge.Jobs.Secrets;

/// <summary>
/// Takes secrets out of text before anybody sees it: the values themselves, and the forms in which programs print them:
/// Base64 (both alphabets, at any position within a longer Base64 text), percent-encoding, JSON and hexadecimal.
/// </summary>
internal sealed class Redactor
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Instead = "[secret]";

    private readonly SearchValues<string>? _search;
    private readonly string[] _forms;

    public Redactor(IEnumerable<string> secrets)
    {
        _forms = [.. secrets.SelectMany(Parts).SelectMany(Forms).Where(f => f.Length >= JobSecret.MinValue).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length)];
        _search = _forms.Length == 0 ? null : SearchValues.Create(_forms, StringComparison.Ordinal);
    }

    /// <summary>The text without secrets.</summary>
    public string Clean(string text)
    {
        if (_search is null || text.AsSpan().IndexOfAny(_search) < 0)
        {
            return text;
        }

        foreach (var form in _forms)
        {
            text = text.Replace(form, Instead, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>A value of several lines, such as a private key, comes out line by line.</summary>
    private static IEnumerable<string> Parts(string secret) => secret.AsSpan().IndexOfAny('\r', '\n') < 0
        ? [secret]
        : [secret, .. secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static IEnumerable<string> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return LowerEscapes(Uri.EscapeDataString(secret));
        yield return WebUtility.UrlEncode(secret);
        yield return LowerEscapes(WebUtility.UrlEncode(secret));
        yield return JsonSerializer.Serialize(secret)[1..^1];
        yield return JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        yield return Convert.ToHexStringLower(bytes);
        yield return Convert.ToHexString(bytes);
        for (var before = 0; before < 3; before++)
        {
            var inner = Inner(Convert.ToBase64String([.. new byte[before], .. bytes]), before, bytes.Length);
            yield return inner;
            yield return inner.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>The characters that hold nothing but bits of the secret: those beside them depend on its neighbours.</summary>
    private static string Inner(string base64, int before, int length)
    {
        var from = ((before * 8) + 5) / 6;
        var to = (before + length) * 8 / 6;
        return to > from ? base64[from..to] : "";
    }

    /// <summary>Percent-encoding with lower-case digits, as some programs write it.</summary>
    private static string LowerEscapes(string text)
    {
        var lower = new StringBuilder(text);
        for (var i = 0; i + 2 < lower.Length; i++)
        {
            if (lower[i] == '%')
            {
                lower[i + 1] = char.ToLowerInvariant(lower[i + 1]);
                lower[i + 2] = char.ToLowerInvariant(lower[i + 2]);
            }
        }

        return lower.ToString();
    }
}
