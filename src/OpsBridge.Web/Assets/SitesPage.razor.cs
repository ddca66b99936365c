using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Assets;

/// <summary>All sites, with the form to add and change them.</summary>
public sealed partial class SitesPage
{
    private IReadOnlyList<SiteRow> _sites = [];
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private SiteRow? _chosen;
    private SiteRow? _edited;
    private string? _name;
    private string? _kind;
    private string? _zone;
    private string? _notes;
    private string? _problem;
    private bool _mayEdit;
    private bool _open;

    /// <inheritdoc />
    protected override string[] Topics => ["sites", "assets"];

    [Inject] private ISiteList List { get; set; } = default!;

    [Inject] private CreateSite Create { get; set; } = default!;

    [Inject] private ChangeSite Change { get; set; } = default!;

    [Inject] private DeleteSite Remove { get; set; } = default!;

    [Inject] private FormVoice Voice { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task StartAsync() => _mayEdit = (await Current.GetAsync()).May(Permissions.EditAssets);

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _sites = await List.ReadAsync(await Current.GetAsync(), Gone);
        _chosen = _sites.FirstOrDefault(s => s.Id == _chosen?.Id);
    }

    private string LocalTime(string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var info)
        ? TimeZoneInfo.ConvertTime(Time.Now, info).ToString("HH:mm", CultureInfo.InvariantCulture)
        : "";

    private void Choose(string? key) => _chosen = _sites.FirstOrDefault(s => s.Id.ToString() == key);

    private void New()
    {
        (_edited, _name, _kind, _notes) = (null, null, nameof(SiteKind.DataCentre), null);
        _zone = TimeZones.All.Any(z => z.Value == Time.Zone.Id) ? Time.Zone.Id : "UTC";
        Show();
    }

    private void Edit(SiteRow site)
    {
        if (_mayEdit)
        {
            (_edited, _name, _kind, _zone, _notes) = (site, site.Name, site.Kind.ToString(), site.TimeZone, site.Notes);
            Show();
        }
    }

    private void Show() => (_open, _problem, _errors) = (true, null, new Dictionary<string, string>(StringComparer.Ordinal));

    private async Task SaveAsync()
    {
        var actor = await Current.GetAsync();
        var wanted = new SiteDetails(_name ?? "", AssetAnswers.Word<SiteKind>(_kind) ?? (SiteKind)(-1), _zone ?? "", _notes);
        object result = _edited is null
            ? await Create.HandleAsync(wanted, actor, CancellationToken.None)
            : await Change.HandleAsync(_edited.Id, _edited.Version, wanted, actor, CancellationToken.None);
        switch (result)
        {
            case CreateSiteResult.Invalid invalid:
                _errors = invalid.Errors;
                break;
            case ChangeSiteResult.Invalid invalid:
                _errors = invalid.Errors;
                break;
            case ChangeSiteResult.Stale:
                _problem = "Somebody changed this site while you were editing. Close this and look at it again.";
                break;
            case ChangeSiteResult.NotFound:
                _problem = "This site does not exist any more.";
                break;
            default:
                _open = false;
                Voice.Toasts.Say(_edited is null ? $"{wanted.Name.Trim()} is added." : "Saved.");
                await RefreshNowAsync();
                break;
        }
    }

    private async Task DeleteAsync(SiteRow site)
    {
        if (!await Voice.Confirm.AskAsync(new ConfirmQuestion($"Delete {site.Name}?", "Delete", "Nothing stands there. This cannot be undone.")))
        {
            return;
        }

        var result = await Remove.HandleAsync(site.Id, await Current.GetAsync(), CancellationToken.None);
        Voice.Toasts.Say(
            result is DeleteSiteResult.NotEmpty left ? $"{AssetWords.Count(left.Assets, "asset")} came to stand there; it stays." : $"{site.Name} is deleted.",
            result is DeleteSiteResult.NotEmpty ? "warning" : "ok");
        await RefreshNowAsync();
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);
}
