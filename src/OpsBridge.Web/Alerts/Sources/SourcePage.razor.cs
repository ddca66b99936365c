using Microsoft.AspNetCore.Components;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts.Sources;

/// <summary>A new or a known source: how it is connected, what it may do, what its words mean here.</summary>
public sealed partial class SourcePage
{
    private static readonly Segment[] s_parts = [new("connect", "Connect"), new("settings", "Settings"), new("mapping", "Mapping")];
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private SourceForm _form = new();
    private SourceRow? _row;
    private uint _editing;
    private Guid? _shown;
    private string? _token;
    private bool _missing;
    private bool _stale;

    /// <summary>Key of the source; null for a new one.</summary>
    [Parameter] public Guid? Id { get; set; }

    /// <summary>connect, settings or mapping.</summary>
    [SupplyParameterFromQuery(Name = "part")] public string? Part { get; set; }

    /// <summary>Reads sources.</summary>
    [Inject] public required ISourceList List { get; init; }

    /// <summary>The verbs.</summary>
    [Inject] public required SourceVerbs Verbs { get; init; }

    /// <summary>Who looks.</summary>
    [Inject] public required CurrentActor Current { get; init; }

    /// <summary>Asks and tells.</summary>
    [Inject] public required Assets.FormVoice Voice { get; init; }

    /// <summary>For links and the address that tools send to.</summary>
    [Inject] public required NavigationManager Navigation { get; init; }

    /// <inheritdoc />
    protected override string[] Topics => ["sources", "source_keys", "source_hearings", "api_keys"];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    private string Heading => Id is null ? "New source" : _row?.Details.Name ?? "Source";

    private IReadOnlyList<Snippet> Snippets =>
        SourceSnippets.For(_form.ToDetails().Format, new Uri(Navigation.BaseUri), _token ?? SourceSnippets.NoKey);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Id) // the first key of a new source outlives the change of address
        {
            _token = _shown is null ? _token : null;
            (_shown, _editing, _row, _missing) = (Id, 0, null, false);
            await RefreshNowAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        if (Id is not { } id || !actor.May(Identity.Permissions.ManageSources))
        {
            return;
        }

        _row = await List.FindAsync(id, actor, Gone);
        _missing = _row is null;
        _shown = id;
        if (_row is not null && _editing == 0)
        {
            TakeTheirs();
        }
    }

    private void TakeTheirs()
    {
        (_form, _editing, _stale) = (SourceForm.Of(_row!.Details), _row.Version, false);
        _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private void Show(string part) => Navigation.NavigateTo($"/sources/{Id}?part={part}", replace: true);

    private void ShowToken(string token) => _token = token;

    private async Task SaveAsync()
    {
        var actor = await Current.GetAsync();
        var wanted = _form.ToDetails();
        _errors = new Dictionary<string, string>(StringComparer.Ordinal);
        object result = Id is { } id
            ? await Verbs.Change.HandleAsync(id, _editing, wanted, actor, CancellationToken.None)
            : await Verbs.Create.HandleAsync(wanted, actor, CancellationToken.None);
        switch (result)
        {
            case CreateSourceResult.Done made:
                _token = made.Key.Token;
                Voice.Toasts.Say($"{wanted.Name.Trim()} is made.");
                Navigation.NavigateTo($"/sources/{made.Id}");
                break;
            case CreateSourceResult.Invalid invalid:
                _errors = invalid.Errors;
                break;
            case ChangeSourceResult.Done:
                _editing = 0;
                Voice.Toasts.Say("Saved. It counts from the next event on.");
                await RefreshNowAsync();
                break;
            case ChangeSourceResult.Invalid invalid:
                _errors = invalid.Errors;
                break;
            case ChangeSourceResult.Stale:
                _stale = true;
                await RefreshNowAsync();
                break;
            default:
                _missing = true;
                break;
        }
    }

    private async Task DeleteAsync()
    {
        var question = new ConfirmQuestion($"Delete {Heading}?", "Delete", "Its keys are revoked at once: what it sends is refused. Its alerts and their history stay. This cannot be undone.", Danger: true);
        if (await Voice.Confirm.AskAsync(question) && await Verbs.Delete.HandleAsync(Id!.Value, await Current.GetAsync(), CancellationToken.None))
        {
            Voice.Toasts.Say($"{Heading} is deleted.");
            Navigation.NavigateTo("/sources");
        }
    }
}
