using System.Text;
using System.Text.Unicode;

namespace OpsBridge.Ingest;

/// <summary>
/// Values of <c>ce-</c> headers (CloudEvents, HTTP protocol binding, section 3.1.3.2): a quoted string loses its quotes, then
/// percent-encoded bytes are decoded once.
/// </summary>
internal static class CloudEventHeader
{
    /// <summary>The value; null when its bytes are not valid UTF-8.</summary>
    public static string? Decode(string value)
    {
        var plain = Unquote(value.Trim());
        if (!plain.Contains('%', StringComparison.Ordinal))
        {
            return plain;
        }

        var source = Encoding.UTF8.GetBytes(plain);
        var bytes = new byte[source.Length];
        var written = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                bytes[written++] = Convert.FromHexString([(char)source[i + 1], (char)source[i + 2]])[0];
                i += 2;
            }
            else
            {
                bytes[written++] = source[i];
            }
        }

        var decoded = bytes.AsSpan(0, written);
        return Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
    }

    private static string Unquote(string value)
    {
        if (value.Length < 2 || value[0] != '"' || value[^1] != '"')
        {
            return value;
        }

        var plain = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length - 1; i++)
        {
            i += value[i] == '\\' && i + 1 < value.Length - 1 ? 1 : 0;
            plain.Append(value[i]);
        }

        return plain.ToString();
    }
}
