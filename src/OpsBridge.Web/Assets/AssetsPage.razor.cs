using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Assets;

/// <summary>All assets: search, filters in the address, selection, bulk edit.</summary>
public sealed partial class AssetsPage
{
    private static readonly TimeSpan s_typing = TimeSpan.FromMilliseconds(150);
    private static readonly Segment[] s_scopes = [.. Enum.GetValues<AssetScope>().Select(s => new Segment(s.ToString(), s.ToString()))];

    private AssetListView _view = AssetListView.Empty;
    private IReadOnlyList<SiteRow> _sites = [];
    private IReadOnlyList<string> _kinds = [];
    private IReadOnlySet<string> _checked = new HashSet<string>(StringComparer.Ordinal);
    private AssetFilter _shown = new();
    private ElementReference _search;
    private string? _selected;
    private string _text = "";
    private readonly Queue<string> _sent = new();
    private string? _address;
    private bool _mayEdit;
    private bool _bulk;

    /// <summary>Words to search for.</summary>
    [SupplyParameterFromQuery(Name = "q")] public string? Text { get; set; }

    /// <summary>Key of a site.</summary>
    [SupplyParameterFromQuery(Name = "site")] public Guid? Site { get; set; }

    /// <summary>A kind.</summary>
    [SupplyParameterFromQuery(Name = "kind")] public string? Kind { get; set; }

    /// <summary>A criticality.</summary>
    [SupplyParameterFromQuery(Name = "criticality")] public string? Level { get; set; }

    /// <summary>Watched, Retired or All.</summary>
    [SupplyParameterFromQuery(Name = "scope")] public string? Scope { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["assets", "sites"];

    [Inject] private IAssetList List { get; set; } = default!;

    [Inject] private ISiteList SiteList { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private AssetFilter Filter => new()
    {
        Text = Text,
        SiteId = Site,
        Kind = Kind,
        Criticality = AssetAnswers.Word<Criticality>(Level),
        Scope = AssetAnswers.Word<AssetScope>(Scope) ?? AssetScope.Watched,
    };

    private bool Filtered => Filter != new AssetFilter();

    private EventCallback<IReadOnlySet<string>> CheckedCallback =>
        _mayEdit ? EventCallback.Factory.Create<IReadOnlySet<string>>(this, c => _checked = c) : default;

    private IReadOnlyList<AssetRow> Chosen => [.. _view.Rows.Where(r => _checked.Contains(r.Id.ToString()))];

    private string CountWords => ReadAt is null
        ? ""
        : _view.Truncated ? $"the first {AssetWords.Count(_view.Rows.Count, "asset")}; search to see others" : AssetWords.Count(_view.Rows.Count, "asset");

    private string ExportAddress => Navigation.GetUriWithQueryParameters(
        AssetFilesEndpoints.Download,
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["q"] = Text, ["site"] = Site, ["kind"] = Kind, ["criticality"] = Level, ["scope"] = Scope });

    /// <inheritdoc />
    protected override async Task StartAsync() => _mayEdit = (await Current.GetAsync()).May(Permissions.EditAssets);

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        _shown = Filter;
        _view = await List.ReadAsync(_shown, actor, Gone);
        _sites = await SiteList.ReadAsync(actor, Gone);
        _kinds = await List.KindsAsync(actor, Gone);
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (Text != _address)
        {
            _address = Text;
            _text = IsEcho(Text ?? "") ? _text : Text ?? "";
        }

        if (ReadAt is not null && Filter != _shown)
        {
            await RefreshNowAsync();
        }
    }

    private async Task TypedAsync()
    {
        var typed = _text;
        try
        {
            await Task.Delay(s_typing, Clock, Gone);
        }
        catch (OperationCanceledException)
        {
            return; // the viewer left
        }

        if (typed == _text)
        {
            _sent.Enqueue(typed);
            Show("q", typed);
        }
    }

    /// <summary>Whether the address only says what was typed here a moment ago: letters typed since must stay.</summary>
    private bool IsEcho(string text)
    {
        if (!_sent.Contains(text))
        {
            _sent.Clear();
            return false;
        }

        while (_sent.Dequeue() != text)
        {
            // An address that was overtaken by a later one never comes back.
        }

        return true;
    }

    private void Show(string name, object? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, value is "" ? null : value as string), replace: true);

    private async Task FocusSearchAsync() => await _search.FocusAsync();

    private void Open(AssetRow asset) => Navigation.NavigateTo($"/assets/{asset.Id}");

    private void OpenBulk() => _bulk = _mayEdit && _checked.Count > 0;

    private async Task BulkDoneAsync()
    {
        _checked = new HashSet<string>(StringComparer.Ordinal);
        await RefreshNowAsync();
    }
}
