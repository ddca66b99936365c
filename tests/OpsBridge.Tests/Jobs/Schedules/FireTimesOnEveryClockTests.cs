using System.Globalization;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Jobs.Schedules;

/// <summary>Daily times on every clock of the world: once a day on the wall, in the gap once, in the fold once. All zones and years with <c>OPSBRIDGE_ALL_ZONES=1</c>.</summary>
public sealed class FireTimesOnEveryClockTests
{
    private static readonly bool s_all = Environment.GetEnvironmentVariable("OPSBRIDGE_ALL_ZONES") == "1";
    private static readonly string[] s_some = ["Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Europe/Simferopol", "Pacific/Apia", "Africa/Casablanca", "Asia/Tehran", "America/Sao_Paulo"];

    [Theory]
    [InlineData("0 30 0 * * ?")]
    [InlineData("0 0 2 * * ?")]
    [InlineData("0 30 2 * * ?")]
    public void Every_day_has_its_time_once(string cron)
    {
        var (from, to) = s_all ? (1990, 2041) : (2008, 2014);
        var (zones, changes) = (0, 0);
        foreach (var zone in s_all ? TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id) : s_some)
        {
            zones++;
            changes += Check(new CronSchedule(cron, zone), new DateTimeOffset(from, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(to, 1, 1, 0, 0, 0, TimeSpan.Zero));
        }

        Assert.True(zones >= s_some.Length);
        Assert.True(changes > 0, "some of these times fall into a gap or a fold");
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{zones} zones, {changes} times in gaps and folds"));
    }

    /// <summary>Walks through the days one after the other: each asks for the day after the last, and no moment comes twice.</summary>
    private static int Check(CronSchedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        var (changes, last) = (0, default(NextFire));
        foreach (var fire in FireTimes.After(schedule, null, from).TakeWhile(f => f.At < to))
        {
            var place = $"{schedule.Zone} {fire.Asked:yyyy-MM-dd HH:mm}";
            if (last is not null)
            {
                // A day that the clocks of a place left out (Apia 2011, Kwajalein 1993) falls onto the moment of the jump, which is the next day's when that is at midnight.
                Assert.True(fire.At > last.At, place);
                Assert.InRange((fire.Asked.Date - last.Asked.Date).Days, 1, fire.Note == ClockNote.None && last.Note == ClockNote.None ? 1 : 2);
            }

            if (fire.Note != ClockNote.Skipped)
            {
                Assert.Equal(fire.Asked, WallClock.Shown(fire.At, TimeZoneInfo.FindSystemTimeZoneById(schedule.Zone)));
            }

            changes += fire.Note == ClockNote.None ? 0 : 1;
            last = fire;
        }

        return changes;
    }
}
