using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace OpsBridge.Ui;

public sealed class HotListTests : UiContext
{
    private readonly List<string?> _selections = [];

    [Fact]
    public void Ten_thousand_rows_render_only_the_window()
    {
        var list = Show([.. Enumerable.Range(0, 10_000).Select(i => new Item($"r{i}", $"Alert {i}"))]);

        Assert.Equal(60, list.FindAll("tr[data-i]").Count);
        Assert.Equal("10001", list.Find("table").GetAttribute("aria-rowcount"));
        Assert.Contains("height:337960px", list.Find("tr.spacer td").GetAttribute("style"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_move_the_selection_and_stay_on_the_item_when_rows_come_above_it()
    {
        var list = Show([new("a", "A"), new("b", "B")], selected: "a");
        await list.InvokeAsync(() => Services.GetRequiredService<KeyRegistry>().PressAsync("j"));
        Assert.Equal("b", Assert.Single(_selections));

        list.Render(p => p.Add(l => l.Selected, "b").Add(l => l.Items, [new Item("new", "New"), new("a", "A"), new("b", "B")]));

        Assert.Contains("B", list.Find("tr[aria-selected=true]").TextContent, StringComparison.Ordinal);
        Assert.Equal(3, list.FindAll("tr[data-i]").Count);
    }

    [Fact]
    public async Task While_the_operator_works_in_it_new_rows_wait_and_gone_rows_stay()
    {
        var list = Show([new("a", "A"), new("b", "B")]);
        await list.InvokeAsync(() => list.Instance.EngageAsync(true));

        list.Render(p => p.Add(l => l.Items, [new Item("c", "C"), new("d", "D"), new("b", "B changed")]));

        Assert.Equal(["A", "B changed"], Words(list));
        Assert.Contains("gone", list.FindAll("tr[data-i]")[0].ClassName, StringComparison.Ordinal);
        Assert.Equal("2 new ↑", list.Find(".newbar").TextContent);

        await list.Find(".newbar").ClickAsync(new());

        Assert.Equal(["C", "D", "B changed"], Words(list));
    }

    [Fact]
    public async Task Leaving_the_list_takes_the_new_rows_in()
    {
        var list = Show([new("a", "A")]);
        await list.InvokeAsync(() => list.Instance.EngageAsync(true));
        list.Render(p => p.Add(l => l.Items, [new Item("c", "C"), new("a", "A")]));

        await list.InvokeAsync(() => list.Instance.EngageAsync(false));

        Assert.Equal(["C", "A"], Words(list));
    }

    [Fact]
    public void A_paused_list_changes_nothing_until_it_is_resumed()
    {
        var list = Show([new("a", "A")], paused: true);

        list.Render(p => p.Add(l => l.Items, [new Item("b", "B")]));
        Assert.Equal(["A"], Words(list));

        list.Render(p => p.Add(l => l.Paused, false));
        Assert.Equal(["B"], Words(list));
    }

    private static List<string> Words(IRenderedComponent<HotList<Item>> list) => [.. list.FindAll("tr[data-i]").Select(r => r.TextContent.Trim())];

    private IRenderedComponent<HotList<Item>> Show(IReadOnlyList<Item> items, string? selected = null, bool paused = false) =>
        Render<HotList<Item>>(p => p
            .Add(l => l.Items, items).Add(l => l.ItemKey, i => i.Key).Add(l => l.Label, "Alerts").Add(l => l.ColumnCount, 1)
            .Add(l => l.Head, "<th>What</th>").Add(l => l.Row, i => $"<td>{i.What}</td>")
            .Add(l => l.Selected, selected).Add(l => l.Paused, paused)
            .Add(l => l.SelectedChanged, EventCallback.Factory.Create<string?>(this, _selections.Add)));

    public sealed record Item(string Key, string What);
}
