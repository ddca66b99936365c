using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Shifts.Roster;

public sealed class RotationTests
{
    private static readonly DateOnly s_first = new(1990, 1, 1);
    private static readonly DateOnly s_last = new(2040, 12, 31);

    [Fact]
    public void In_every_zone_and_around_every_change_of_the_clocks_from_1990_to_2040_the_patterns_leave_no_gap_and_no_overlap()
    {
        var faults = new List<string>();
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().DistinctBy(Rules))
        {
            foreach (var (from, to) in Spans(zone))
            {
                faults.AddRange(Faults(PatternPresets.EightHours(s_first), zone, from, to));
                faults.AddRange(Faults(PatternPresets.FourOnFourOff(s_first), zone, from, to));
                faults.AddRange(Faults(OddHours(), zone, from, to));
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(20))}");
    }

    [Fact(Explicit = true)] // minutes; the test above looks at the same rule where anything can change
    public void In_every_zone_and_on_every_day_from_1990_to_2040_the_patterns_leave_no_gap_and_no_overlap() =>
        Assert.Empty(TimeZoneInfo.GetSystemTimeZones().SelectMany(zone => Faults(PatternPresets.EightHours(s_first), zone, s_first, s_last)).Take(20));

    [Fact]
    public void The_night_in_which_the_clocks_change_is_an_hour_shorter_or_longer()
    {
        var zurich = TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich");

        var lengths = new[] { new DateOnly(2026, 3, 27), new DateOnly(2026, 3, 28), new DateOnly(2026, 10, 24) }
            .Select(day => Rotation.Shifts(PatternPresets.EightHours(s_first), zurich, day, day).Single(s => s.Name == "Night"))
            .Select(s => (s.EndsAt - s.StartsAt).TotalHours);

        Assert.Equal([8, 7, 9], lengths);
    }

    [Fact]
    public void A_change_of_shift_at_a_skipped_time_is_the_moment_of_the_jump_and_a_repeated_one_counts_first()
    {
        var zurich = TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich");
        var pattern = new PatternDetails("half past two", s_first, 1, [new PatternSlot(1, "Watch", new(2, 30), new(14, 30)), new PatternSlot(1, "Other", new(14, 30), new(2, 30))]);

        Assert.Equal(At("2026-03-29T01:00:00Z"), First(pattern, zurich, new(2026, 3, 29)).StartsAt);
        Assert.Equal(At("2026-10-25T00:30:00Z"), First(pattern, zurich, new(2026, 10, 25)).StartsAt);
    }

    [Fact]
    public void On_a_day_that_the_calendar_leaves_out_no_shift_takes_place_and_its_neighbours_meet()
    {
        var samoa = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia"); // 30 December 2011 did not exist there

        var shifts = Rotation.Shifts(PatternPresets.EightHours(s_first), samoa, new(2011, 12, 29), new(2011, 12, 31)).ToList();

        Assert.All(shifts, s => Assert.True(s.EndsAt > s.StartsAt));
        Assert.All(shifts.Zip(shifts.Skip(1)), pair => Assert.Equal(pair.First.EndsAt, pair.Second.StartsAt));
        Assert.True(shifts.Count < 9);
    }

    [Fact]
    public void With_four_on_and_four_off_each_crew_stands_four_shifts_and_has_four_days_off_by_day_and_by_night()
    {
        var shifts = Rotation.Shifts(PatternPresets.FourOnFourOff(s_first), TimeZoneInfo.Utc, s_first, s_first.AddDays(31)).ToList();

        foreach (var crew in new[] { "A", "B", "C", "D" })
        {
            var days = shifts.Where(s => s.Crew == crew).Select(s => s.Day.DayNumber - s_first.DayNumber).ToList();
            Assert.Equal(16, days.Distinct().Count());
            Assert.All(Enumerable.Range(0, 24).Where(d => d % 4 == 0), d => Assert.Contains(days.Count(x => x >= d && x < d + 8), new[] { 4 }));
            Assert.Equal(8, shifts.Count(s => s.Crew == crew && s.Name == "Night"));
        }
    }

    [Fact]
    public void With_eight_hours_and_four_crews_nobody_comes_back_after_less_than_a_day_off_and_all_stand_alike()
    {
        var shifts = Rotation.Shifts(PatternPresets.EightHoursFourCrews(s_first), TimeZoneInfo.Utc, s_first, s_first.AddDays(15)).ToList();

        foreach (var own in shifts.GroupBy(s => s.Crew))
        {
            Assert.Equal(12, own.Count());
            Assert.All(own.Zip(own.Skip(1)), pair => Assert.True(pair.Second.StartsAt - pair.First.EndsAt >= TimeSpan.FromHours(16), $"{pair}"));
        }
    }

    [Fact]
    public void Nothing_is_planned_before_the_first_day() =>
        Assert.Empty(Rotation.Shifts(PatternPresets.EightHours(new(2026, 5, 1)), TimeZoneInfo.Utc, new(2026, 4, 1), new(2026, 4, 30)));

    /// <summary>Changes in the small hours, where clocks change: 00:30, 02:30 and 03:15.</summary>
    private static PatternDetails OddHours() => new(
        "odd", s_first, 1, [new PatternSlot(1, "A", new(0, 30), new(2, 30)), new PatternSlot(1, "B", new(2, 30), new(3, 15)), new PatternSlot(1, "C", new(3, 15), new(0, 30))]);

    private static IEnumerable<string> Faults(PatternDetails pattern, TimeZoneInfo zone, DateOnly from, DateOnly to)
    {
        RotationShift? before = null;
        foreach (var shift in Rotation.Shifts(pattern, zone, from, to))
        {
            if (before is not null && before.EndsAt != shift.StartsAt)
            {
                yield return $"{zone.Id}: {before} then {shift}";
            }

            // The true length is what the clocks show, less what they were moved on.
            var moved = zone.GetUtcOffset(shift.EndsAt) - zone.GetUtcOffset(shift.StartsAt);
            var shown = WallClock.Shown(shift.EndsAt, zone) - WallClock.Shown(shift.StartsAt, zone);
            if (shift.EndsAt <= shift.StartsAt || shown - moved != shift.EndsAt - shift.StartsAt)
            {
                yield return $"{zone.Id}: {shift} lasts {shift.EndsAt - shift.StartsAt}";
            }

            before = shift;
        }
    }

    /// <summary>Some days around each moment at which the offset of the zone changes.</summary>
    private static IEnumerable<(DateOnly From, DateOnly To)> Spans(TimeZoneInfo zone)
    {
        var (at, end) = (new DateTimeOffset(1990, 1, 2, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2040, 12, 29, 0, 0, 0, TimeSpan.Zero));
        var offset = zone.GetUtcOffset(at);
        for (; at < end; at = at.AddDays(1))
        {
            if (zone.GetUtcOffset(at.AddDays(1)) is var next && next != offset)
            {
                offset = next;
                var day = DateOnly.FromDateTime(at.UtcDateTime);
                yield return (day.AddDays(-2), day.AddDays(3));
            }
        }
    }

    /// <summary>Many names share one set of rules; looking once is enough.</summary>
    private static string Rules(TimeZoneInfo zone) =>
        string.Join('|', Enumerable.Range(0, 51 * 24).Select(i => zone.GetUtcOffset(new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(i * 15.2)).TotalMinutes)) + zone.Id[..1];

    private static RotationShift First(PatternDetails pattern, TimeZoneInfo zone, DateOnly day) => Rotation.Shifts(pattern, zone, day, day).First();

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
