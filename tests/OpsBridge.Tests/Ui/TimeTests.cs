using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace OpsBridge.Ui;

public sealed class TimeTests : UiContext
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(41 * 60, "41 min")]
    [InlineData(63 * 60, "1 h 03")]
    [InlineData(53 * 3600, "2 d 5 h")]
    [InlineData(-5, "0 s")]
    public void A_duration_is_said_in_words(int seconds, string words) => Assert.Equal(words, DurationText.Show(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Times_are_in_the_viewers_zone_with_its_name_of_that_season()
    {
        var time = Services.GetRequiredService<ViewerTime>();

        Assert.Equal("12:00 CET", time.Show(Now));
        Assert.Equal("1 Jul 14:00 CEST", time.Show(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal("2026-11-22 12:00:00 CET (11:00:00 UTC)", time.ShowExact(Now));
        Assert.Equal("UTC+01:00", time.OffsetText(Now));
    }

    [Fact]
    public void An_unknown_zone_leaves_the_one_that_is_set()
    {
        var time = Services.GetRequiredService<ViewerTime>();
        time.Use("Nowhere/Land");

        Assert.Equal("Europe/Zurich", time.Zone.Id);
    }

    [Fact]
    public void An_age_carries_its_instant_for_the_browser_to_tick()
    {
        var age = Render<TimeAgo>(p => p.Add(t => t.At, Now.AddMinutes(-63)).Add(t => t.Suffix, "ago")).Find("time");

        Assert.Equal("1 h 03 ago", age.TextContent);
        Assert.Equal("2026-11-22 10:57:00 CET (09:57:00 UTC)", age.GetAttribute("title"));
        Assert.StartsWith("2026-11-22T09:57:00", age.GetAttribute("datetime"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_countdown_that_has_passed_is_due() =>
        Assert.Equal("due", Render<TimeAgo>(p => p.Add(t => t.At, Now.AddMinutes(-1)).Add(t => t.Until, true)).Find("time").TextContent);
}
