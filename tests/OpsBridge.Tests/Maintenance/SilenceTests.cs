using OpsBridge.Alerts;
using Xunit;
using static OpsBridge.Maintenance.Given;

namespace OpsBridge.Maintenance;

public sealed class SilenceTests
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    [Fact]
    public void It_is_pending_then_active_then_expired_and_its_edges_belong_to_what_follows()
    {
        var silence = Silence(fromHours: 1, toHours: 2);

        Assert.Equal(SilenceState.Pending, silence.StateAt(Noon.AddMinutes(59)));
        Assert.Equal(SilenceState.Active, silence.StateAt(Noon.AddHours(1)));
        Assert.Equal(SilenceState.Expired, silence.StateAt(Noon.AddHours(2)));
    }

    [Fact]
    public void A_start_that_has_passed_means_now()
    {
        var silence = Silence(fromHours: -5, toHours: 1);

        Assert.Equal(Noon, silence.StartsAt);
    }

    [Theory]
    [InlineData("asset=\"db-1\"", 0, 3, true)] // longer
    [InlineData("asset=\"db-1\"", 0, 1, true)] // shorter
    [InlineData("asset=\"db-1\"", 0.0001, 3, true)] // the same second
    [InlineData("asset=\"db-1\"", -1, 3, false)] // another start
    [InlineData("asset=\"db-2\"", 0, 2, false)] // other conditions
    [InlineData("asset!=\"db-1\"", 0, 2, false)]
    public void An_active_silence_changes_in_place_only_with_the_same_conditions_and_start(string matchers, double from, double to, bool inPlace)
    {
        Assert.Equal(inPlace, Silence().CanBecome(Details(matchers, from, to), Noon.AddMinutes(10)));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(0.1, false)] // before the moment of change
    public void A_pending_silence_may_move_its_start_but_not_into_the_past(double from, bool inPlace)
    {
        var silence = Silence(fromHours: 2, toHours: 4);

        Assert.Equal(inPlace, silence.CanBecome(Details(fromHours: from, toHours: 5), Noon.AddHours(1)));
    }

    [Fact]
    public void The_order_of_conditions_does_not_make_another_silence()
    {
        Assert.True(Silence("asset=\"db-1\", env=\"prod\"").CanBecome(Details("env=\"prod\", asset=\"db-1\""), Noon));
    }

    [Fact]
    public void An_expired_silence_never_comes_back()
    {
        Assert.False(Silence().CanBecome(Details(toHours: 9), Noon.AddHours(2)));
    }

    [Fact]
    public void Expiring_a_pending_silence_moves_its_start_as_well_so_that_it_never_begins()
    {
        var silence = Silence(fromHours: 1, toHours: 2);

        Assert.True(silence.Expire(Noon));
        Assert.Equal((Noon, Noon), (silence.StartsAt, silence.EndsAt));
        Assert.False(silence.Expire(Noon));
    }

    [Theory]
    [InlineData(2, 1, "The end must be after the start.")]
    [InlineData(-3, -1, "The end has passed already.")]
    [InlineData(0, (7 * 24) + 1, "It may last at most 7 days; extend it later, while it is still needed.")]
    [InlineData(24 * 400, (24 * 400) + 1, "The start is more than a year away.")]
    public void No_silence_without_a_near_end(double from, double to, string words)
    {
        Assert.Equal(words, Details(fromHours: from, toHours: to).Validate(Noon, s_week)[nameof(SilenceDetails.EndsAt)]);
    }

    [Theory]
    [InlineData("a=\"\"")]
    [InlineData("a=~\".*\"")]
    [InlineData("a!=\"x\"")]
    [InlineData("a!~\"x+\", b=\"\"")]
    public void At_least_one_condition_must_not_match_the_empty_text(string matchers)
    {
        var errors = Details(matchers).Validate(Noon, s_week);

        Assert.Contains("must not match the empty text", errors[nameof(SilenceDetails.Matchers)]);
    }

    [Theory]
    [InlineData("a!=\"\"")]
    [InlineData("a=~\".+\"")]
    [InlineData("a=\"x\", b=\"\"")]
    public void One_that_does_not_is_enough(string matchers) => Assert.Empty(Details(matchers).Validate(Noon, s_week));

    [Fact]
    public void Hostile_texts_are_refused_in_words()
    {
        var nul = Matcher.Create("a", MatchKind.Equal, "x\0y").Matcher!;
        var half = Matcher.Create("a", MatchKind.Equal, "x\ud800").Matcher!;

        Assert.Contains("control characters", (Details() with { Matchers = [nul] }).Validate(Noon, s_week)[nameof(SilenceDetails.Matchers)]);
        Assert.Contains("control characters", (Details() with { Matchers = [half] }).Validate(Noon, s_week)[nameof(SilenceDetails.Matchers)]);
        Assert.Contains(nameof(SilenceDetails.Comment), Details(comment: " ").Validate(Noon, s_week).Keys);
        Assert.Contains(nameof(SilenceDetails.Comment), Details(comment: "a\0b").Validate(Noon, s_week).Keys);
        Assert.Contains(nameof(SilenceDetails.Comment), Details(comment: new string('x', 1001)).Validate(Noon, s_week).Keys);
        Assert.Contains(nameof(SilenceDetails.CreatedBy), (Details() with { CreatedBy = "a\nb" }).Validate(Noon, s_week).Keys);
        Assert.Contains(nameof(SilenceDetails.Matchers), (Details() with { Matchers = [] }).Validate(Noon, s_week).Keys);
        Assert.Contains(nameof(SilenceDetails.Matchers), (Details() with { Matchers = [.. Enumerable.Range(0, 31).Select(i => Matchers($"l{i}=\"x\"")[0])] }).Validate(Noon, s_week).Keys);
        Assert.Empty(Details(comment: "<script>alert(1)</script>").Validate(Noon, s_week)); // text is text
    }

    [Theory]
    [InlineData("(a{1000}){1000}")]
    [InlineData("((a{1000}){1000}){1000}")]
    [InlineData("(?=x)")]
    [InlineData("(")]
    public void A_pattern_that_would_grow_without_bound_is_no_condition(string pattern) => Assert.Null(Matcher.Create("a", MatchKind.Matches, pattern).Matcher);

    [Fact]
    public void The_limit_stays_within_a_year_whatever_the_configuration_says()
    {
        Assert.Equal(MaintenanceOptions.Horizon, new MaintenanceOptions { LongestSilence = TimeSpan.MaxValue }.SilenceLimit);
        Assert.Equal(TimeSpan.FromMinutes(1), new MaintenanceOptions { LongestSilence = TimeSpan.FromDays(-3) }.SilenceLimit);
        Assert.Equal(TimeSpan.FromDays(7), new MaintenanceOptions().SilenceLimit);
        Assert.Equal(MaintenanceOptions.LongestStretch, new MaintenanceOptions { LongestWindow = TimeSpan.FromDays(900) }.WindowLimit);
    }
}
