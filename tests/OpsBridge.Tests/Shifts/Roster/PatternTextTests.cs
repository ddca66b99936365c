using Xunit;

namespace OpsBridge.Shifts.Roster;

public sealed class PatternTextTests
{
    private static readonly DateOnly s_day = new(2026, 1, 5);

    [Fact]
    public void What_is_written_is_read_back_the_same() =>
        Assert.All(
            [PatternPresets.EightHours(s_day), PatternPresets.TwelveHours(s_day), PatternPresets.FourOnFourOff(s_day), PatternPresets.EightHoursFourCrews(s_day)],
            pattern =>
            {
                var (slots, error) = PatternText.Read(PatternText.Write(pattern), pattern.CycleDays);
                Assert.Null(error);
                Assert.Equal(pattern.Normalized().Slots, new PatternDetails("p", s_day, pattern.CycleDays, slots).Normalized().Slots);
            });

    [Fact]
    public void A_star_is_every_day_and_names_may_have_spaces()
    {
        var (slots, _) = PatternText.Read("* Very early 05:30-13:30 A\n2 Late 13:30-21:30", 2);

        Assert.Equal([(1, "Very early", "A"), (2, "Very early", "A"), (2, "Late", null)], slots.Select(s => (s.Day, s.Name, s.Crew)));
    }

    [Theory]
    [InlineData("Early 06:00-14:00")]
    [InlineData("1 06:00-14:00")]
    [InlineData("1 Early 6-14")]
    [InlineData("1 Early 25:00-14:00")]
    [InlineData("0 Early 06:00-14:00")]
    [InlineData("-1 Early 06:00-14:00")]
    [InlineData("99999999999 Early 06:00-14:00")]
    [InlineData("1 Early 06:00-14:00 A B")]
    [InlineData("1")]
    public void A_line_that_cannot_be_read_is_named(string line) => Assert.StartsWith("Line 2:", PatternText.Read($"1 Ok 00:00-01:00\n{line}", 7).Error, StringComparison.Ordinal);
}
