using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Rounds.Runbooks;

/// <summary>Writes a runbook, version by version; somebody else approves it.</summary>
public sealed partial class RunbookPage
{
    private const string Example = "alertname=\"HTTP 5xx\", asset=~\"web-.*\"";
    private readonly List<StepText> _steps = [];
    private RunbookView? _view;
    private RunbookVersionView? _newest;
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private Guid? _read;
    private string? _title;
    private string? _matchers;
    private string? _text;
    private DateTimeOffset? _from;
    private string? _problem;
    private string? _answer;
    private string? _tone;
    private bool _mayWrite;
    private bool _mayApprove;
    private bool _mine;
    private bool _ready;

    /// <summary>Key of the runbook; null for a new one.</summary>
    [Parameter] public Guid? Id { get; set; }

    [Inject] private IRunbookBook Book { get; set; } = default!;

    [Inject] private IRunbookActions Actions { get; set; } = default!;

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
        (_mayWrite, _mayApprove) = (actor.May(Permissions.DoRounds), actor.May(Permissions.EditRounds));
        _view = Id is { } id ? await Book.FindAsync(id, actor, CancellationToken.None) : null;
        _newest = _view?.Versions[0];
        _mine = _newest?.WrittenById is { } writer && writer == actor.Id;
        var details = _newest?.Details;
        (_title, _matchers, _text, _from) = (details?.Title, details?.Matchers, details?.Text, null);
        _steps.Clear();
        _steps.AddRange((details?.Steps ?? []).Select(s => new StepText(s.Id) { Text = s.Text }));
        if (_steps.Count == 0)
        {
            Add();
        }

        _ready = true;
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);

    private void Add() => _steps.Add(new StepText(Guid.CreateVersion7(Clock.GetUtcNow())));

    private async Task SaveAsync()
    {
        var details = new RunbookDetails(_title ?? "", _matchers ?? "") { Text = _text, EffectiveFrom = _from, Steps = [.. _steps.Select(s => new RunbookStep(s.Id, s.Text ?? ""))] };
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
        if (await Confirm.AskAsync(new ConfirmQuestion("Give the runbook up?", "Give it up", "It is offered on no alert any more. What was done by it stays readable.", [_newest!.Details.Title])))
        {
            var answer = await Actions.RetireAsync(Id!.Value);
            (_answer, _tone) = (answer.Text, answer.Done ? "ok" : "warning");
            if (answer.Done)
            {
                Navigation.NavigateTo("/runbooks");
            }
        }
    }

    private async Task SayAsync(RunbookAnswer answer, Guid id)
    {
        (_answer, _tone) = (answer.Text, answer.Done ? "ok" : "warning");
        if (Id is null)
        {
            Navigation.NavigateTo($"/runbooks/{id}", replace: true);
        }
        else
        {
            await ReadAsync();
        }
    }

    private sealed class StepText(Guid id)
    {
        public Guid Id => id;

        public string? Text { get; set; }
    }
}
