using Bunit;
using Xunit;

namespace OpsBridge.Ui;

public sealed class ChartPickTests : UiContext
{
    private readonly List<DateTimeOffset> _picked = [];

    [Fact]
    public async Task The_point_that_was_looked_at_last_is_picked_by_button()
    {
        JSInterop.SetupModule("./js/chartpoint.js").Setup<long?>("looked", _ => true).SetResult(Now.AddMinutes(-2).ToUnixTimeMilliseconds());

        await Chart().Find(".chart-pick button").ClickAsync(new());

        Assert.Equal([Now.AddMinutes(-2)], _picked);
    }

    [Fact]
    public async Task Before_anybody_looked_or_when_that_point_is_gone_the_newest_is_picked()
    {
        var looked = JSInterop.SetupModule("./js/chartpoint.js").Setup<long?>("looked", _ => true);
        looked.SetResult(null);
        await Chart().Find(".chart-pick button").ClickAsync(new());
        looked.SetResult(Now.AddDays(-1).ToUnixTimeMilliseconds());
        await Chart().Find(".chart-pick button").ClickAsync(new());

        Assert.Equal([Now.AddMinutes(-1), Now.AddMinutes(-1)], _picked);
    }

    [Fact]
    public void Nothing_can_be_picked_where_nobody_listens() =>
        Assert.Empty(Render<LineChart>(p => p.Add(c => c.Label, "x").Add(c => c.Unit, "ms").Add(c => c.From, Now).Add(c => c.To, Now.AddHours(1)).Add(c => c.Series, [])).FindAll(".chart-pick"));

    private IRenderedComponent<LineChart> Chart() => Render<LineChart>(p => p
        .Add(c => c.Label, "Response").Add(c => c.Unit, "ms").Add(c => c.From, Now.AddMinutes(-4)).Add(c => c.To, Now).Add(c => c.OnPick, _picked.Add)
        .Add(c => c.Series, [new ChartSeries("a", [new ChartPoint(Now.AddMinutes(-2), 4), new ChartPoint(Now.AddMinutes(-1), 5), new ChartPoint(Now, null)])]));
}
