using Bunit;
using Xunit;

namespace OpsBridge.Ui;

public sealed class MarkTests : UiContext
{
    [Theory]
    [InlineData("critical", "Critical")]
    [InlineData("Major", "Major")]
    [InlineData("WARNING", "Warning")]
    [InlineData("info", "Info")]
    [InlineData("something else", "Unknown")]
    public void A_severity_has_a_shape_a_word_and_a_colour(string value, string word)
    {
        var mark = Render<SeverityMark>(p => p.Add(m => m.Value, value));

        Assert.Equal(word, mark.Find(".sev").TextContent.Trim());
        Assert.NotNull(mark.Find("svg[aria-hidden=true]"));
        Assert.Contains(word.ToLowerInvariant(), mark.Find(".sev").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_states_share_shape_and_word()
    {
        string[] states = ["ok", "warning", "critical", "major", "unknown", "unreachable", "NoData", "flapping", "paused", "maintenance", "pending"];

        var shown = states.Select(s => Tones.Status(s)).ToList();

        Assert.Equal(states.Length, shown.Select(t => t.Word).Distinct().Count());
        Assert.Equal(states.Length, shown.Select(t => t.Shape).Distinct().Count());
    }

    [Fact]
    public void A_hidden_word_is_still_read_out()
    {
        var mark = Render<StatusMark>(p => p.Add(m => m.Value, "NoData").Add(m => m.WordHidden, true));

        Assert.Equal("No data", mark.Find(".visually-hidden").TextContent);
    }

    [Fact]
    public void A_panel_past_its_limit_says_since_when_it_is_stale()
    {
        var panel = Render<Panel>(p => p.Add(x => x.Title, "Sites").Add(x => x.AsOf, Now.AddMinutes(-15)).Add(x => x.Limit, TimeSpan.FromMinutes(5)));

        Assert.Contains("stale", panel.Find("section").ClassName, StringComparison.Ordinal);
        Assert.Equal("stale since 11:45 CET", panel.Find("[role=status]").TextContent);
    }

    [Fact]
    public void An_empty_panel_offers_the_next_step()
    {
        var panel = Render<Panel>(p => p.Add(x => x.Title, "Checks").Add(x => x.Empty, "No check yet.").Add(x => x.EmptyLink, "/checks").Add(x => x.EmptyLinkText, "Add a check").AddChildContent("hidden"));

        Assert.Equal("Add a check", panel.Find("a[href='/checks']").TextContent);
        Assert.DoesNotContain("hidden", panel.Markup, StringComparison.Ordinal);
    }
}
