using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace OpsBridge.Ui;

/// <content>Ticking rows: one by one, ranges, groups.</content>
public sealed partial class HotList<TItem>
{
    private string? _anchor; // where a range begins
    private HashSet<string>? _beforeRange;

    /// <summary>Called by hotlist.js when a row was dropped on another; a ticked one brings all ticked ones along.</summary>
    [JSInvokable]
    public Task DropAsync(string key, string onto)
    {
        IReadOnlyList<string> keys = Checked.Contains(key) ? [.. Checked.Where(k => k != onto)] : [key];
        return key == onto || keys.Count == 0 ? Task.CompletedTask : OnDropped.InvokeAsync(new HotDrop(keys, onto));
    }

    private void RegisterTicks()
    {
        Bind("Select the row or the group", TickHereAsync, "x", "Ctrl+ ");
        Bind("Select down to the next row", () => ExtendAsync(1), "Shift+ArrowDown", "Shift+j");
        Bind("Select up to the previous row", () => ExtendAsync(-1), "Shift+ArrowUp", "Shift+k");
        Bind("Select all rows of the group", TickGroupHereAsync, "Shift+x");
    }

    private async Task ClickAsync(string key, MouseEventArgs mouse)
    {
        if (CheckedChanged.HasDelegate && mouse.ShiftKey)
        {
            await RangeAsync(key);
            return;
        }

        if (CheckedChanged.HasDelegate && (mouse.CtrlKey || mouse.MetaKey))
        {
            await CheckAsync(key);
        }

        await SelectAsync(key, IndexOf(key));
        (_anchor, _beforeRange) = (key, null);
    }

    private Task TickAsync(string key, MouseEventArgs mouse)
    {
        if (mouse.ShiftKey)
        {
            return RangeAsync(key);
        }

        _anchor = key;
        return CheckAsync(key);
    }

    private async Task ExtendAsync(int by)
    {
        _anchor ??= Selected;
        if (Target(by) is >= 0 and var to)
        {
            if (_lines[to].IsHead)
            {
                await StandAsync(to); // a folded group in the way is stepped over, not selected
                return;
            }

            var key = ItemKey(_lines[to].Item);
            await RangeAsync(key);
            await Scripts.TellAsync("hotlist", "reveal", _id, to);
        }
    }

    /// <summary>Ticks every row between the anchor and another row, and what was ticked before the range began.</summary>
    private async Task RangeAsync(string to)
    {
        var (from, end) = (IndexOf(_anchor ?? to), _lines.RowOf(i => ItemKey(i) == to));
        if (end < 0)
        {
            return;
        }

        from = from < 0 ? end : from;
        _beforeRange ??= new HashSet<string>(Checked, StringComparer.Ordinal);
        var next = new HashSet<string>(_beforeRange, StringComparer.Ordinal);
        for (var i = Math.Min(from, end); i <= Math.Max(from, end); i++)
        {
            if (!_lines[i].IsHead)
            {
                next.Add(ItemKey(_lines[i].Item));
            }
        }

        await SelectAsync(to, end);
        await CheckedChanged.InvokeAsync(next);
    }

    private Task TickHereAsync() => _head is not null
        ? TickGroupHereAsync()
        : Selected is { } key ? CheckAsync(key) : Task.CompletedTask;

    private Task TickGroupHereAsync() =>
        ActiveLine is >= 0 and var at ? TickGroupAsync(_lines[at].Group) : Task.CompletedTask;

    private async Task TickGroupAsync(HotGroup<TItem> group)
    {
        var next = new HashSet<string>(Checked, StringComparer.Ordinal);
        var keys = group.Items.Select(ItemKey).ToList();
        if (keys.TrueForAll(next.Contains))
        {
            next.ExceptWith(keys);
        }
        else
        {
            next.UnionWith(keys);
        }

        _beforeRange = null;
        await CheckedChanged.InvokeAsync(next);
    }

    private bool IsTicked(HotGroup<TItem> group) => Checked.Count >= group.Items.Count && group.Items.All(i => Checked.Contains(ItemKey(i)));

    private async Task CheckAsync(string key)
    {
        var next = new HashSet<string>(Checked, StringComparer.Ordinal);
        if (!next.Remove(key))
        {
            next.Add(key);
        }

        _beforeRange = null;
        await CheckedChanged.InvokeAsync(next);
    }
}
