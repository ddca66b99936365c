using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class MatcherBoxTests : AlertPageContext
{
    private readonly List<string> _sent = [];

    [Fact]
    public void A_page_that_has_not_heard_the_latest_letters_takes_none_of_them_back()
    {
        var box = Box();
        Send(box, "the quick");
        Send(box, "the quick brown");

        Give(box, "the quick"); // the answer to the first comes when the second is on its way
        Assert.Equal("the quick brown", Shown(box));
        box.Find("input").Input("the quick brown fox");
        Give(box, "the quick brown");

        Assert.Equal("the quick brown fox", Shown(box));
        Assert.Equal(["the quick", "the quick brown"], _sent);
    }

    [Fact]
    public void A_text_that_was_not_typed_here_replaces_what_stands()
    {
        var box = Box();
        Send(box, "web");
        Give(box, "web");

        Give(box, "site=\"Zurich DC\""); // a view was chosen

        Assert.Equal("site=\"Zurich DC\"", Shown(box));
        Give(box, "web"); // and the browser's back button
        Assert.Equal("web", Shown(box));
    }

    private IRenderedComponent<MatcherBox> Box() => Render<MatcherBox>(p => p.Add(b => b.Text, "").Add(b => b.TextChanged, _sent.Add));

    private static void Send(IRenderedComponent<MatcherBox> box, string text)
    {
        box.Find("input").Input(text);
        box.Find("input").KeyDown(new KeyboardEventArgs { Key = "Enter" });
    }

    private static void Give(IRenderedComponent<MatcherBox> box, string text) => box.Render(p => p.Add(b => b.Text, text));

    private static string? Shown(IRenderedComponent<MatcherBox> box) => box.Find("input").GetAttribute("value");
}
