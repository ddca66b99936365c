using Xunit;

namespace OpsBridge.Shifts.Staffing;

public sealed class FatigueTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly ShiftsOptions s_limits = new();

    [Fact]
    public void Hours_are_counted_within_seven_days_on_both_sides_of_now()
    {
        var work = Fatigue.Of([At(-8 * 24, 30), At(-30, 10), At(-4, 8), At(100, 8), At((7 * 24) - 2, 8)], s_now);

        Assert.Equal((6 + 10 + 4, 4 + 8 + 2), (work.HoursPast, work.HoursAhead)); // 30 h that began eight days ago reach 6 h into the week
    }

    [Theory]
    [InlineData(48, false)]
    [InlineData(48.5, true)]
    public void More_than_48_hours_are_flagged(double hours, bool flagged) =>
        Assert.Equal(flagged, Fatigue.Of([At(-100, hours)], s_now).Flags(s_limits).Any(f => f.EndsWith("in 7 days", StringComparison.Ordinal)));

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void More_than_four_nights_in_a_row_are_flagged(int nights, bool flagged)
    {
        var work = Fatigue.Of(Enumerable.Range(0, nights).Select(n => At(10 + (24 * n), 8)), s_now); // 22:00 to 06:00

        Assert.Equal((nights, flagged), (work.NightsInRow, work.Flags(s_limits).Any(f => f.Contains("nights", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_night_off_breaks_the_row() => Assert.Equal(2, Fatigue.Of([At(10, 8), At(34, 8), At(82, 8)], s_now).NightsInRow);

    [Theory]
    [InlineData(11, false)]
    [InlineData(10.5, true)]
    public void Less_than_eleven_hours_of_rest_are_flagged(double rest, bool flagged) =>
        Assert.Equal(flagged, Fatigue.Of([At(0, 8), At(8 + rest, 8)], s_now).Flags(s_limits).Any(f => f.EndsWith("rest", StringComparison.Ordinal)));

    [Fact]
    public void Stretches_that_touch_are_one_and_need_no_rest_between() => Assert.Null(Fatigue.Of([At(-4, 4), At(0, 4)], s_now).LeastRest);

    private static WorkStretch At(double fromHour, double hours) => new(s_now.AddHours(fromHour), s_now.AddHours(fromHour + hours), "UTC");
}
