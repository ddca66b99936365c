using Microsoft.AspNetCore.Components;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Monitoring;
using OpsBridge.Shifts.Roster;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Rounds.Checklists;

/// <summary>Writes a checklist, version by version, and puts it in force.</summary>
public sealed partial class ChecklistPage
{
    private const int MostNames = 500;

    private static readonly Segment[] s_timings =
        [new(nameof(RoundTiming.ShiftStart), "Start of shift"), new(nameof(RoundTiming.ShiftMiddle), "Middle of shift"), new(nameof(RoundTiming.ShiftEnd), "End of shift"), new(nameof(RoundTiming.Recurring), "Recurrence of its own")];

    private ChecklistForm _form = new();
    private ChecklistView? _view;
    private ChecklistVersionView? _newest;
    private IReadOnlyList<Segment> _desks = [];
    private IReadOnlyList<Segment> _sites = [];
    private IReadOnlyList<string> _names = [];
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private Guid? _read;
    private string? _problem;
    private string? _answer;
    private string? _tone;
    private bool _mayEdit;
    private bool _ready;

    /// <summary>Key of the checklist; null for a new one.</summary>
    [Parameter] public Guid? Id { get; set; }

    [Inject] private IChecklistBook Book { get; set; } = default!;

    [Inject] private IChecklistActions Actions { get; set; } = default!;

    [Inject] private ChecklistSources Sources { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (!_ready || _read != Id)
        {
            _read = Id;
            await ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        var actor = await Current.GetAsync();
        _mayEdit = actor.May(Permissions.EditRounds);
        _view = Id is { } id ? await Book.FindAsync(id, actor, CancellationToken.None) : null;
        _newest = _view?.Versions[0];
        var lists = await Sources.ReadAsync(actor, CancellationToken.None);
        (_desks, _sites, _names) = (lists.Desks, lists.Sites, [.. lists.Assets.Values.Order(StringComparer.OrdinalIgnoreCase).Take(MostNames)]);
        _form = _newest is null ? new ChecklistForm { Desk = _desks is [var only] ? only.Value : null, Zone = lists.Zone } : ChecklistForm.Of(_newest.Details, lists.Assets);
        foreach (var step in _form.Steps.Where(s => s.Asset is not null))
        {
            await MeasureAsync(step);
        }

        _ready = true;
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);

    private void Add(StepKind kind) => _form.Steps.Add(StepForm.New(Clock.GetUtcNow(), kind, _form.Steps.LastOrDefault()?.Place));

    private void Move(int index, int by)
    {
        var to = index + by;
        if (to >= 0 && to < _form.Steps.Count)
        {
            (_form.Steps[index], _form.Steps[to]) = (_form.Steps[to], _form.Steps[index]);
        }
    }

    /// <summary>What the asset measures, to compare readings with.</summary>
    private async Task MeasureAsync(StepForm step) => step.Measured = step.Kind == StepKind.Number ? await Sources.MeasuredAsync(step.Asset, await Current.GetAsync(), CancellationToken.None) : [];

    private async Task SaveAsync()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = _form.Steps.Select(s => s.Asset?.Trim()).OfType<string>().Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var details = _form.ToDetails(await Sources.AssetsAsync(names, await Current.GetAsync(), CancellationToken.None), errors);
        if (errors.Count > 0)
        {
            (_errors, _problem) = (errors, "Something is not right yet.");
            return;
        }

        var answer = await Actions.SaveAsync(Id, _newest?.Number ?? 0, details);
        (_errors, _problem) = (answer.Errors, answer.Done ? null : answer.Text);
        if (answer is { Done: true, Id: { } id })
        {
            await SayAsync(answer, id);
        }
    }

    private async Task ApproveAsync() => await SayAsync(await Actions.ApproveAsync(Id!.Value, _newest!.Number), Id.Value);

    private async Task RetireAsync()
    {
        if (await Confirm.AskAsync(new ConfirmQuestion("Give the checklist up?", "Give it up", "No more rounds are made of it. What was done stays readable.", [_newest!.Details.Name])))
        {
            var answer = await Actions.RetireAsync(Id!.Value);
            (_answer, _tone) = (answer.Text, answer.Done ? "ok" : "warning");
            if (answer.Done)
            {
                Navigation.NavigateTo("/rounds/checklists");
            }
        }
    }

    private async Task SayAsync(ChecklistAnswer answer, Guid id)
    {
        (_answer, _tone) = (answer.Text, answer.Done ? "ok" : "warning");
        if (Id is null)
        {
            Navigation.NavigateTo($"/rounds/checklists/{id}", replace: true);
        }
        else
        {
            await ReadAsync();
        }
    }
}
