using Xunit;

namespace OpsBridge.Monitoring;

public sealed class UptimeMathTests
{
    private static readonly DateTimeOffset s_from = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_web = Guid.CreateVersion7();
    private static readonly Guid s_db = Guid.CreateVersion7();

    [Fact]
    public void Time_before_the_first_result_is_neither_up_nor_down()
    {
        var day = Over(At(18, s_web, UptimeState.Ok), At(21, s_web, UptimeState.Down));

        Assert.Equal(50, day.Percent);
        Assert.Equal([UptimeState.None, UptimeState.Ok, UptimeState.Down], day.Slots.Select(s => s.State).Distinct());
    }

    [Fact]
    public void Unreachable_and_silent_time_is_left_out_of_the_percentage()
    {
        var day = Over(At(0, s_web, UptimeState.Ok), At(6, s_web, UptimeState.Unreachable), At(12, s_web, UptimeState.NoData), At(18, s_web, UptimeState.Down));

        Assert.Equal(50, day.Percent);
        Assert.Equal((UptimeState.Unreachable, UptimeState.NoData), (day.Slots[30].State, day.Slots[60].State));
    }

    [Fact]
    public void A_moment_is_as_bad_as_its_worst_check_and_a_slot_as_its_worst_moment()
    {
        var day = Over(At(0, s_web, UptimeState.Ok), At(0, s_db, UptimeState.Ok), At(12.05, s_db, UptimeState.Down), At(12.1, s_db, UptimeState.Ok));

        Assert.Equal(UptimeState.Down, day.Slots[48].State);
        Assert.Equal(1, day.Slots.Count(s => s.State == UptimeState.Down));
        Assert.Equal(99.79, day.Percent!.Value, 0.01);
    }

    [Fact]
    public void The_state_before_the_window_holds_and_what_comes_after_it_does_not_count()
    {
        var day = Over(At(-3, s_web, UptimeState.Down), At(24, s_web, UptimeState.Ok), At(30, s_web, UptimeState.Ok));

        Assert.Equal(0, day.Percent);
        Assert.All(day.Slots, s => Assert.Equal(UptimeState.Down, s.State));
    }

    [Fact]
    public void Nothing_measured_has_no_percentage() => Assert.Null(Over().Percent);

    private static UptimeView Over(params UptimeChange[] changes) => UptimeMath.Over(changes, s_from, s_from.AddDays(1), 96);

    private static UptimeChange At(double hour, Guid check, UptimeState state) => new(check, s_from.AddHours(hour), state);
}
