using Xunit;
using static OpsBridge.Alerts.Intake.IntakeEvents;

namespace OpsBridge.Alerts.Intake;

/// <summary>Doubled, late and out of order: what an event means.</summary>
public sealed class IntakeRulesTests
{
    private static readonly DateTimeOffset s_first = Noon.AddMinutes(-30);

    [Fact]
    public void A_condition_that_nobody_reported_is_new() => Assert.Equal(Verdict.New, IntakeRules.Judge(Prepared(Fire()), null, null));

    [Fact]
    public void The_same_words_again_are_a_repeat()
    {
        var again = Prepared(Fire(startMinute: -30));
        Assert.Equal(Verdict.Repeat, IntakeRules.Judge(again, Open(again), null));
    }

    [Fact]
    public void Other_words_are_a_change() =>
        Assert.Equal(Verdict.Change, IntakeRules.Judge(Prepared(Fire(startMinute: -30, summary: "worse")), Open(Prepared(Fire(startMinute: -30))), null));

    [Fact]
    public void An_earlier_beginning_is_a_change()
    {
        var earlier = Prepared(Fire(startMinute: -40));
        Assert.Equal(Verdict.Change, IntakeRules.Judge(earlier, Open(earlier), null));
    }

    [Fact]
    public void A_pushed_end_is_no_change()
    {
        var pushed = Prepared(Fire(startMinute: -30) with { EndsAt = Noon.AddHours(1) });
        Assert.Equal(Verdict.Repeat, IntakeRules.Judge(pushed, Open(Prepared(Fire(startMinute: -30))), null));
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-31)]
    public void A_report_of_an_occurrence_that_was_resolved_is_stale(int startMinute)
    {
        var late = Prepared(Fire(startMinute: startMinute));
        Assert.Equal(Verdict.Stale, IntakeRules.Judge(late, null, s_first));
        Assert.Equal(Verdict.Stale, IntakeRules.Judge(late, Open(late) with { Holds = false }, s_first));
    }

    [Fact]
    public void A_later_occurrence_is_not()
    {
        var later = Prepared(Fire(startMinute: -29));
        Assert.Equal(Verdict.New, IntakeRules.Judge(later, null, s_first));
        Assert.Equal(Verdict.Change, IntakeRules.Judge(later, Open(later) with { Holds = false }, s_first));
    }

    [Fact]
    public void A_sender_that_names_no_beginning_is_taken_at_its_last_word()
    {
        Assert.Equal(Verdict.New, IntakeRules.Judge(Prepared(Fire()), null, s_first));
        Assert.Equal(Verdict.Change, IntakeRules.Judge(Prepared(Resolve()), Open(Prepared(Fire())), s_first));
        Assert.Equal(Verdict.Change, IntakeRules.Judge(Prepared(Resolve()), null, s_first));
    }

    [Fact]
    public void The_end_of_an_earlier_occurrence_does_not_end_the_later_one()
    {
        var open = Open(Prepared(Fire(startMinute: -30))) with { LatestStart = Noon.AddMinutes(-10) };
        Assert.Equal(Verdict.Stale, IntakeRules.Judge(Prepared(Resolve(startMinute: -30, endMinute: -20)), open, null));
        Assert.Equal(Verdict.Change, IntakeRules.Judge(Prepared(Resolve(startMinute: -10, endMinute: -5)), open, null));
    }

    [Fact]
    public void An_end_that_is_known_is_nothing_new()
    {
        var end = Prepared(Resolve(startMinute: -30, endMinute: -20));
        Assert.Equal(Verdict.KnownEnd, IntakeRules.Judge(end, null, s_first));
        Assert.Equal(Verdict.KnownEnd, IntakeRules.Judge(end, Open(end) with { Holds = false }, s_first));
    }

    [Fact]
    public void An_acknowledgement_is_decided_on_the_alert() =>
        Assert.Equal(Verdict.Change, IntakeRules.Judge(Prepared(Fire() with { Action = EventAction.Acknowledge }), null, null));

    [Fact]
    public void Times_are_compared_as_the_database_keeps_them()
    {
        var exact = Prepared(Fire() with { StartsAt = s_first.AddTicks(7) });
        Assert.Equal(s_first, exact.Begins);
        Assert.Equal(Verdict.Stale, IntakeRules.Judge(exact, null, s_first));
    }

    private static OpenCondition Open(PreparedEvent last) => new(true, last.Signal.ContentMark, s_first, s_first);
}
