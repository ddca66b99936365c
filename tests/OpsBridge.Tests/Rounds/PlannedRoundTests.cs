using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts;
using Xunit;

namespace OpsBridge.Rounds;

public sealed class PlannedRoundTests
{
    private static readonly DateTimeOffset s_midnight = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_desk = Guid.CreateVersion7();

    [Fact]
    public void Each_shift_has_one_round_at_its_start_middle_or_end()
    {
        Shift[] shifts = [Plan("Early", 6, 14), Plan("Late", 14, 22)];

        Assert.Equal([6.0, 14.0], Hours(new RoundSchedule(RoundTiming.ShiftStart), shifts));
        Assert.Equal([10.25, 18.25], Hours(new RoundSchedule(RoundTiming.ShiftMiddle) { OffsetMinutes = 15 }, shifts));
        Assert.Equal([13.5], Hours(new RoundSchedule(RoundTiming.ShiftEnd) { OffsetMinutes = -30, Shifts = ["early"] }, shifts));
    }

    [Fact]
    public void A_round_is_never_due_outside_of_its_shift()
    {
        var shortOne = Plan("Short", 6, 7);

        Assert.Equal([Math.Round(6 + (59.0 / 60), 6)], Hours(new RoundSchedule(RoundTiming.ShiftEnd), [shortOne]));
        Assert.Equal([6.0], Hours(new RoundSchedule(RoundTiming.ShiftEnd) { OffsetMinutes = -300 }, [shortOne]));
        Assert.Equal([Math.Round(6 + (59.0 / 60), 6)], Hours(new RoundSchedule(RoundTiming.ShiftStart) { OffsetMinutes = 300 }, [shortOne]));
    }

    [Fact]
    public void A_recurring_round_belongs_to_the_shift_in_which_it_is_due()
    {
        var early = Plan("Early", 6, 14);
        var planned = PlannedRound.Between(new RoundSchedule(RoundTiming.Recurring) { Cron = "0 0 0/7 * * ?", Zone = "UTC" }, [early], s_midnight, s_midnight.AddDays(1));

        Assert.Equal([0.0, 7, 14, 21], planned.Select(p => (p.DueAt - s_midnight).TotalHours));
        Assert.Equal([null, early.Id, null, null], planned.Select(p => p.ShiftId));
        Assert.Equal([8.0, 14, 22, 29], planned.Select(p => (p.EndsAt - s_midnight).TotalHours)); // without a shift eight hours stand in
    }

    [Fact]
    public void When_the_clocks_change_no_round_is_lost_and_none_is_doubled()
    {
        var schedule = new RoundSchedule(RoundTiming.Recurring) { Cron = "0 30 2 * * ?", Zone = "Europe/Zurich" };
        var spring = new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);
        var autumn = new DateTimeOffset(2026, 10, 24, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal([new(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 30, 0, 30, 0, TimeSpan.Zero)], Due(schedule, spring)); // 02:30 does not exist: right after the jump
        Assert.Equal([new(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), new DateTimeOffset(2026, 10, 26, 1, 30, 0, TimeSpan.Zero)], Due(schedule, autumn)); // 02:30 comes twice: the first
    }

    private static IReadOnlyList<DateTimeOffset> Due(RoundSchedule schedule, DateTimeOffset from) => [.. PlannedRound.Between(schedule, [], from, from.AddDays(2)).Select(p => p.DueAt)];

    private static Shift Plan(string name, int from, int to) => Shift.Plan(s_desk, name, new DateOnly(2026, 1, 15), s_midnight.AddHours(from), s_midnight.AddHours(to));

    private static IEnumerable<double> Hours(RoundSchedule schedule, IReadOnlyList<Shift> shifts) =>
        PlannedRound.Between(schedule, shifts, s_midnight, s_midnight.AddDays(1)).Select(p => Math.Round((p.DueAt - s_midnight).TotalHours, 6));
}
