using System.Globalization;
using System.Text;

namespace OpsBridge.Monitoring.Probes;

/// <summary>Numbers and bytes as text for summaries.</summary>
internal static class Words
{
    /// <summary>"0.4 ms", "12 ms", "1,204 ms".</summary>
    public static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds < 10
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:#,0} ms");

    /// <summary>Bytes from outside as text: control characters other than line breaks and tabs become dots.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(bytes));
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not '\n' and not '\t')
            {
                text[i] = '.';
            }
        }

        return text.ToString();
    }
}
