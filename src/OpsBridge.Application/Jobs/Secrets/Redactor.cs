using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsBridge.Jobs.Secrets;

/// <summary>
/// Takes secrets out of text before anybody sees it: the values themselves, and the forms in which programs print them:
/// Base64 (both alphabets, at any position within a longer Base64 text, also in lines of 76 characters), percent-encoding, JSON
/// and hexadecimal.
/// </summary>
internal sealed class Redactor
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Instead = "[secret]";

    // Of Base64 that is longer than a line of RFC 2045 (76, or 64 in PEM) any run as long as these is found, wherever the line was broken.
    private const int LineLength = 60;
    private const int PieceLength = 8;

    private readonly SearchValues<string>? _search;
    private readonly SearchValues<string>? _pieces;
    private readonly string[] _forms;

    public Redactor(IReadOnlyCollection<string> secrets)
    {
        _forms = [.. secrets.SelectMany(Parts).SelectMany(Forms).Where(f => f.Length >= JobSecret.MinValue).Distinct(StringComparer.Ordinal).OrderByDescending(f => f.Length)];
        var pieces = secrets.SelectMany(Parts).SelectMany(Base64).Where(b => b.Length > LineLength).SelectMany(Pieces).ToHashSet(StringComparer.Ordinal);
        _pieces = pieces.Count == 0 ? null : SearchValues.Create([.. pieces], StringComparison.Ordinal);
        _search = _forms.Length == 0 ? null : SearchValues.Create(_forms, StringComparison.Ordinal);
    }

    /// <summary>The text without secrets.</summary>
    public string Clean(string text)
    {
        text = CleanForms(text);
        for (var at = 0; _pieces is not null && text.AsSpan(at).IndexOfAny(_pieces) is var found and >= 0; at += Instead.Length)
        {
            var (from, to) = (at + found, at + found + PieceLength);
            for (; from > at && IsBase64(text[from - 1]); from--)
            {
            }

            for (; to < text.Length && IsBase64(text[to]); to++)
            {
            }

            text = string.Concat(text.AsSpan(0, from), Instead, text.AsSpan(to));
            at = from;
        }

        return text;
    }

    private static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_' or '=';

    private static IEnumerable<string> Pieces(string base64) => Enumerable.Range(0, (base64.Length - PieceLength) / 4).Select(i => base64.Substring(i * 4, PieceLength));

    private string CleanForms(string text)
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

    /// <summary>A text that was cut off, without secrets and without the beginning of one at its end.</summary>
    public string CleanCut(string text)
    {
        text = Clean(text);
        var most = _forms.Select(f => Beginning(text, f)).DefaultIfEmpty().Max();
        return most < JobSecret.MinValue ? text : text[..^most] + Instead;
    }

    /// <summary>How many characters of the form the text ends with.</summary>
    private static int Beginning(string text, string form)
    {
        for (var length = Math.Min(form.Length - 1, text.Length); length >= JobSecret.MinValue; length--)
        {
            if (text.AsSpan()[^length..].SequenceEqual(form.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>A value of several lines, such as a private key, comes out line by line; of <c>user:password</c> the password alone.</summary>
    private static IEnumerable<string> Parts(string secret)
    {
        string[] lines = [secret, .. secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return secret.IndexOf(':', StringComparison.Ordinal) is var at and > 0 ? [.. lines, secret[(at + 1)..]] : lines;
    }

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
        foreach (var base64 in Base64(secret))
        {
            yield return base64;
        }
    }

    private static IEnumerable<string> Base64(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
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
