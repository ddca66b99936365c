using Microsoft.AspNetCore.Components;

namespace OpsBridge.Ui;

/// <content>Lines, selection and keys of the list.</content>
public sealed partial class HotList<TItem>
{
    private void RegisterKeys()
    {
        Bind("Next row", () => MoveAsync(1), "j", "ArrowDown");
        Bind("Previous row", () => MoveAsync(-1), "k", "ArrowUp");
        Bind("First row", () => MoveAsync(-_lines.Count), "Home");
        Bind("Last row", () => MoveAsync(_lines.Count), "End");
        Bind("Page down", () => PageAsync(1), "PageDown");
        Bind("Page up", () => PageAsync(-1), "PageUp");
        Bind("Open the row", OpenAsync, "Enter");
        if (CheckedChanged.HasDelegate)
        {
            Bind("Select the row", () => Selected is { } key ? CheckAsync(key) : Task.CompletedTask, "x");
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

    private void Arrange()
    {
        _lines = new List<HotLine<TItem>>(_rows.Rows.Count + 16);
        if (GroupOf is null)
        {
            foreach (var row in _rows.Rows)
            {
                _lines.Add(new HotLine<TItem>(row, null));
            }
            return;
        }
        for (var start = 0; start < _rows.Rows.Count;)
        {
            var end = start + 1;
            while (end < _rows.Rows.Count && _rows.Rows[end].Group == _rows.Rows[start].Group)
            {
                end++;
            }
            AddGroup(start, end);
            start = end;
        }
    }

    private void AddGroup(int start, int end)
    {
        var name = _rows.Rows[start].Group;
        var items = new List<TItem>(end - start);
        for (var i = start; i < end; i++)
        {
            items.Add(_rows.Rows[i].Item);
        }
        _lines.Add(new HotLine<TItem>(null, new HotGroup<TItem>(name, items)));
        for (var i = start; i < end && !_folded.Contains(name); i++)
        {
            _lines.Add(new HotLine<TItem>(_rows.Rows[i], null));
        }
    }

    private void Fold(string group)
    {
        if (!_folded.Remove(group))
        {
            _folded.Add(group);
        }
        Arrange();
    }

    private int IndexOf(string? key) => key is null ? -1 : _lines.FindIndex(l => l.Row?.Key == key);

    private async Task MoveAsync(int by)
    {
        if (!_lines.Exists(l => l.Row is not null))
        {
            return;
        }
        var from = IndexOf(Selected);
        // An item that has gone leaves the cursor where it was, so that the next key continues from there.
        var to = from >= 0 ? from + by : Selected is null ? 0 : _lastIndex;
        to = Math.Clamp(to, 0, _lines.Count - 1);
        var step = by < 0 ? -1 : 1;
        while (to >= 0 && to < _lines.Count && _lines[to].Row is null)
        {
            to += step;
        }
        if (to < 0 || to >= _lines.Count)
        {
            to = step < 0 ? _lines.FindIndex(l => l.Row is not null) : _lines.FindLastIndex(l => l.Row is not null);
        }
        await SelectAsync(_lines[to].Row!.Key);
        await Scripts.TellAsync("hotlist", "reveal", _id, to);
    }

    private async Task PageAsync(int direction)
    {
        var page = await Scripts.AskAsync<int>("hotlist", "pageSize", _id);
        await MoveAsync(direction * Math.Max(1, page));
    }

    private async Task SelectAsync(string key)
    {
        _lastIndex = IndexOf(key);
        if (key != Selected)
        {
            await SelectedChanged.InvokeAsync(key);
        }
    }

    private async Task CheckAsync(string key)
    {
        var next = new HashSet<string>(Checked, StringComparer.Ordinal);
        if (!next.Remove(key))
        {
            next.Add(key);
        }
        await CheckedChanged.InvokeAsync(next);
    }

    private async Task OpenAsync()
    {
        if (IndexOf(Selected) is var index and >= 0)
        {
            await OnOpen.InvokeAsync(_lines[index].Row!.Item);
        }
    }
}
