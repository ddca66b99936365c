using System.Globalization;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Jobs.Pings;

public sealed class PingScheduleTests
{
    [Theory]
    [InlineData("30 2 * * *", "2026-03-01T00:00", "2026-03-01T02:30")]
    [InlineData("*/15 * * * *", "2026-03-01T00:15", "2026-03-01T00:30")]
    [InlineData("5/20 * * * *", "2026-03-01T00:06", "2026-03-01T00:25")] // from a value on
    [InlineData("0 0 * * 7", "2026-03-02T00:00", "2026-03-08T00:00")] // 7 is Sunday as well
    [InlineData("0 0 * * sun", "2026-03-02T00:00", "2026-03-08T00:00")]
    [InlineData("0 0 1 jan-mar *", "2026-03-02T00:00", "2027-01-01T00:00")]
    [InlineData("0 0 L * *", "2026-02-01T00:00", "2026-02-28T00:00")]
    [InlineData("0 0 LW * *", "2026-02-01T00:00", "2026-02-27T00:00")] // the 28th is a Saturday
    [InlineData("0 0 * * 5L", "2026-02-01T00:00", "2026-02-27T00:00")]
    [InlineData("0 0 * * 1#2", "2026-03-01T00:00", "2026-03-09T00:00")]
    [InlineData("0 0 13 * 5", "2026-03-01T00:00", "2026-03-06T00:00")] // either the 13th or a Friday
    [InlineData("0 0 */2 * 5", "2026-03-01T12:00", "2026-03-13T00:00")] // with a star first: both
    [InlineData("0 0 29 2 *", "2026-03-01T00:00", "2028-02-29T00:00")]
    public void Five_fields_mean_what_they_mean_in_a_crontab(string text, string after, string next)
    {
        var schedule = PingSchedule.Create(text, "UTC");

        Assert.Equal(PingScheduleKind.Cron, schedule!.Kind);
        Assert.Equal(Utc(next), schedule.NextAfter(Utc(after)));
    }

    [Theory]
    [InlineData("daily", "2026-03-01T00:00", "2026-03-02T00:00")]
    [InlineData("Mon..Fri 08:00", "2026-03-06T08:00", "2026-03-09T08:00")]
    [InlineData("Mon, 12:34", "2026-03-03T00:00", "2026-03-09T12:34")]
    [InlineData("*-*~1 12:00", "2026-02-01T00:00", "2026-02-28T12:00")] // the last day of every month
    [InlineData("*-02~7/7 00:00", "2026-02-01T00:00", "2026-02-08T00:00")]
    [InlineData("2027-1-1", "2026-03-01T00:00", "2027-01-01T00:00")]
    [InlineData("*-*-01,15 6..8/2:30", "2026-03-01T06:30", "2026-03-01T08:30")]
    [InlineData("12:34 Europe/Riga", "2026-01-01T00:00", "2026-01-01T10:34")] // a zone of its own wins
    [InlineData("03:00\n15:00", "2026-03-01T04:00", "2026-03-01T15:00")] // whichever line comes first
    public void Everything_else_is_a_calendar_event_of_systemd(string text, string after, string next)
    {
        var schedule = PingSchedule.Create(text, "UTC");

        Assert.Equal(PingScheduleKind.OnCalendar, schedule!.Kind);
        Assert.Equal(Utc(next), schedule.NextAfter(Utc(after)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("60 * * * *")]
    [InlineData("* * * * * *")]
    [InlineData("0 0 31 2 *")] // never
    [InlineData("*/0 * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("0 0 * * 8")]
    [InlineData("0 0 * * MON#6")]
    [InlineData("a b c d e")]
    [InlineData("25:00")]
    [InlineData("Foo 12:00")]
    [InlineData("Europe/Riga")]
    [InlineData("12:00 Europe/Nowhere")]
    [InlineData("*-02-30")]
    [InlineData("1..2..3:00")]
    [InlineData("*,1:00")]
    public void What_is_no_schedule_or_never_happens_is_refused(string text) => Assert.Null(PingSchedule.Create(text, "UTC"));

    [Fact]
    public void A_fixed_time_in_the_gap_happens_once_right_after_it_and_in_the_fold_once()
    {
        var nightly = PingSchedule.Create("30 2 * * *", "Europe/Zurich")!;

        Assert.Equal(["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"], Next(nightly, "2026-03-28T00:00", 3)); // at 02:00 the clocks show 03:00
        Assert.Equal(["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"], Next(nightly, "2026-10-24T00:00", 3)); // 02:30 comes twice on the 25th
    }

    [Fact]
    public void What_follows_real_time_skips_what_the_clocks_do_not_show_and_repeats_what_they_show_twice()
    {
        var half = PingSchedule.Create("*/30 2 * * *", "Europe/Zurich")!;
        var systemd = PingSchedule.Create("02:30", "Europe/Zurich")!;

        Assert.Equal(["2026-03-28T01:00", "2026-03-28T01:30", "2026-03-30T00:00"], Next(half, "2026-03-28T00:30", 3));
        Assert.Equal(["2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-26T01:00"], Next(half, "2026-10-24T12:00", 5));
        Assert.Equal(["2026-03-28T01:30", "2026-03-30T00:30"], Next(systemd, "2026-03-28T00:00", 2));
        Assert.Equal(["2026-10-25T00:30", "2026-10-25T01:30", "2026-10-26T01:30"], Next(systemd, "2026-10-24T12:00", 3));
    }

    [Theory]
    [InlineData("30 2 * * *")]
    [InlineData("*/20 * * * *")]
    [InlineData("hourly")]
    public void In_every_zone_the_year_goes_on_and_every_moment_shows_a_time_that_was_asked_for(string text)
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId))
        {
            var schedule = PingSchedule.Create(text, zone.Id);
            var at = Utc("2026-01-01T00:00");
            for (var i = 0; i < 60 && at < Utc("2027-01-01T00:00"); i++)
            {
                var next = schedule!.NextAfter(at)!.Value;
                Assert.True(next > at, zone.Id);
                Assert.True(next - at <= TimeSpan.FromHours(26), $"{zone.Id}: {at:O} to {next:O}");
                var shown = WallClock.Shown(next, zone);
                Assert.True(text != "hourly" || shown.Minute == 0, $"{zone.Id} {shown:O}");
                at = i % 4 == 3 ? next.AddDays(23) : next; // through the whole year in leaps
            }
        }
    }

    [Theory]
    [InlineData("Europe/Zurich", true)]
    [InlineData("UTC", true)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("Mars/Base", false)]
    [InlineData("", false)]
    public void Only_IANA_zones_are_taken(string zone, bool good) => Assert.Equal(good, PingSchedule.FindZone(zone) is not null);

    private static string[] Next(PingSchedule schedule, string after, int count)
    {
        var (at, all) = (Utc(after), new List<string>());
        for (var i = 0; i < count; i++)
        {
            at = schedule.NextAfter(at)!.Value;
            all.Add(at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        }

        return [.. all];
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
