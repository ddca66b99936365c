using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using OpsBridge.Ui;

namespace OpsBridge.Shell;

/// <summary>Search and jump box of the top bar: pages at once, everything else from the registered <see cref="ISearchSource"/>s.</summary>
public sealed partial class JumpBox : IDisposable
{
    private const int PerSource = 8;
    private static readonly TimeSpan s_typingPause = TimeSpan.FromMilliseconds(150);
    private CancellationTokenSource? _search;
    private IReadOnlyList<SearchHit> _hits = [];
    private string _text = "";
    private bool _open;
    private bool _busy;
    private int _at;

    [CascadingParameter] private Task<AuthenticationState>? State { get; set; }

    [Inject] private IEnumerable<ISearchSource> Sources { get; set; } = [];

    [Inject] private IAuthorizationService Authorization { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    /// <summary>Cancels a search that still runs.</summary>
    public void Dispose()
    {
        _search?.Cancel();
        _search?.Dispose();
    }

    private Task FocusAsync() => Scripts.TellAsync("console", "focus", "jump").AsTask();

    private async Task OpenAsync()
    {
        _open = true;
        _hits = await PagesAsync();
        _at = 0;
    }

    private void LeaveAsync() => _open = false;

    private async Task TypeAsync(string? typed)
    {
        _text = typed ?? "";
        _search?.Cancel();
        _search?.Dispose();
        _search = new CancellationTokenSource();
        var gone = _search.Token;
        (_open, _at) = (true, 0);
        _hits = await PagesAsync();
        var text = _text.Trim();
        if (text.Length < 2)
        {
            return;
        }
        _busy = true;
        try
        {
            await Task.Delay(s_typingPause, Clock, gone);
            var found = new List<SearchHit>(_hits);
            foreach (var source in Sources)
            {
                found.AddRange(await source.SearchAsync(text, PerSource, gone));
            }
            gone.ThrowIfCancellationRequested();
            (_hits, _busy) = (found, false);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // A newer search is under way and shows its own results.
        }
    }

    private async Task<IReadOnlyList<SearchHit>> PagesAsync()
    {
        if (State is null)
        {
            return [];
        }
        var user = (await State).User;
        var pages = new List<SearchHit>();
        foreach (var item in NavCatalog.Items.Where(i => i.Label.Contains(_text.Trim(), StringComparison.OrdinalIgnoreCase)))
        {
            if ((await Authorization.AuthorizeAsync(user, item.Policy)).Succeeded)
            {
                pages.Add(new SearchHit("page", item.Label, item.Href));
            }
        }
        return pages;
    }

    private void KeyAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                _at = Math.Min(_at + 1, Math.Max(0, _hits.Count - 1));
                break;
            case "ArrowUp":
                _at = Math.Max(0, _at - 1);
                break;
            case "Escape":
                _open = false;
                break;
            case "Enter" when _open && _at < _hits.Count:
                Go(_hits[_at]);
                break;
            default:
                break;
        }
    }

    private void Go(SearchHit hit)
    {
        (_open, _text) = (false, "");
        Navigation.NavigateTo(hit.Href);
    }
}
