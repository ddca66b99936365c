using Microsoft.AspNetCore.Components;

namespace OpsBridge.Ui;

/// <content>Lines, groups and moving through them.</content>
public sealed partial class HotList<TItem>
{
    private string? _head; // the heading that the cursor stands on; null when it stands on a row

    private int ActiveLine => _head is { } head ? _lines.HeadOf(head) : IndexOf(Selected);

    private void RegisterKeys()
    {
        Bind("Next row", () => MoveAsync(1), "j", "ArrowDown", "Ctrl+ArrowDown");
        Bind("Previous row", () => MoveAsync(-1), "k", "ArrowUp", "Ctrl+ArrowUp");
        Bind("First row", () => MoveAsync(-_lines.Count), "Home");
        Bind("Last row", () => MoveAsync(_lines.Count), "End");
        Bind("Page down", () => PageAsync(1), "PageDown");
        Bind("Page up", () => PageAsync(-1), "PageUp");
        Bind("Open the row", OpenAsync, "Enter");
        if (Groups is not null || GroupOf is not null)
        {
            Bind("Fold or unfold the group", FoldHereAsync, " ");
            Bind("To the group's heading, or fold it", OutAsync, "ArrowLeft");
            Bind("Unfold the group", InAsync, "ArrowRight");
            Bind("Unfold all groups", () => FoldAllAsync(false), "+");
            Bind("Fold all groups", () => FoldAllAsync(true), "-");
        }

        if (CheckedChanged.HasDelegate)
        {
            RegisterTicks();
        }
    }

    private void Bind(string label, Func<Task> run, params string[] chords)
    {
        var press = EventCallback.Factory.Create(this, run);
        for (var i = 0; i < chords.Length; i++)
        {
            _keys.Add(Registry.Add(new KeyBinding(chords[i], label, "List", press, Listed: i == 0)));
        }
    }

    private void TakeIn()
    {
        _takeNext = false;
        _seen = (object?)Groups ?? Items;
        _missed = false;
        _shown = Given();
        _rows.TakeIn(_shown);
        Arrange();
    }

    private void Arrange() => _lines = new HotLines<TItem>(_shown, g => _folds.IsFolded(g.Key, g.FoldedAtFirst));

    private IReadOnlyList<HotGroup<TItem>> Given()
    {
        if (Groups is not null)
        {
            return Groups;
        }

        if (GroupOf is null)
        {
            return [new HotGroup<TItem>("", Items) { Headless = true }];
        }

        var groups = new List<HotGroup<TItem>>();
        for (var start = 0; start < Items.Count;)
        {
            var name = GroupOf(Items[start]);
            var items = new List<TItem>();
            for (; start < Items.Count && GroupOf(Items[start]) == name; start++)
            {
                items.Add(Items[start]);
            }

            groups.Add(new HotGroup<TItem>(name, items));
        }

        return groups;
    }

    private async Task FoldAsync(string group)
    {
        _folds = _folds.Toggle(group);
        Arrange();
        await FoldsChanged.InvokeAsync(_folds);
    }

    private async Task FoldAllAsync(bool all)
    {
        _folds = HotFolds.Of(all, []);
        Arrange();
        await FoldsChanged.InvokeAsync(_folds);
    }

    private async Task FoldHereAsync()
    {
        if (ActiveLine is not (>= 0 and var at) || _lines[at].Group is not { Headless: false } group)
        {
            return;
        }

        _head = group.Key;
        await FoldAsync(group.Key);
        await Scripts.TellAsync("hotlist", "reveal", _id, ActiveLine);
    }

    private async Task OutAsync()
    {
        if (ActiveLine is >= 0 and var at && _lines[at].Group is { Headless: false } group)
        {
            if (_head is not null && !_lines[at].Folded)
            {
                await FoldAsync(group.Key);
            }

            _head = group.Key;
            await Scripts.TellAsync("hotlist", "reveal", _id, ActiveLine);
        }
    }

    private async Task InAsync()
    {
        if (_head is { } head && ActiveLine is >= 0 and var at)
        {
            if (_lines[at].Folded)
            {
                await FoldAsync(head);
            }
            else
            {
                await MoveAsync(1);
            }
        }
    }

    private int IndexOf(string? key)
    {
        if (key is null)
        {
            return -1;
        }

        if (_lastIndex < _lines.Count && _lines[_lastIndex] is { IsHead: false } line && ItemKey(line.Item) == key)
        {
            return _lastIndex;
        }

        return _lines.RowOf(i => ItemKey(i) == key);
    }

    // Rows are stops, and headings that hide rows.
    private bool IsStop(int line) => !_lines[line].IsHead || _lines[line].Folded;

    private int StopFrom(int line, int step)
    {
        while (line >= 0 && line < _lines.Count && !IsStop(line))
        {
            line += step;
        }

        return line >= 0 && line < _lines.Count ? line : -1;
    }

    private int Target(int by)
    {
        if (_lines.Count == 0)
        {
            return -1;
        }

        // An item that has gone leaves the cursor where it was, so that the next key continues from there.
        var from = ActiveLine;
        var to = Math.Clamp(from >= 0 ? from + by : Selected is null ? by - 1 : _lastIndex, 0, _lines.Count - 1);
        var step = by < 0 ? -1 : 1;
        return StopFrom(to, step) is >= 0 and var found ? found : StopFrom(to, -step);
    }

    private async Task MoveAsync(int by)
    {
        if (Target(by) is not (>= 0 and var to))
        {
            return;
        }

        await StandAsync(to);
        (_anchor, _beforeRange) = (_head is null ? ItemKey(_lines[to].Item) : _anchor, null);
    }

    private async Task StandAsync(int line)
    {
        if (_lines[line].IsHead)
        {
            (_head, _lastIndex) = (_lines[line].Group.Key, line);
        }
        else
        {
            await SelectAsync(ItemKey(_lines[line].Item), line);
        }

        await Scripts.TellAsync("hotlist", "reveal", _id, line);
    }

    private async Task PageAsync(int direction)
    {
        var page = await Scripts.AskAsync<int>("hotlist", "pageSize", _id);
        await MoveAsync(direction * Math.Max(1, page));
    }

    private async Task SelectAsync(string key, int line)
    {
        (_head, _lastIndex) = (null, Math.Max(0, line));
        if (key != Selected)
        {
            await SelectedChanged.InvokeAsync(key);
        }
    }

    private async Task OpenAsync()
    {
        if (ActiveLine is not (>= 0 and var at))
        {
            return;
        }

        if (_lines[at].IsHead)
        {
            await FoldHereAsync();
        }
        else
        {
            await OnOpen.InvokeAsync(_rows.Row(_lines[at].Item).Item);
        }
    }
}
