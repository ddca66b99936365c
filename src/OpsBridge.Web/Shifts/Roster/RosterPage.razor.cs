using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.Roster;

/// <summary>A form of the roster.</summary>
public enum RosterForm
{
    /// <summary>None.</summary>
    None,

    /// <summary>The desk.</summary>
    Desk,

    /// <summary>Its rhythm.</summary>
    Pattern,

    /// <summary>Its crews.</summary>
    Crews,

    /// <summary>Who is away, and holidays.</summary>
    Away,

    /// <summary>Addresses for calendar programs.</summary>
    Calendar,

    /// <summary>Swaps.</summary>
    Swaps,
}

/// <summary>The calendar of shifts of a desk: a day, a week or a month, with the people on them.</summary>
public sealed partial class RosterPage
{
    private static readonly Segment[] s_views = [new("day", "Day"), new("week", "Week"), new("month", "Month")];
    private IReadOnlyList<DeskRow> _desks = [];
    private DeskRow? _desk;
    private DeskRow? _edited;
    private RosterView? _view;
    private RosterShift? _adding;
    private (RosterPerson Person, RosterShift Shift)? _opened;
    private DeskClock _clock = new("UTC");
    private DateOnly _day;
    private string _span = "week";
    private RosterForm _form;
    private Guid? _me;
    private bool _mayPlan;
    private bool _mayStand;

    /// <summary>Key of the desk.</summary>
    [SupplyParameterFromQuery(Name = "desk")]
    public string? DeskId { get; set; }

    /// <summary>A day that is shown, as yyyy-MM-dd.</summary>
    [SupplyParameterFromQuery(Name = "day")]
    public string? DayText { get; set; }

    /// <summary>day, week or month.</summary>
    [SupplyParameterFromQuery(Name = "view")]
    public string? ViewText { get; set; }

    /// <summary>"desk" opens the form for a new one.</summary>
    [SupplyParameterFromQuery(Name = "new")]
    public string? New { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => [.. RosterBook.Topics, .. DeskList.Topics];

    [Inject] private IDeskList Desks { get; set; } = default!;

    [Inject] private IRosterBook Book { get; set; } = default!;

    [Inject] private IRosterActions Actions { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private DateOnly Today => _clock.Day(Time.Now);

    private IReadOnlyList<string> Crews => CrewsDialog.CrewsOf(_desk?.Pattern);

    private (DateOnly From, DateOnly To) Days => _span switch
    {
        "day" => (_day, _day),
        "month" => RosterMonth.Span(_day),
        _ => (Monday(_day), Monday(_day).AddDays(6)),
    };

    private string Heading => _span switch
    {
        "day" => _day.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture),
        "month" => _day.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
        _ => $"Week {ISOWeek.GetWeekOfYear(_day.ToDateTime(TimeOnly.MinValue))} · {DeskClock.Show(Days.From)} – {DeskClock.Show(Days.To)}",
    };

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        (_me, _mayPlan, _mayStand) = (actor.Id, actor.May(Permissions.PlanRoster), actor.May(Permissions.StandWatch));
        _desks = await Desks.ReadAsync(actor, Gone);
        _desk = _desks.FirstOrDefault(d => d.Id.ToString() == DeskId) ?? (_desks.Count > 0 ? _desks[0] : null);
        _clock = new DeskClock(_desk?.Details.Zone ?? Time.Zone.Id);
        _span = s_views.Any(v => v.Value == ViewText) ? ViewText! : "week";
        _day = DateOnly.TryParseExact(DayText, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1990 and < 2200 ? day : Today;
        var (from, to) = Days;
        _view = _desk is null ? null : await Book.ReadAsync(_desk.Id, from, to, actor, Gone);
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReadAt is not null)
        {
            await RefreshNowAsync(); // the address changed, not the data
        }
        else if (New == "desk")
        {
            Edit(null);
        }
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private void Step(int by) => Go(day: _span switch { "day" => _day.AddDays(by), "month" => _day.AddDays(1 - _day.Day).AddMonths(by), _ => _day.AddDays(7 * by) });

    private void Go(string? desk = null, DateOnly? day = null, string? span = null) => Navigation.NavigateTo(
        string.Create(CultureInfo.InvariantCulture, $"/roster?desk={desk ?? _desk?.Id.ToString()}&day={day ?? _day:yyyy-MM-dd}&view={span ?? _span}"), replace: true);

    private void Edit(DeskRow? desk) => (_edited, _form) = (desk, RosterForm.Desk);

    private void Open((RosterPerson Person, RosterShift Shift) opened) => _opened = opened;

    private async Task CloseAsync()
    {
        _form = RosterForm.None;
        await RefreshNowAsync();
    }

    private async Task AssignAsync((RosterShift Shift, Guid Account) pick)
    {
        _adding = null;
        var answer = await Actions.AssignAsync(pick.Shift.Id, pick.Account);
        await SayAsync(answer, answer.Id is { } made ? () => Actions.UnassignAsync(made) : null);
    }

    private Task MoveToAsync((RosterPerson Person, RosterShift From, Guid To) move)
    {
        _opened = null;
        return MoveAsync(move);
    }

    private async Task MoveAsync((RosterPerson Person, RosterShift From, Guid To) move)
    {
        if (move.From.Id != move.To)
        {
            var answer = await Actions.MoveAsync(move.Person.AssignmentId, move.To);
            await SayAsync(answer, answer.Id is { } made ? () => Actions.MoveAsync(made, move.From.Id) : null);
        }
    }

    private async Task RemoveAsync((RosterPerson Person, RosterShift Shift) gone)
    {
        _opened = null;
        await SayAsync(await Actions.UnassignAsync(gone.Person.AssignmentId), () => Actions.AssignAsync(gone.Shift.Id, gone.Person.AccountId));
    }

    private async Task SayAsync(ShiftAnswer answer, Func<Task<ShiftAnswer>>? undo)
    {
        if (answer.Done && undo is not null)
        {
            Toasts.Say(answer.Text, "ok", "Undo", async () => await SayAsync(await undo(), null));
        }
        else
        {
            Toasts.Say(answer.Text, answer.Tone);
        }

        await RefreshNowAsync();
    }
}
