using Microsoft.AspNetCore.Components;
using OpsBridge.Kernel;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Assets;

/// <summary>The form of a new or a known asset.</summary>
public sealed partial class AssetEditPage
{
    private IReadOnlyList<SiteRow> _sites = [];
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<TagLine> _tags = [];
    private IReadOnlyList<AssetLink> _parents = [];
    private AssetView? _known;
    private string? _name;
    private string? _kind;
    private string? _site;
    private string? _criticality = nameof(Criticality.Medium);
    private string? _owner;
    private string? _notes;
    private string? _runbook;
    private bool _loaded;
    private bool _missing;
    private bool _stale;

    /// <summary>Key of the asset; null for a new one.</summary>
    [Parameter] public Guid? Id { get; set; }

    /// <summary>Site of a new asset, when the page before knows it.</summary>
    [SupplyParameterFromQuery(Name = "site")] public Guid? AtSite { get; set; }

    [Inject] private AssetFormActions Actions { get; set; } = default!;

    [Inject] private IAssetDirectory Directory { get; set; } = default!;

    [Inject] private ISiteList SiteList { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    private string Heading => Id is null ? "New asset" : $"Edit {_known?.Row.Name ?? "asset"}";

    private IReadOnlyList<Segment> SiteOptions => [.. _sites.Select(s => new Segment(s.Id.ToString(), s.Name))];

    private AssetDetails Wanted => new(
        _name ?? "", _kind ?? "", Guid.TryParse(_site, out var site) ? site : Guid.Empty, AssetAnswers.Word<Criticality>(_criticality) ?? (Criticality)(-1))
    {
        OwnerTeam = _owner,
        Tags = Labels.From(_tags.Where(t => t.Name.Length + t.Value.Length > 0).Select(t => new KeyValuePair<string, string>(t.Name.Trim(), t.Value.Trim()))),
        Notes = _notes,
        RunbookUrl = _runbook,
        ParentIds = [.. _parents.Select(p => p.Id)],
    };

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_known?.Row.Id != Id || !_loaded)
        {
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        var actor = await Current.GetAsync();
        _sites = await SiteList.ReadAsync(actor, CancellationToken.None);
        _known = Id is { } id ? await Directory.FindAsync(id, actor, CancellationToken.None) : null;
        _missing = Id is not null && _known is null;
        _site = AtSite?.ToString() ?? (_sites.Count == 1 ? _sites[0].Id.ToString() : null);
        (_stale, _loaded, _errors) = (false, true, new Dictionary<string, string>(StringComparer.Ordinal));
        if (_known is { } known)
        {
            (_name, _kind, _site, _criticality) = (known.Row.Name, known.Row.Kind, known.Row.SiteId.ToString(), known.Row.Criticality.ToString());
            (_owner, _notes, _runbook, _parents) = (known.Row.OwnerTeam, known.Notes, known.RunbookUrl, known.Parents);
            _tags = [.. known.Row.Tags.Select(t => new TagLine(t.Key, t.Value))];
        }
    }

    private async Task SaveAsync()
    {
        switch (await Actions.SaveAsync(_known, Wanted))
        {
            case AssetSaved.Done done:
                Toasts.Say(Id is null ? $"{Wanted.Name.Trim()} is added." : "Saved.");
                Navigation.NavigateTo($"/assets/{done.Id}");
                break;
            case AssetSaved.Invalid invalid:
                _errors = invalid.Errors;
                break;
            case AssetSaved.Stale:
                _stale = true;
                break;
            default:
                _missing = true;
                break;
        }
    }

    private async Task RetireAsync()
    {
        if (await Actions.RetireAsync(_known!))
        {
            await LoadAsync();
        }
    }

    private async Task ReinstateAsync()
    {
        await Actions.ReinstateAsync(_known!.Row.Id, _known.Row.Name);
        await LoadAsync();
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);
}
