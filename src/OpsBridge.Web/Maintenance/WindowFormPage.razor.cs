using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Maintenance;

/// <summary>The plan of a new or a known window, with its next times and what it hides.</summary>
public sealed partial class WindowFormPage
{
    private const int Times = 20;
    private static readonly Segment[] s_kinds = [.. Enum.GetValues<WindowKind>().Select(k => new Segment(k.ToString(), MaintenanceWords.Of(k)))];
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<Segment> _sites = [];
    private IReadOnlyList<Segment> _triggers = [];
    private IReadOnlyList<WindowStretch> _next = [];
    private IReadOnlyCollection<string> _names = [];
    private ScopeQuestion _question = new(null, null);
    private WindowForm? _form;
    private WindowRow? _known;
    private string? _problem;
    private bool _missing;
    private long _turn;

    /// <summary>Key of the window; null for a new one.</summary>
    [Parameter] public Guid? Id { get; set; }

    [Inject] private WindowFormSources Sources { get; set; } = default!;

    [Inject] private IMaintenanceActions Actions { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private static IReadOnlyList<string> Zones => TimeZones.All;

    private string Heading => Id is null ? "New maintenance window" : $"Edit {_known?.Name ?? "window"}";

    private string KindHint => _form?.Kind switch
    {
        WindowKind.Fixed => "From one time to another.",
        WindowKind.Flexible => "The first failure between the two times starts it; from then on it lasts as long as you say.",
        WindowKind.Triggered => "It begins whenever another window begins, and lasts as long as you say.",
        _ => "Again and again, by the clocks of a place. It is renewed at least once a year.",
    };

    private string FromLabel => _form?.Kind switch { WindowKind.Flexible => "Earliest failure", WindowKind.Recurring => "First day", _ => "From" };

    private string ToLabel => _form?.Kind switch { WindowKind.Flexible => "Latest failure", WindowKind.Recurring => "Recurs until", _ => "To" };

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_form is not null && _known?.Id == Id)
        {
            return;
        }

        var actor = await Current.GetAsync();
        _known = Id is { } id ? await Sources.Windows.FindAsync(id, actor, CancellationToken.None) : null;
        _missing = Id is not null && _known is null;
        _sites = [.. (await Sources.Sites.ReadAsync(actor, CancellationToken.None)).Select(s => new Segment(s.Id.ToString(), s.Name))];
        _triggers = [.. (await Sources.Windows.ReadAsync(actor, CancellationToken.None))
            .Where(w => w.Id != Id && w.Plan.Kind != WindowKind.Triggered && w.State is not (WindowState.Over or WindowState.Cancelled)).Select(w => new Segment(w.Id.ToString(), w.Name))];
        _names = [.. (await Sources.Board.OpenAsync(actor, CancellationToken.None)).Rows.Take(1000).SelectMany(r => r.Labels.Select(l => l.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _form = _known is null ? WindowForm.New(Time.Now, Time.Zone.Id) : WindowForm.Of(_known);
        await AskAsync();
    }

    private void ChooseKind(string kind)
    {
        _form!.Kind = Enum.Parse<WindowKind>(kind);
        if (_known is null && _form.From is { } from)
        {
            _form.To = _form.Kind == WindowKind.Recurring ? Time.Now.AddDays(365) : from.AddHours(_form.Kind == WindowKind.Flexible ? 8 : 2);
        }

        Ask();
    }

    private void Ask() => _ = AskAsync();

    private async Task AskAsync()
    {
        var turn = ++_turn;
        var (plan, errors) = _form!.Read();
        _errors = errors;
        _question = plan is null || (plan.Scope.Matchers.Count == 0 && plan.Scope is { AssetId: null, SiteId: null })
            ? new ScopeQuestion(null, null)
            : new ScopeQuestion(plan.Scope, plan.Kind == WindowKind.Recurring ? plan : null);
        var next = plan is null ? [] : await Sources.Times.NextAsync(plan, Times, await Current.GetAsync(), CancellationToken.None);
        if (turn == _turn)
        {
            _next = next;
            await InvokeAsync(StateHasChanged);
        }
    }

    private async Task SaveAsync()
    {
        var (plan, errors) = _form!.Read();
        (_errors, _problem) = (errors, null);
        if (plan is null)
        {
            return;
        }

        var answer = await Actions.SaveAsync(_known, plan);
        (_errors, _problem) = (answer.Errors, answer.Problem);
        if (answer.Id is { } id)
        {
            Toasts.Say(_known is null ? $"{plan.Name.Trim()} is planned." : "Saved.");
            Navigation.NavigateTo($"/maintenance?id={id}");
        }
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);
}
