using Microsoft.AspNetCore.Components;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Jobs.Schedules;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>Calendars that jobs hang on, each with its months.</summary>
public sealed partial class CalendarsPage
{
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<CalendarRow> _rows = [];
    private IReadOnlyList<Segment> _sites = [];
    private CalendarRow? _chosen;
    private CalendarRow? _editing;
    private CalendarForm? _form;
    private CalendarDetails? _shown;
    private string? _problem;
    private string _monthKey = "";
    private bool _mayEdit;

    /// <summary>Key of the selected calendar.</summary>
    [SupplyParameterFromQuery(Name = "id")]
    public string? Id { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["job_calendars", "jobs", "sites"];

    [Inject] private ICalendarList Calendars { get; set; } = default!;

    [Inject] private ISiteList Places { get; set; } = default!;

    [Inject] private ICalendarActions Actions { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private DateOnly Today => DateOnly.FromDateTime(Time.Local(Time.Now).DateTime);

    private EventCallback<(DateOnly Day, bool Allowed)> ToggleCallback =>
        _form is null ? default : EventCallback.Factory.Create<(DateOnly Day, bool Allowed)>(this, day =>
        {
            _form.Toggle(day.Day, day.Allowed);
            Show();
        });

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (ReadAt is not null)
        {
            Arrange(); // the address changed, not the data
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Actor.GetAsync();
        _mayEdit = actor.May(Permissions.EditJobs);
        _rows = await Calendars.ReadAsync(actor, Gone);
        _sites = actor.May(Permissions.ViewAssets) ? [.. (await Places.ReadAsync(actor, Gone)).Select(s => new Segment(s.Id.ToString(), s.Name))] : [];
        Arrange();
    }

    private static string Allows(CalendarDays days) => days switch { CalendarDays.All => "every day", CalendarDays.BusinessDays => "business days", _ => "some of each month" };

    private void Arrange()
    {
        _chosen = _rows.FirstOrDefault(r => r.Id.ToString() == Id) ?? (Id is null && _rows.Count > 0 ? _rows[0] : null);
        if (_form is null)
        {
            (_shown, _monthKey) = (_chosen?.Details, _chosen?.Id.ToString() ?? "");
        }
    }

    private void Choose(string? key)
    {
        Close();
        Navigation.NavigateTo($"/jobs/calendars?id={key}", replace: true);
    }

    private void New()
    {
        (_editing, _form, _monthKey) = (null, CalendarForm.Of(new CalendarDetails("", Time.Zone.Id) { Days = CalendarDays.BusinessDays }), "new");
        (_problem, _errors) = (null, new Dictionary<string, string>(StringComparer.Ordinal));
        Show();
        (_errors, _problem) = (new Dictionary<string, string>(StringComparer.Ordinal), null); // nobody has typed anything yet
    }

    private void Edit()
    {
        if (_chosen is { } chosen && _mayEdit)
        {
            (_editing, _form, _problem) = (chosen, CalendarForm.Of(chosen.Details), null);
            Show();
        }
    }

    private void Close()
    {
        (_form, _editing, _problem, _errors) = (null, null, null, new Dictionary<string, string>(StringComparer.Ordinal));
        Arrange();
    }

    /// <summary>Shows the days that what was typed would allow; the name may still be missing.</summary>
    private void Show()
    {
        var (_, errors) = _form!.Read(Time.Now);
        _errors = errors.Where(e => e.Key != nameof(CalendarDetails.Name)).ToDictionary(StringComparer.Ordinal);
        var named = _form.Name;
        _form.Name = string.IsNullOrWhiteSpace(named) ? "new" : named;
        _shown = _form.Read(Time.Now).Details ?? _shown;
        _form.Name = named;
    }

    private async Task SaveAsync()
    {
        var (details, errors) = _form!.Read(Time.Now);
        (_errors, _problem) = (errors, details is null ? "Nothing is stored yet: see the marked fields." : null);
        if (details is null)
        {
            return;
        }

        var answer = await Actions.SaveAsync(_editing?.Id, _editing?.Number ?? 0, details);
        (_errors, _problem) = (answer.Errors, answer.Done ? null : answer.Text);
        if (answer.Id is { } id)
        {
            Close();
            Toasts.Say(answer.Text);
            Navigation.NavigateTo($"/jobs/calendars?id={id}", replace: true);
            await RefreshNowAsync();
        }
    }

    private async Task RetireAsync()
    {
        if (_chosen is { } chosen && await Confirm.AskAsync(new ConfirmQuestion($"Retire {chosen.Details.Name}?", "Retire it", "No job can hang on it any more. It stays on record.", [chosen.Details.Name], true)))
        {
            var answer = await Actions.RetireAsync(chosen.Id);
            _problem = answer.Done ? null : answer.Text;
            if (answer.Done)
            {
                Toasts.Say(answer.Text);
            }

            await RefreshNowAsync();
        }
    }
}
