using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.Watch;

/// <summary>A form of the watch.</summary>
public enum WatchForm
{
    /// <summary>Asks a colleague to take over.</summary>
    Relief,

    /// <summary>Leaves the desk without anybody.</summary>
    Unstaffed,

    /// <summary>Ends somebody's watch.</summary>
    End,
}

/// <summary>All desks: who is on watch, and what one can do about it.</summary>
public sealed partial class WatchPage
{
    private static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<DeskWatch> _desks = [];
    private IReadOnlyList<Colleague> _colleagues = [];
    private IReadOnlyDictionary<string, string> _errors = s_none;
    private (DeskWatch Desk, WatchForm Form)? _asked;
    private WatchPerson? _ended;
    private DateTimeOffset? _until;
    private Guid? _me;
    private string? _to;
    private string? _text;
    private string? _onCall;
    private string? _problem;
    private bool _staysOn;
    private bool _mayStand;
    private bool _mayPlan;

    /// <inheritdoc />
    protected override string[] Topics => [.. WatchBoard.Topics, "accounts"];

    [Inject] private IWatchBoard Board { get; set; } = default!;

    [Inject] private IColleagueList Colleagues { get; set; } = default!;

    [Inject] private IWatchActions Actions { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        (_me, _mayStand, _mayPlan) = (actor.Id, actor.May(Permissions.StandWatch), actor.May(Permissions.PlanRoster));
        _desks = await Board.ReadAsync(actor, Gone);
        _colleagues = _mayStand ? await Colleagues.HoldingAsync(Permissions.StandWatch, actor, Gone) : [];
    }

    private async Task ActAsync(Func<IWatchActions, Task<ShiftAnswer>> act)
    {
        var answer = await act(Actions);
        Toasts.Say(answer.Text, answer.Tone);
        await RefreshNowAsync();
    }

    private void Ask((DeskWatch Desk, WatchForm Form) asked)
    {
        (_asked, _errors, _problem, _text, _to, _onCall, _staysOn) = (asked, s_none, null, null, null, null, false);
        _until = asked.Desk.Next?.StartsAt;
    }

    private void EndAsync((DeskWatch Desk, WatchPerson Who) asked)
    {
        _ended = asked.Who;
        Ask((asked.Desk, WatchForm.End));
    }

    private void Close(bool open) => _asked = null;

    private Task OfferAsync() => SendAsync(desk => Actions.OfferAsync(desk, new ReliefForm(Guid.TryParse(_to, out var to) ? to : Guid.Empty, _text ?? "", _staysOn)));

    private Task GoUnstaffedAsync() => SendAsync(desk => Actions.GoUnstaffedAsync(desk, new UnstaffedForm(_until ?? default, _text ?? "", _onCall ?? "")));

    private Task EndNowAsync() => SendAsync(desk => Actions.EndAsync(desk, _ended!.AccountId, _text ?? ""));

    private async Task SendAsync(Func<Guid, Task<ShiftAnswer>> send)
    {
        if (_asked is not var (desk, _))
        {
            return;
        }

        var answer = await send(desk.DeskId);
        (_errors, _problem) = (answer.Errors, answer.Done || answer.Errors.Count > 0 ? null : answer.Text);
        if (answer.Done)
        {
            _asked = null;
            Toasts.Say(answer.Text);
            await RefreshNowAsync();
        }
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);
}
