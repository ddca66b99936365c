using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Rounds;

/// <summary>Doing a round, on a phone first: one card for each step, saved by itself.</summary>
public sealed partial class RoundPage
{
    private RoundView? _view;
    private Guid? _me;
    private bool _mayDo;
    private bool _skipping;
    private bool _focus;
    private int _at = -1;
    private string? _why;
    private string? _problem;
    private string? _answer;
    private string? _tone;
    private Guid _read;

    /// <summary>Key of the round.</summary>
    [Parameter] public Guid Id { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["rounds", "round_readings", "watch_spells"];

    [Inject] private IRoundBook Book { get; set; } = default!;

    [Inject] private IRoundActions Actions { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private bool CanDo => _mayDo && _view is { OnWatch: true, Row: { IsOpen: true, State: not RoundState.Waiting } };

    private bool CanCorrect => CanDo || (_mayDo && _view is { Row.State: RoundState.Done or RoundState.DoneWithDeviations });

    /// <summary>Id of the control of a step, where keys lead to.</summary>
    internal static string ControlOf(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"step-{index}");

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReadAt is not null && _read != Id)
        {
            (_view, _answer, _at) = (null, null, -1);
            await RefreshNowAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        var id = _read = Id;
        var view = await Book.FindAsync(id, actor, Gone);
        if (id == Id)
        {
            (_view, _me, _mayDo) = (view, actor.Id, actor.May(Permissions.DoRounds));
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus)
        {
            _focus = false;
            await Task.Yield(); // the dialog opens in the same round, after this component
            await Scripts.TellAsync("console", "focus", "skip-why");
        }
    }

    private async Task SavedAsync() => await RefreshNowAsync();

    /// <summary>The first step after this one that waits for an answer.</summary>
    private async Task NextAsync(int index)
    {
        var steps = _view?.Steps ?? [];
        var next = Enumerable.Range(index + 1, Math.Max(0, steps.Count - index - 1)).Where(i => steps[i].Reading is null).Select(i => (int?)i).FirstOrDefault();
        if (next is { } to)
        {
            _at = to;
            await Scripts.TellAsync("console", "focus", ControlOf(to));
        }
    }

    private async Task MoveAsync(int by)
    {
        _at = Math.Clamp(_at + by, 0, Math.Max(0, (_view?.Steps.Count ?? 1) - 1));
        await Scripts.TellAsync("console", "focus", ControlOf(_at));
    }

    private Task TakeAsync() => DoAsync(() => Actions.TakeAsync(Id));

    private Task FinishAsync() => DoAsync(() => Actions.FinishAsync(Id));

    private void AskSkip() => (_skipping, _why, _problem, _focus) = (true, null, null, true);

    private async Task SkipAsync()
    {
        var answer = await Actions.SkipAsync(Id, _why ?? "");
        if (!answer.Done)
        {
            _problem = answer.Text;
            return;
        }

        _skipping = false;
        await SayAsync(answer);
    }

    private async Task DoAsync(Func<Task<RoundAnswer>> act) => await SayAsync(await act());

    private async Task SayAsync(RoundAnswer answer)
    {
        await RefreshNowAsync();
        (_answer, _tone) = (answer.Text, answer.Tone);
    }
}
