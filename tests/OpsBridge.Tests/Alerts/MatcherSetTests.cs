using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class MatcherSetTests
{
    private static readonly Labels s_labels = Labels.Of(("site", "Zurich DC"), ("severity", "major"), ("asset", "inv-lb-01"));

    [Theory]
    [InlineData("site=\"Zurich DC\"", true)]
    [InlineData("{site=\"Zurich DC\", severity=~\"major|critical\"}", true)]
    [InlineData("severity=major", true)]
    [InlineData("severity!=major", false)]
    [InlineData("asset=~inv-.*", true)]
    [InlineData("asset=~inv", false)]
    [InlineData("asset!~\"pay-.*\"", true)]
    [InlineData("team=\"\"", true)]
    [InlineData("team!=\"\"", false)]
    [InlineData("{severity=major,}", true)]
    public void Matches_as_alertmanager_does(string text, bool expected)
    {
        var (set, error) = MatcherSet.Parse(text);

        Assert.Null(error);
        Assert.Equal(expected, set!.IsMatch(s_labels));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("site")]
    [InlineData("9site=x")]
    [InlineData("site=\"open")]
    [InlineData("{site=x")]
    [InlineData("site=x severity=y")]
    [InlineData("site=~\"(\"")]
    [InlineData("site=~\"(?=x)\"")]
    [InlineData("=x")]
    public void Says_what_is_wrong(string text)
    {
        var (set, error) = MatcherSet.Parse(text);

        Assert.Null(set);
        Assert.NotEmpty(error!);
    }

    [Fact]
    public void What_it_prints_it_reads()
    {
        var (set, _) = MatcherSet.Parse("a=\"x\\\"y\\\\z\\n\", b=~\"q.*\"");

        var (again, _) = MatcherSet.Parse(set!.ToString());

        Assert.Equal(set.ToString(), again!.ToString());
        Assert.True(again.IsMatch(Labels.Of(("a", "x\"y\\z\n"), ("b", "queue"))));
    }

    [Fact]
    public void A_regex_bomb_costs_linear_time()
    {
        var (set, _) = MatcherSet.Parse("a=~\"(x+x+)+y\"");

        Assert.False(set!.IsMatch(Labels.Of(("a", new string('x', 50_000)))));
    }
}
