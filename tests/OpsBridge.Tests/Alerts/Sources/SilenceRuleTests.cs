using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts.Sources;

public sealed class SilenceRuleTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(4, SilenceVerdict.Same)]
    [InlineData(5, SilenceVerdict.Same)]
    [InlineData(6, SilenceVerdict.WentSilent)]
    public void A_source_is_dead_after_its_limit(int minutes, SilenceVerdict verdict) =>
        Assert.Equal(verdict, SilenceRule.Judge(s_limit, s_noon.AddMinutes(-minutes), null, s_noon.AddHours(-1), s_noon));

    [Fact]
    public void What_OpsBridge_slept_through_is_no_silence() =>
        Assert.Equal(SilenceVerdict.Same, SilenceRule.Judge(s_limit, s_noon.AddHours(-3), null, s_noon.AddMinutes(-4), s_noon));

    [Fact]
    public void A_dead_source_lives_again_when_heard_or_watched_no_more_or_given_a_longer_limit()
    {
        var (heard, since) = (s_noon.AddMinutes(-20), s_noon.AddMinutes(-10));

        Assert.Equal(SilenceVerdict.Same, SilenceRule.Judge(s_limit, heard, since, s_noon.AddDays(-1), s_noon));
        Assert.Equal(SilenceVerdict.SpeaksAgain, SilenceRule.Judge(s_limit, s_noon, since, s_noon.AddDays(-1), s_noon));
        Assert.Equal(SilenceVerdict.SpeaksAgain, SilenceRule.Judge(null, heard, since, s_noon.AddDays(-1), s_noon));
        Assert.Equal(SilenceVerdict.SpeaksAgain, SilenceRule.Judge(TimeSpan.FromHours(1), heard, since, s_noon.AddDays(-1), s_noon));
    }

    [Fact]
    public void An_alert_of_a_dead_source_stays_open_and_owned()
    {
        var alert = Alert.Raise(Firing());

        Assert.True(alert.MarkSourceDead());
        Assert.False(alert.MarkSourceDead());

        Assert.Equal((AlertState.Unacknowledged, AlertEnding.SourceDead, null), (alert.State, alert.Ending, alert.ClearedAt));
    }

    [Fact]
    public void An_alert_that_was_reported_gone_is_not_marked()
    {
        var alert = Alert.Raise(Firing());
        alert.Take(Firing() with { Firing = false });

        Assert.False(alert.MarkSourceDead());
    }

    [Fact]
    public void A_source_that_speaks_again_has_time_to_report_its_alerts_again()
    {
        var alert = Alert.Raise(Firing() with { EndsAt = s_noon.AddMinutes(5) });
        alert.MarkSourceDead();

        Assert.True(alert.UnmarkSourceDead(s_noon.AddHours(1)));

        Assert.Equal((null, s_noon.AddHours(1)), (alert.Ending, alert.EndsAt));
        Assert.False(alert.UnmarkSourceDead(s_noon.AddHours(2)));
    }

    [Fact]
    public void An_alert_that_holds_until_it_is_resolved_gets_no_end_from_the_silence_of_its_source()
    {
        var alert = Alert.Raise(Firing());
        alert.MarkSourceDead();
        alert.UnmarkSourceDead(s_noon.AddHours(1));

        Assert.Null(alert.EndsAt);
    }

    [Fact]
    public void A_report_takes_the_mark_away()
    {
        var alert = Alert.Raise(Firing());
        alert.MarkSourceDead();

        alert.Take(Firing());

        Assert.Null(alert.Ending);
    }

    private static AlertSignal Firing() => new(Labels.Of(("a", "b")), true, AlertSeverity.Major, "a is broken", s_noon);
}
