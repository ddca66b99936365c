using Xunit;

namespace OpsBridge.Rounds.Checklists;

public sealed class ChecklistDetailsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly ChecklistDetails s_good = new("Round", Guid.CreateVersion7(), new RoundSchedule(RoundTiming.ShiftStart)) { Steps = [new(Guid.CreateVersion7(), StepKind.Tick, "Door")] };

    [Fact]
    public void A_plain_checklist_is_right() => Assert.Empty(s_good.Validate(s_now));

    [Fact]
    public void What_is_wrong_is_said_field_by_field()
    {
        var key = Guid.CreateVersion7();
        var wrong = s_good with
        {
            Name = "a\nb",
            Notes = "\0",
            OpensBefore = -1,
            Grace = 0,
            Steps =
            [
                new(key, StepKind.Number, "") { Limits = new StepLimits(20, 10) },
                new(key, StepKind.Choice, "Tray") { Choices = [new("Dry")] },
                new(Guid.CreateVersion7(), StepKind.Number, "Air") { Sensor = new StepSensor(Guid.Empty, "t", 0) },
            ],
        };

        Assert.Equal(["Grace", "Name", "Notes", "OpensBefore", "Steps", "Steps[0].Limits", "Steps[0].Title", "Steps[1].Choices", "Steps[2].Sensor"], wrong.Validate(s_now).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("61 * * * * ?", "UTC")]
    [InlineData("nonsense", "UTC")]
    [InlineData("0 0 * * * ?", "Mars/Olympus")]
    [InlineData("0 * * * * ?", "UTC")]
    [InlineData("0 0 0 1 1 ? 2020", "UTC")]
    public void A_recurrence_that_cannot_be_read_never_comes_or_comes_too_often_is_refused(string cron, string zone) =>
        Assert.NotNull(new RoundSchedule(RoundTiming.Recurring) { Cron = cron, Zone = zone }.Fault(s_now));

    [Theory]
    [InlineData(RoundTiming.ShiftStart, -1)]
    [InlineData(RoundTiming.ShiftEnd, 1)]
    [InlineData(RoundTiming.ShiftMiddle, 721)]
    public void A_round_beside_its_shift_is_refused(RoundTiming timing, int offset) => Assert.NotNull(new RoundSchedule(timing) { OffsetMinutes = offset }.Fault(s_now));

    [Fact]
    public void What_a_kind_of_step_does_not_use_is_left_out()
    {
        var tick = new ChecklistStep(Guid.CreateVersion7(), StepKind.Tick, " Door ") { Unit = "°C", Limits = new StepLimits(1, 2), Choices = [new("x")], Sensor = new StepSensor(Guid.Empty, "t", 1) };
        var clean = (s_good with { Steps = [tick] }).Normalized().Steps[0];

        Assert.Equal(("Door", "", StepLimits.None, null), (clean.Title, clean.Unit, clean.Limits, clean.Sensor));
        Assert.Empty(clean.Choices);
    }
}
