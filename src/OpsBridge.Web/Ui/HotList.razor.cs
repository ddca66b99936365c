using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace OpsBridge.Ui;

/// <summary>A long list that changes while somebody works in it: only the rows in view are rendered (10,000 and more are fine), the
/// selection stays on its item by key, and while the operator is in the list nothing moves: new rows wait behind "4 new ↑".</summary>
public sealed partial class HotList<TItem> : IAsyncDisposable
{
    private const int Overscan = 20;
    private readonly string _id = $"h{Guid.CreateVersion7():N}";
    private readonly List<IDisposable> _keys = [];
    private HotRows<TItem> _rows = default!;
    private HotLines<TItem> _lines = new([], _ => false);
    private IReadOnlyList<HotGroup<TItem>> _shown = [];
    private object? _seen;
    private HotFolds _folds = HotFolds.None;
    private DotNetObjectReference<HotList<TItem>>? _self;
    private ElementReference _scroller;
    private bool _engaged;
    private bool _wasPaused;
    private bool _missed;
    private bool _phone;
    private bool _takeNext;
    private int _first;
    private int _count = 60;
    private int _lastIndex;

    /// <summary>Items in the order wanted; give a new list when something changed.</summary>
    [Parameter] public IReadOnlyList<TItem> Items { get; set; } = [];

    /// <summary>Items by groups, instead of <see cref="Items"/>; give a new list when something changed.</summary>
    [Parameter] public IReadOnlyList<HotGroup<TItem>>? Groups { get; set; }

    /// <summary>Identity of an item; also goes well into the address.</summary>
    [Parameter, EditorRequired] public Func<TItem, string> ItemKey { get; set; } = default!;

    /// <summary>Name of the list for screen readers.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>col elements, for widths.</summary>
    [Parameter] public RenderFragment? Columns { get; set; }

    /// <summary>th elements.</summary>
    [Parameter, EditorRequired] public RenderFragment Head { get; set; } = default!;

    /// <summary>Number of th and td elements, without the list's own column of boxes.</summary>
    [Parameter, EditorRequired] public int ColumnCount { get; set; }

    /// <summary>td elements of one row; keep it free of components where it can be.</summary>
    [Parameter, EditorRequired] public RenderFragment<TItem> Row { get; set; } = default!;

    /// <summary>Height of every row in CSS pixels.</summary>
    [Parameter] public int RowHeight { get; set; } = 34;

    /// <summary>Height of every row on a phone (window up to 640 px), where rows are cards; 0 for lists that stay tables.</summary>
    [Parameter] public int PhoneRowHeight { get; set; }

    /// <summary>Group of an item; items of a group must lie together.</summary>
    [Parameter] public Func<TItem, string>? GroupOf { get; set; }

    /// <summary>Words of a group's heading.</summary>
    [Parameter] public RenderFragment<HotGroup<TItem>>? GroupHead { get; set; }

    /// <summary>Which groups are folded; without <see cref="FoldsChanged"/> the list keeps it to itself.</summary>
    [Parameter] public HotFolds? Folds { get; set; }

    /// <summary>Called with what is folded instead.</summary>
    [Parameter] public EventCallback<HotFolds> FoldsChanged { get; set; }

    /// <summary>Key of the selected item.</summary>
    [Parameter] public string? Selected { get; set; }

    /// <summary>Called when another item is selected.</summary>
    [Parameter] public EventCallback<string?> SelectedChanged { get; set; }

    /// <summary>Enter or double click.</summary>
    [Parameter] public EventCallback<TItem> OnOpen { get; set; }

    /// <summary>Keys of the ticked items.</summary>
    [Parameter] public IReadOnlySet<string> Checked { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Called with the ticked keys; gives the list its column of boxes and the keys x and Shift+arrows.</summary>
    [Parameter] public EventCallback<IReadOnlySet<string>> CheckedChanged { get; set; }

    /// <summary>Nothing is taken in, not even changes of shown rows.</summary>
    [Parameter] public bool Paused { get; set; }

    /// <summary>Page keys j, k, arrows, Home, End, x, Enter; off for a second list on the page.</summary>
    [Parameter] public bool Keys { get; set; } = true;

    /// <summary>CSS class of a row.</summary>
    [Parameter] public Func<TItem, string?>? RowClass { get; set; }

    /// <summary>Words for waiting items; by default "4 new".</summary>
    [Parameter] public Func<IReadOnlyList<TItem>, string>? NewText { get; set; }

    /// <summary>Rows were dragged onto another row; with a handler, rows can be dragged.</summary>
    [Parameter] public EventCallback<HotDrop> OnDropped { get; set; }

    /// <summary>Shown when there is no row.</summary>
    [Parameter] public RenderFragment? Empty { get; set; }

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private KeyRegistry Registry { get; set; } = default!;

    private int Height => _phone && PhoneRowHeight > 0 ? PhoneRowHeight : RowHeight;

    private int First => Math.Clamp(_first, 0, Math.Max(0, _lines.Count - 1));

    private int Last => Math.Min(_lines.Count, First + _count);

    private int Span => ColumnCount + (CheckedChanged.HasDelegate ? 1 : 0);

    private string? ActiveId => ActiveLine is var i && i >= First && i < Last ? _head is { } head ? HeadId(head) : RowId(Selected!) : null;

    private string NewWords => NewText?.Invoke(_rows.Waiting)
        ?? (_rows.Waiting.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{_rows.Waiting.Count:N0} new") : "Changed");

    /// <summary>Shows everything as it is now and scrolls to the top.</summary>
    public async Task TakeInAsync()
    {
        TakeIn();
        await Scripts.TellAsync("hotlist", "toTop", _id);
    }

    /// <summary>The operator moved rows on purpose: what the list is given next is shown at once, engaged or not.</summary>
    public void TakeInNext() => _takeNext = true;

    /// <summary>Called by hotlist.js when other rows come into view, or the window has become a phone's.</summary>
    [JSInvokable]
    public void ShowWindowAsync(int first, int count, bool phone)
    {
        (_first, _count, _phone) = (Math.Max(0, first), Math.Clamp(count, 10, 400), phone);
        StateHasChanged();
    }

    /// <summary>Called by hotlist.js when the operator starts or stops working in the list (pointer, focus or scrolled, within 30 s).</summary>
    [JSInvokable]
    public void EngageAsync(bool engaged)
    {
        _engaged = engaged;
        if (!engaged && !Paused)
        {
            TakeIn();
            StateHasChanged();
        }
    }

    /// <summary>Leaves the browser.</summary>
    public async ValueTask DisposeAsync()
    {
        _keys.ForEach(k => k.Dispose());
        await Scripts.TellAsync("hotlist", "detach", _id);
        _self?.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _rows = new HotRows<TItem>(item => ItemKey(item));
        if (Keys)
        {
            RegisterKeys();
        }
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (Folds is not null && Folds != _folds)
        {
            _folds = Folds;
            Arrange();
        }

        var resumed = _wasPaused && !Paused;
        _wasPaused = Paused;
        var given = (object?)Groups ?? Items;
        if (ReferenceEquals(_seen, given) && !resumed)
        {
            return;
        }

        if (Paused && _seen is not null)
        {
            _missed = true;
            _rows.Await(Given());
            return;
        }

        if (_engaged && !_rows.IsEmpty && !resumed && !_takeNext)
        {
            _seen = given;
            _rows.Hold(Given());
            return;
        }

        TakeIn();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await Scripts.TellAsync("hotlist", "attach", _id, _scroller, _self, RowHeight, Overscan);
        }
    }

    private string RowId(string key) => $"{_id}-{key}";

    private string HeadId(string key) => $"{_id}-g{(uint)string.GetHashCode(key, StringComparison.Ordinal)}";

    private string ClassOf(HotRow<TItem> row) =>
        $"{(row.Key == Selected ? "sel " : "")}{(Checked.Contains(row.Key) ? "checked " : "")}{(row.Gone ? "gone " : "")}{RowClass?.Invoke(row.Item)}";
}
