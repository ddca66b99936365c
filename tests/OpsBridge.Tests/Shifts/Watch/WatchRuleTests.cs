using Xunit;

namespace OpsBridge.Shifts.Watch;

public sealed class WatchRuleTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly DeskStanding s_free = new(s_now.AddDays(-1), false, true, s_now.AddMinutes(-5), null, null, null);

    [Fact]
    public void A_desk_that_was_held_and_is_no_more_is_unheld_after_its_time()
    {
        Assert.True(WatchRule.IsUnheld(s_free, s_minute, s_now));
        Assert.False(WatchRule.IsUnheld(s_free with { FreeSince = s_now.AddSeconds(-59) }, s_minute, s_now));
        Assert.False(WatchRule.IsUnheld(s_free with { Held = true }, s_minute, s_now));
    }

    [Fact]
    public void A_desk_left_on_purpose_is_quiet_until_the_time_that_was_written_down()
    {
        Assert.False(WatchRule.IsUnheld(s_free with { UnstaffedUntil = s_now.AddSeconds(1) }, s_minute, s_now));
        Assert.False(WatchRule.IsUnheld(s_free with { UnstaffedUntil = s_now.AddSeconds(-59) }, s_minute, s_now));
        Assert.True(WatchRule.IsUnheld(s_free with { UnstaffedUntil = s_now.AddSeconds(-60) }, s_minute, s_now));
    }

    [Fact]
    public void A_desk_that_nobody_ever_held_is_quiet_until_its_first_planned_shift()
    {
        var fresh = s_free with { EverHeld = false, FreeSince = null };

        Assert.False(WatchRule.IsUnheld(fresh, s_minute, s_now));
        Assert.True(WatchRule.IsUnheld(fresh with { ShiftFrom = s_now.AddMinutes(-2) }, s_minute, s_now));
        Assert.False(WatchRule.IsUnheld(fresh with { ShiftFrom = s_now.AddHours(-2), CreatedAt = s_now.AddSeconds(-30) }, s_minute, s_now));
    }

    [Theory]
    [InlineData(14, 59, false)]
    [InlineData(15, 0, true)]
    public void A_relief_is_late_a_quarter_of_an_hour_after_the_end_of_the_shift(int minutes, int seconds, bool late) =>
        Assert.Equal(late, WatchRule.IsLate(s_free with { Held = true, ReliefAt = s_now - new TimeSpan(0, minutes, seconds) }, TimeSpan.FromMinutes(15), s_now));

    [Fact]
    public void Without_a_plan_nobody_is_late() => Assert.False(WatchRule.IsLate(s_free with { Held = true }, TimeSpan.FromMinutes(15), s_now));
}
