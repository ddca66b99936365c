using System.Text;
using Xunit;

namespace OpsBridge.Shifts.Roster;

public sealed class CalendarTextTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 29, 0, 30, 0, TimeSpan.Zero);
    private static readonly Guid s_key = Guid.Parse("0190f0f0-0000-7000-8000-000000000001");

    [Fact]
    public void A_calendar_is_what_rfc_5545_says()
    {
        var text = CalendarText.Write("Main", [new CalendarEvent(s_key, "Night · Main", null, s_now.AddHours(-3), s_now.AddHours(4))], s_now);

        Assert.Equal(
            [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OpsBridge//Roster//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Main", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
                "BEGIN:VEVENT", $"UID:{s_key}@opsbridge", "DTSTAMP:20260329T003000Z", "DTSTART:20260328T213000Z", "DTEND:20260329T043000Z", "SUMMARY:Night · Main", "END:VEVENT", "END:VCALENDAR", "",
            ],
            text.Split("\r\n"));
    }

    [Fact]
    public void Names_cannot_break_out_of_their_line_and_long_lines_are_folded_between_characters()
    {
        var hostile = "a;b,c\\d\r\nEND:VEVENT\nX:" + string.Concat(Enumerable.Repeat("zürich-🚨-", 30));

        var text = CalendarText.Write("Main", [new CalendarEvent(s_key, hostile, hostile, s_now, s_now.AddHours(1))], s_now);

        var lines = text.Split("\r\n");
        Assert.All(lines, line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\uFFFD', text);
        Assert.Single(lines, "END:VEVENT");
        Assert.DoesNotContain(lines, l => l.StartsWith("X:", StringComparison.Ordinal));
        Assert.Contains("SUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT\\nX:zürich", text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
