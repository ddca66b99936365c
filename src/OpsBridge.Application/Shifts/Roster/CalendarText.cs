using System.Globalization;
using System.Text;

namespace OpsBridge.Shifts.Roster;

/// <summary>One shift in a calendar.</summary>
/// <param name="Key">Stable key, for the UID.</param>
/// <param name="Summary">Its title.</param>
/// <param name="Detail">More words; null for none.</param>
/// <param name="StartsAt">When it begins (UTC).</param>
/// <param name="EndsAt">When it ends (UTC).</param>
public sealed record CalendarEvent(Guid Key, string Summary, string? Detail, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>
/// Writes iCalendar (RFC 5545): lines end in CRLF and are folded at 75 octets of UTF-8 (section 3.1), text is escaped
/// (3.3.11), times are UTC (3.3.5, form 2), so that no zone has to be described.
/// </summary>
internal static class CalendarText
{
    private const int MostOctets = 75;

    /// <summary>A whole calendar.</summary>
    public static string Write(string name, IEnumerable<CalendarEvent> events, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//OpsBridge//Roster//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, $"X-WR-CALNAME:{Escaped(name)}");
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H"); // RFC 7986, section 5.7
        foreach (var one in events)
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{one.Key}@opsbridge");
            Line(text, $"DTSTAMP:{At(now)}");
            Line(text, $"DTSTART:{At(one.StartsAt)}");
            Line(text, $"DTEND:{At(one.EndsAt)}");
            Line(text, $"SUMMARY:{Escaped(one.Summary)}");
            if (one.Detail is not null)
            {
                Line(text, $"DESCRIPTION:{Escaped(one.Detail)}");
            }

            Line(text, "END:VEVENT");
        }

        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' or ';' or ',' => escaped.Append('\\').Append(rune.ToString()),
                '\n' or '\r' => escaped.Append("\\n"),
                _ when Rune.IsControl(rune) => escaped.Append(' '),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Folds between characters, never within one.</summary>
    private static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                text.Append("\r\n ");
                octets = 1; // the space counts
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
