using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Ui;

namespace OpsBridge.Rounds;

/// <summary>
/// One step of a round. What is typed is saved when the field is left or Enter is pressed; until then it is also kept in the
/// browser, so that neither a lost connection nor a reload loses it.
/// </summary>
public sealed partial class StepCard
{
    private enum Reason
    {
        NotPossible,
        Correction,
    }

    private string? _typed;
    private string? _why;
    private string? _answer;
    private string? _tone;
    private string? _wanted;
    private Reason? _reasonFor;
    private bool _editing;
    private bool _busy;
    private bool _focus;

    /// <summary>The step with its answer.</summary>
    [Parameter, EditorRequired] public StepView View { get; set; } = default!;

    /// <summary>The round.</summary>
    [Parameter, EditorRequired] public Guid RoundId { get; set; }

    /// <summary>Place in the list, from 0.</summary>
    [Parameter] public int Index { get; set; }

    /// <summary>Whether the viewer can answer it now. The use case asks again.</summary>
    [Parameter] public bool CanDo { get; set; }

    /// <summary>Whether the viewer can correct an answer.</summary>
    [Parameter] public bool CanCorrect { get; set; }

    /// <summary>Called when something was saved, or somebody else was first.</summary>
    [Parameter] public EventCallback OnSaved { get; set; }

    /// <summary>Called after Enter with the place of this step.</summary>
    [Parameter] public EventCallback<int> OnNext { get; set; }

    [Inject] private IRoundActions Actions { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    private ChecklistStep Step => View.Step;

    private string Control => RoundPage.ControlOf(Index);

    private string Name => $"{Control}-name";

    private string Draft => $"round-{RoundId:N}-{Step.Id:N}";

    private string Class => View.Reading switch { null => CanDo ? "is-open" : "", { Deviates: true } reading => reading.Verdict == Verdict.Alarm ? "is-alarm" : "is-warn", _ => "is-good" };

    private string ReasonWords => _reasonFor == Reason.NotPossible ? "Why it cannot be done" : "Why it is corrected";

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && CanDo && View.Reading is null && Step.Kind is StepKind.Number or StepKind.Meter or StepKind.Text
            && await Scripts.AskAsync<string?>("console", "read", Draft) is { Length: > 0 } draft && string.IsNullOrEmpty(_typed))
        {
            (_typed, _answer, _tone) = (draft, "Typed earlier and not saved yet.", "warning");
            StateHasChanged();
        }

        if (_focus)
        {
            _focus = false;
            await Scripts.TellAsync("console", "focus", _reasonFor is null ? Control : $"{Control}-why");
        }
    }

    private string SaidWords(Reading reading) => reading.NotApplicable ? "Not applicable" : reading.FileId is not null ? "Photo" : reading.Value is null && reading.Text is null ? "Done" : reading.Show(Step.Unit);

    private void Correct() => (_editing, _typed, _answer, _focus) = (true, Typed(View.Reading), null, true);

    private static string? Typed(Reading? reading) => reading?.Value?.ToString("0.######", CultureInfo.InvariantCulture) ?? reading?.Text;

    private void NotPossible() => (_reasonFor, _why, _answer, _focus) = (Reason.NotPossible, null, null, true);

    private void Leave() => (_reasonFor, _editing, _answer, _wanted) = (null, false, null, null);

    private Task ChangedAsync() => _busy || string.IsNullOrWhiteSpace(_typed) || _editing ? Task.CompletedTask : SaveAsync(_typed);

    private async Task KeyAsync(KeyboardEventArgs key)
    {
        if (key.Key == "Enter" && await SaveAsync(_typed))
        {
            await OnNext.InvokeAsync(Index);
        }
    }

    private async Task<bool> SaveAsync(string? value)
    {
        if (View.Seen > 0)
        {
            (_reasonFor, _wanted, _why, _focus) = (Reason.Correction, value, null, true); // a correction needs its reason first
            return false;
        }

        return await StoreAsync(() => Actions.RecordAsync(RoundId, Step.Id, View.Seen, new StepAnswer(value)), value);
    }

    private Task<bool> ReasonedAsync() => _reasonFor == Reason.NotPossible
        ? StoreAsync(() => Actions.RecordAsync(RoundId, Step.Id, View.Seen, new StepAnswer(null) { NotApplicable = true, Why = _why }), _wanted)
        : StoreAsync(() => Actions.RecordAsync(RoundId, Step.Id, View.Seen, new StepAnswer(_wanted) { Why = _why }), _wanted);

    private Task<bool> PhotoAsync(InputFileChangeEventArgs chosen) => StoreAsync(() => Actions.RecordAsync(RoundId, Step.Id, View.Seen, chosen.File, View.Seen > 0 ? "taken again" : null), null);

    private async Task<bool> StoreAsync(Func<Task<RoundAnswer>> store, string? value)
    {
        if (_busy)
        {
            return false;
        }

        _busy = true;
        try
        {
            var answer = await store();
            (_answer, _tone) = (answer.Text, answer.Tone);
            if (answer.Done)
            {
                (_typed, _reasonFor, _editing, _wanted) = (null, null, false, null);
                await Scripts.TellAsync("console", "store", Draft, null);
            }
            else if (answer.Newer is not null)
            {
                (_editing, _typed) = (true, value); // both are seen: the other's in words, one's own in the field
            }

            if (answer.Done || answer.Newer is not null)
            {
                await OnSaved.InvokeAsync();
            }

            return answer.Done;
        }
        finally
        {
            _busy = false;
        }
    }
}
