using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace OpsBridge.Ui;

public sealed class HotListTests : UiContext
{
    private readonly List<string?> _selections = [];
    private IReadOnlySet<string> _ticked = new HashSet<string>(StringComparer.Ordinal);

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

    [Fact]
    public async Task Shift_and_arrows_select_a_range_and_shrink_it_again()
    {
        var list = Ticked(["a", "b", "c", "d"]);
        await PressAsync(list, "j");
        await PressAsync(list, "Shift+ArrowDown");
        await PressAsync(list, "Shift+ArrowDown");
        Assert.Equal(["a", "b", "c"], _ticked.Order());

        await PressAsync(list, "Shift+ArrowUp");

        Assert.Equal(["a", "b"], _ticked.Order());
        Assert.Equal("b", _selections[^1]);
    }

    [Fact]
    public async Task A_click_with_shift_selects_to_there_and_one_with_control_adds_one()
    {
        var list = Ticked(["a", "b", "c", "d", "e"]);
        await list.Find("tr[data-i='1']").ClickAsync(new());
        await list.Find("tr[data-i='3']").ClickAsync(new() { ShiftKey = true });
        HandDown(list);
        Assert.Equal(["b", "c", "d"], _ticked.Order());

        await list.Find("tr[data-i='0']").ClickAsync(new() { CtrlKey = true });

        Assert.Equal(["a", "b", "c", "d"], _ticked.Order());
    }

    [Fact]
    public async Task Space_folds_the_group_and_folded_heads_are_stops_of_the_arrow_keys()
    {
        var list = Grouped();
        await PressAsync(list, "j");
        await PressAsync(list, " ");
        Assert.Equal(["▸ one", "▾ two", "c"], Lines(list));
        Assert.Contains("sel", list.Find("tr.group").ClassName, StringComparison.Ordinal);

        await PressAsync(list, "j");
        Assert.Equal("c", _selections[^1]);
        await PressAsync(list, "k");
        await PressAsync(list, "ArrowRight");
        Assert.Equal(["▾ one", "a", "b", "▾ two", "c"], Lines(list));
    }

    [Fact]
    public async Task Plus_and_minus_unfold_and_fold_all_groups()
    {
        var list = Grouped();

        await PressAsync(list, "-");
        Assert.Equal(["▸ one", "▸ two"], Lines(list));
        await PressAsync(list, "+");
        Assert.Equal(5, Lines(list).Count);
    }

    [Fact]
    public async Task A_group_is_ticked_by_its_box_and_by_key()
    {
        var list = Grouped();
        await list.FindAll("tr.group input")[0].ClickAsync(new());
        HandDown(list);
        Assert.Equal(["a", "b"], _ticked.Order());

        await PressAsync(list, "End");
        await PressAsync(list, "Shift+x");
        Assert.Equal(["a", "b", "c"], _ticked.Order());
        await list.FindAll("tr.group input")[0].ClickAsync(new());
        Assert.Equal(["c"], _ticked.Order());
    }

    [Fact]
    public async Task A_group_within_a_folded_group_is_not_shown()
    {
        var list = Render<HotList<Item>>(p => Basics(p)
            .Add(l => l.Groups, [new HotGroup<Item>("top", []), new HotGroup<Item>("in", [new Item("a", "a")]) { Key = "top/in", Level = 1 }, new HotGroup<Item>("aside", [new Item("z", "z")]) { FoldedAtFirst = true }]));
        Assert.Equal(["▾ top", "▾ in", "a", "▸ aside"], Lines(list));

        await list.FindAll("tr.group button")[0].ClickAsync(new());

        Assert.Equal(["▸ top", "▸ aside"], Lines(list));
    }

    [Fact]
    public void Folds_say_the_same_however_they_came_to_be()
    {
        var folds = HotFolds.None.Toggle("b").Toggle("a");

        Assert.Equal(HotFolds.Of(false, ["a", "b"]), folds);
        Assert.True(folds.IsFolded("a", atFirst: false));
        Assert.False(folds.IsFolded("a", atFirst: true));
        Assert.False(folds.IsFolded("ab", atFirst: false));
        Assert.Equal(HotFolds.None, folds.Toggle("a").Toggle("b"));
    }

    private static List<string> Lines(IRenderedComponent<HotList<Item>> list) =>
        [.. list.FindAll("tbody tr:not(.spacer)").Select(r => string.Join(' ', r.TextContent.Replace('\u00a0', ' ').Split('·')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))];

    private IRenderedComponent<HotList<Item>> Ticked(string[] keys) =>
        Render<HotList<Item>>(p => Basics(p).Add(l => l.Items, [.. keys.Select(k => new Item(k, k))]));

    private IRenderedComponent<HotList<Item>> Grouped() =>
        Render<HotList<Item>>(p => Basics(p).Add(l => l.Groups, [new HotGroup<Item>("one", [new Item("a", "a"), new Item("b", "b")]), new HotGroup<Item>("two", [new Item("c", "c")])]));

    private ComponentParameterCollectionBuilder<HotList<Item>> Basics(ComponentParameterCollectionBuilder<HotList<Item>> p) => p
        .Add(l => l.ItemKey, i => i.Key).Add(l => l.Label, "Alerts").Add(l => l.ColumnCount, 1).Add(l => l.Head, "<th>What</th>").Add(l => l.Row, i => $"<td>{i.What}</td>")
        .Add(l => l.SelectedChanged, EventCallback.Factory.Create<string?>(this, _selections.Add))
        .Add(l => l.CheckedChanged, EventCallback.Factory.Create<IReadOnlySet<string>>(this, t => _ticked = t));

    // The page hands the selection and the ticks down again, as pages do.
    private async Task PressAsync(IRenderedComponent<HotList<Item>> list, string chord)
    {
        await list.InvokeAsync(() => Services.GetRequiredService<KeyRegistry>().PressAsync(chord));
        HandDown(list);
    }

    private void HandDown(IRenderedComponent<HotList<Item>> list) =>
        list.Render(p => p.Add(l => l.Selected, _selections.LastOrDefault()).Add(l => l.Checked, _ticked));

    private static List<string> Words(IRenderedComponent<HotList<Item>> list) => [.. list.FindAll("tr[data-i]").Select(r => r.TextContent.Trim())];

    private IRenderedComponent<HotList<Item>> Show(IReadOnlyList<Item> items, string? selected = null, bool paused = false) =>
        Render<HotList<Item>>(p => p
            .Add(l => l.Items, items).Add(l => l.ItemKey, i => i.Key).Add(l => l.Label, "Alerts").Add(l => l.ColumnCount, 1)
            .Add(l => l.Head, "<th>What</th>").Add(l => l.Row, i => $"<td>{i.What}</td>")
            .Add(l => l.Selected, selected).Add(l => l.Paused, paused)
            .Add(l => l.SelectedChanged, EventCallback.Factory.Create<string?>(this, _selections.Add)));

    public sealed record Item(string Key, string What);
}
