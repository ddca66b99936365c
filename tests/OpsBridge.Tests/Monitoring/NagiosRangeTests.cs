using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Monitoring;

public sealed class NagiosRangeTests
{
    [Theory]
    [InlineData("10", "-0.1 10.1", "0 5 10")]
    [InlineData("10:", "9.9 -1", "10 11 1e9")]
    [InlineData("~:10", "10.1", "10 0 -1e9")]
    [InlineData("10:20", "9.9 20.1", "10 15 20")]
    [InlineData("@10:20", "10 15 20", "9.9 20.1")]
    [InlineData("-20:-10", "-21 -9 0", "-20 -15 -10")]
    [InlineData("@~:0", "-5 0", "0.1")]
    [InlineData("~:", "", "-1 0 1")]
    [InlineData("0", "-1 1", "0")]
    [InlineData("1.5:2.5e1", "1.4 25.1", "1.5 25")]
    [InlineData(":5", "-1 6", "0 5")]
    public void A_range_alerts_exactly_where_the_guidelines_say(string text, string alerts, string quiet)
    {
        Assert.True(NagiosRange.TryParse(text, out var range, out var error), error);
        Assert.All(Numbers(alerts), n => Assert.True(range!.Alerts(n), $"{n} should alert"));
        Assert.All(Numbers(quiet), n => Assert.False(range!.Alerts(n), $"{n} should be quiet"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("@")]
    [InlineData("~")]
    [InlineData("-10")]
    [InlineData("20:10")]
    [InlineData("10:~")]
    [InlineData("a:b")]
    [InlineData("1:2:3")]
    [InlineData("NaN")]
    [InlineData("0:Infinity")]
    [InlineData("1,5")]
    [InlineData("@@10")]
    [InlineData("1e999")]
    public void A_bad_range_is_an_error_in_words(string? text)
    {
        Assert.False(NagiosRange.TryParse(text, out var range, out var error));
        Assert.Null(range);
        Assert.NotEmpty(error!);
    }

    [Fact]
    public void An_undetermined_value_never_alerts()
    {
        Assert.True(NagiosRange.TryParse("@~:", out var range, out _));
        Assert.False(range!.Alerts(double.NaN));
    }

    [Fact]
    public void Printing_and_reading_gives_the_same_range() =>
        Prop.ForAll<NormalFloat, NormalFloat, bool>((a, b, inside) =>
        {
            var (low, high) = a.Item <= b.Item ? (a.Item, b.Item) : (b.Item, a.Item);
            var text = FormattableString.Invariant($"{(inside ? "@" : "")}{low:R}:{high:R}");
            return NagiosRange.TryParse(text, out var first, out _)
                && NagiosRange.TryParse(first!.ToString(), out var second, out _)
                && first == second
                && first.Alerts(low) == inside;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_any_text_never_throws() =>
        Prop.ForAll<string>(text => NagiosRange.TryParse(text, out _, out var error) == (error is null)).QuickCheckThrowOnFailure();

    private static IEnumerable<double> Numbers(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture));
}
