using FsCheck;
using FsCheck.Fluent;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class MatcherSetTests
{
    private static readonly Labels s_labels = Labels.Of(("site", "Zurich DC"), ("severity", "major"), ("asset", "inv-lb-01"), ("service.name", "web"));

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
    [InlineData("\"site\"=\"Zurich DC\"", true)]
    [InlineData("{ \"site\" =~ \"Zur.*\" , \"severity\"!=\"info\" }", true)]
    [InlineData("\"service.name\"=web", true)]
    [InlineData("\"überwacht von\"=\"\"", true)]
    [InlineData("a:b=\"\"", true)]
    [InlineData("asset=~\"inv-\\w+-\\d{2}\"", true)]
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
    [InlineData("\"\"=x")]
    [InlineData("\"site=x")]
    [InlineData("service.name=web")]
    [InlineData("\"a\\nb\"=x")]
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
    public void Whatever_it_prints_it_reads_as_the_same()
    {
        var names = Gen.Elements("site", "a:b", "_x9", "service.name", "überwacht von", "9lives", "with \"quotes\"", "back\\slash", "😀", "a=b", "{x}", ",");
        var texts = Gen.OneOf(ArbMap.Default.GeneratorFor<string>().Where(t => t is not null), Gen.Elements("", "\\", "\"", "\n", "\\n", "\\\\\"", "a,b", "}", " x "));
        var matchers = from name in names from kind in Gen.Elements(MatchKind.Equal, MatchKind.NotEqual) from text in texts select Matcher.Create(name, kind, text).Matcher!;

        Prop.ForAll(Gen.NonEmptyListOf(matchers).ToArbitrary(), list =>
        {
            var text = $"{{{string.Join(", ", list)}}}";
            var (set, error) = MatcherSet.Parse(text);
            return error is null && set!.ToString() == text
                && set.Matchers.Select(m => (m.Name, m.Kind, m.Value)).SequenceEqual(list.Select(m => (m.Name, m.Kind, m.Value)));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("(x+x+)+y")]
    [InlineData("((x{1,100}){1,100}){1,100}y")]
    public void A_large_pattern_is_refused_or_quick(string pattern)
    {
        var (set, error) = MatcherSet.Parse($"a=~\"{pattern}\"");

        Assert.True(set is null ? error!.Length > 0 : !set.IsMatch(Labels.Of(("a", new string('x', 2000)))));
    }

    [Fact]
    public void A_regex_bomb_costs_linear_time()
    {
        var (set, _) = MatcherSet.Parse("a=~\"(x+x+)+y\"");

        Assert.False(set!.IsMatch(Labels.Of(("a", new string('x', 50_000)))));
    }
}
