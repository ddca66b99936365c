using System.Text;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>
/// The name that Alertmanager gives to a label set (prometheus/common, model/signature.go): FNV-1a with 64 bits over each name and
/// value in the order of the names' bytes, 0xFF behind each.
/// </summary>
internal static class AlertmanagerFingerprint
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The number; printed as 16 lower-case hex digits.</summary>
    public static ulong Of(Labels labels)
    {
        var sum = Offset;
        foreach (var (name, value) in InOrderOfBytes(labels))
        {
            sum = Add(Add(sum, name), value);
        }

        return sum;
    }

    /// <summary>How clients see it.</summary>
    public static string Print(ulong fingerprint) => fingerprint.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    private static ulong Add(ulong sum, string text)
    {
        Span<byte> scratch = stackalloc byte[512];
        var bytes = text.Length * 3 <= scratch.Length ? scratch[..Encoding.UTF8.GetBytes(text, scratch)] : Encoding.UTF8.GetBytes(text);
        foreach (var b in bytes)
        {
            sum = (sum ^ b) * Prime;
        }

        return (sum ^ 0xFF) * Prime;
    }

    /// <summary>
    /// Our sets are in the order of UTF-16 units, which is that of the bytes unless surrogates stand beside U+E000 and above.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string>> InOrderOfBytes(Labels labels) =>
        labels.Any(l => l.Key.Any(char.IsSurrogate))
            ? labels.OrderBy(l => Encoding.UTF8.GetBytes(l.Key), Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)))
            : labels;
}
