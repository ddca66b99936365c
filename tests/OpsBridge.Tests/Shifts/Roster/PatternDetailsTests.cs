using Xunit;

namespace OpsBridge.Shifts.Roster;

public sealed class PatternDetailsTests
{
    private static readonly DateOnly s_day = new(2026, 1, 5);

    [Fact]
    public void The_patterns_that_ship_are_right_and_cover_every_minute() =>
        Assert.All(
            [PatternPresets.EightHours(s_day), PatternPresets.TwelveHours(s_day), PatternPresets.FourOnFourOff(s_day), PatternPresets.EightHoursFourCrews(s_day)],
            pattern => Assert.Equal((0, 0), (pattern.Validate().Count, pattern.Uncovered())));

    [Theory]
    [InlineData(1, "06:00", "14:00", 1, "13:59", "22:00", "overlap")]
    [InlineData(1, "06:00", "14:00", 1, "14:00", "06:01", "overlap")] // round midnight into the next cycle
    [InlineData(1, "06:00", "06:00", 1, "14:00", "22:00", "lasts no time")]
    [InlineData(0, "06:00", "14:00", 1, "14:00", "22:00", "not within")]
    [InlineData(3, "06:00", "14:00", 1, "14:00", "22:00", "not within")]
    public void Shifts_that_cannot_be_are_refused_in_words(int day1, string from1, string to1, int day2, string from2, string to2, string words)
    {
        var pattern = new PatternDetails("p", s_day, 2 - (day2 % 2), [Slot(day1, from1, to1), Slot(day2, from2, to2)]);

        Assert.Contains(words, pattern.Validate()[nameof(PatternDetails.Slots)], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(85)]
    public void A_cycle_has_1_to_84_days(int days) =>
        Assert.Contains(nameof(PatternDetails.CycleDays), new PatternDetails("p", s_day, days, [Slot(1, "06:00", "14:00")]).Validate().Keys);

    [Fact]
    public void A_cycle_of_84_days_with_gaps_is_right_and_says_what_it_leaves_open()
    {
        var pattern = new PatternDetails("p", s_day, 84, [Slot(84, "22:00", "06:00")]);

        Assert.Empty(pattern.Validate());
        Assert.Equal((84 * 24 * 60) - 480, pattern.Uncovered());
    }

    [Fact]
    public void A_night_on_the_last_day_may_not_reach_into_the_early_shift_of_the_first() =>
        Assert.Contains("overlap", new PatternDetails("p", s_day, 2, [Slot(1, "05:00", "13:00"), Slot(2, "22:00", "06:00")]).Validate()[nameof(PatternDetails.Slots)], StringComparison.Ordinal);

    private static PatternSlot Slot(int day, string from, string to) => new(day, $"S{from}", TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture));
}
