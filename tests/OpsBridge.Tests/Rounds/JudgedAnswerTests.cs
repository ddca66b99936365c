using OpsBridge.Rounds.Checklists;
using Xunit;

namespace OpsBridge.Rounds;

public sealed class JudgedAnswerTests
{
    private static readonly ChecklistStep s_air = new(Guid.CreateVersion7(), StepKind.Number, "Air") { Unit = "°C", Limits = new StepLimits(16, 25, 12, 30) };
    private static readonly ChecklistStep s_diesel = new(Guid.CreateVersion7(), StepKind.Meter, "Diesel") { Unit = "h", Limits = new StepLimits(null, 2, null, 8) };

    [Theory]
    [InlineData("16", Verdict.Good, null)]
    [InlineData("25", Verdict.Good, null)]
    [InlineData("25,1", Verdict.Warn, "above 25")]
    [InlineData("15.9", Verdict.Warn, "below 16")]
    [InlineData("30", Verdict.Warn, "above 25")]
    [InlineData("30.000001", Verdict.Alarm, "above 30")]
    [InlineData("11", Verdict.Alarm, "below 12")]
    public void A_number_is_judged_by_its_limits_and_on_a_limit_it_is_inside(string typed, Verdict verdict, string? because)
    {
        var (answer, error) = JudgedAnswer.Of(s_air, new StepAnswer(typed), null);

        Assert.Null(error);
        Assert.Equal((verdict, because), (answer!.Verdict, answer.Because));
    }

    [Theory]
    [InlineData("104", null, null, Verdict.Good)]
    [InlineData("104", "100", "4", Verdict.Warn)]
    [InlineData("101.5", "100", "1.5", Verdict.Good)]
    [InlineData("109", "100", "9", Verdict.Alarm)]
    [InlineData("100", "100", "0", Verdict.Good)]
    public void A_meter_is_judged_by_what_it_ran_since_its_last_reading(string typed, string? last, string? ran, Verdict verdict)
    {
        var (answer, _) = JudgedAnswer.Of(s_diesel, new StepAnswer(typed), ReadingText.Parse(last).Value);

        Assert.Equal((ran, verdict), (answer!.Difference is { } difference ? ReadingText.Show(difference) : null, answer.Verdict));
    }

    [Fact]
    public void A_meter_that_runs_backwards_needs_a_reason_and_then_has_no_difference()
    {
        var (none, error) = JudgedAnswer.Of(s_diesel, new StepAnswer("3"), 100);
        var (answer, _) = JudgedAnswer.Of(s_diesel, new StepAnswer("3") { Why = "replaced" }, 100);

        Assert.Null(none);
        Assert.Contains("100 h", error, StringComparison.Ordinal);
        Assert.Equal((null, Verdict.Warn, "replaced"), (answer!.Difference, answer.Verdict, answer.Why));
    }

    [Fact]
    public void A_step_that_cannot_be_done_needs_a_reason_of_one_line()
    {
        Assert.NotNull(JudgedAnswer.Of(s_air, new StepAnswer(null) { NotApplicable = true }, null).Error);
        Assert.NotNull(JudgedAnswer.Of(s_air, new StepAnswer(null) { NotApplicable = true, Why = new string('x', 501) }, null).Error);
        Assert.NotNull(JudgedAnswer.Of(s_air, new StepAnswer(null) { NotApplicable = true, Why = "a\0b" }, null).Error);
        Assert.True(JudgedAnswer.Of(s_air, new StepAnswer(null) { NotApplicable = true, Why = "room is locked" }, null).Answer!.NotApplicable);
    }

    [Fact]
    public void A_choice_is_one_of_its_answers_and_words_are_kept_as_they_are()
    {
        var tray = new ChecklistStep(Guid.CreateVersion7(), StepKind.Choice, "Tray") { Choices = [new("Dry"), new("Water", Verdict.Alarm)] };
        var note = new ChecklistStep(Guid.CreateVersion7(), StepKind.Text, "Note");

        Assert.Equal((Verdict.Alarm, "“Water”"), JudgedAnswer.Of(tray, new StepAnswer("Water"), null).Answer is { } wet ? (wet.Verdict, wet.Because) : default);
        Assert.NotNull(JudgedAnswer.Of(tray, new StepAnswer("Ice"), null).Error);
        Assert.Equal("<img src=x onerror=alert(1)>", JudgedAnswer.Of(note, new StepAnswer("<img src=x onerror=alert(1)>"), null).Answer!.Text);
        Assert.NotNull(JudgedAnswer.Of(note, new StepAnswer("a\0b"), null).Error);
        Assert.NotNull(JudgedAnswer.Of(note, new StepAnswer(new string('x', 2001)), null).Error);
    }
}
