using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using OpsBridge.Alerts.Views;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>The menu of saved views.</summary>
public sealed partial class ViewsMenu : LiveComponent
{
    private const string MenuId = "saved-views";
    private IReadOnlyList<SavedViewRow> _views = [];
    private Actor? _actor;
    private SavedViewScope _scope;
    private string? _name;
    private string? _error;
    private bool _asking;
    private bool _focus;

    /// <summary>The view as it stands in the address.</summary>
    [Parameter, EditorRequired] public string Query { get; set; } = "";

    /// <summary>Called with the address of the view that is chosen.</summary>
    [Parameter] public EventCallback<string> OnOpen { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => [SavedViews.Topic];

    [Inject] private ISavedViews Views { get; set; } = default!;

    [Inject] private SaveView Save { get; set; } = default!;

    [Inject] private DeleteView Delete { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    private IReadOnlyList<Segment> Scopes =>
    [
        .. from scope in Enum.GetValues<SavedViewScope>()
           where _actor?.May(SavedViews.Needed(scope)) == true
           select new Segment(scope.ToString(), Word(scope)),
    ];

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _actor = await Current.GetAsync();
        _views = await Views.ReadAsync(_actor, Gone);
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus)
        {
            _focus = false;
            await Task.Yield(); // the dialog below opens in the same round, after this component
            await Scripts.TellAsync("console", "focus", "view-name");
        }
    }

    private static string Word(SavedViewScope scope) => scope switch
    {
        SavedViewScope.Personal => "mine",
        SavedViewScope.Team => "team",
        _ => "shift default",
    };

    private void Ask() => (_asking, _name, _error, _focus) = (true, "", null, true);

    private Task DialogKeyAsync(KeyboardEventArgs key) => key is { Key: "Enter" } ? SaveAsync() : Task.CompletedTask;

    private async Task OpenAsync(SavedViewRow view)
    {
        await Scripts.TellAsync("console", "closeMenus");
        await OnOpen.InvokeAsync(view.Query);
    }

    private async Task SaveAsync()
    {
        try
        {
            // The alert that happens to be selected is no part of a way to look.
            var query = (TriageQuery.Parse(Query) with { Selected = null }).ToQuery();
            var result = await Save.HandleAsync(new SavedViewDetails(_name ?? "", _scope, query), await Current.GetAsync(), Gone);
            if (result is SaveViewResult.Invalid invalid)
            {
                _error = invalid.Reason;
                return;
            }

            _asking = false;
            Toasts.Say(result is SaveViewResult.Done { Replaced: true } ? $"The view {_name} is changed." : $"The view {_name} is saved.");
            await RefreshNowAsync();
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            _error = "The database does not answer. Try again in a moment.";
        }
        catch (PermissionDeniedException)
        {
            _error = "Your role does not allow this. Save it for yourself.";
        }
    }

    private async Task DeleteAsync(SavedViewRow view)
    {
        try
        {
            await Delete.HandleAsync(view.Id, await Current.GetAsync(), Gone);
            Toasts.Say($"The view {view.Name} is deleted.", "ok", "Undo", async () => await Save.HandleAsync(new SavedViewDetails(view.Name, view.Scope, view.Query), await Current.GetAsync(), CancellationToken.None));
            await RefreshNowAsync();
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception) || exception is PermissionDeniedException)
        {
            Toasts.Say(exception is PermissionDeniedException ? "Your role does not allow this." : "The database does not answer.", "warning");
        }
    }
}
