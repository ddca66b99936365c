using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.Jobs.Pings;
using OpsBridge.Rounds;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>A day of the routine: jobs, reported jobs and rounds, planned against actual, against maintenance and shifts.</summary>
public sealed partial class TimelinePage
{
    private static readonly Segment[] s_looks = [new("picture", "Picture"), new("table", "Table")];
    private RunDayView _day = RunDayView.Empty;
    private IReadOnlyList<ReportedLane> _reported = [];
    private IReadOnlyList<RoundRow> _rounds = [];
    private IReadOnlyList<DayRow> _rows = [];
    private DayScale _scale = new(DateOnly.MinValue.AddDays(2), TimeZoneInfo.Utc);
    private string? _selected;

    /// <summary>The day as year-month-day on the viewer's clocks; today without it.</summary>
    [SupplyParameterFromQuery(Name = "day")]
    public string? Day { get; set; }

    /// <summary>"table" for the table.</summary>
    [SupplyParameterFromQuery(Name = "as")]
    public string? As { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["jobs", "job_runs", "job_calendars", "maintenance_windows", "shifts", "reported_jobs", "rounds", "round_readings"];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override TimeSpan? Look => TimeSpan.FromSeconds(60); // now moves on, and with it what is late

    /// <inheritdoc />
    protected override IReadOnlyList<string> Feeders { get; } = [PingWatch.PulseName, RoundsKeeper.PulseName];

    [Inject] private IRunDay Days { get; set; } = default!;

    [Inject] private IReportedDay Reports { get; set; } = default!;

    [Inject] private IRoundDay Rounds { get; set; } = default!;

    [Inject] private CurrentActor Actor { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private bool AsTable => string.Equals(As, "table", StringComparison.Ordinal);

    private DateOnly Today => DateOnly.FromDateTime(Time.Local(Time.Now).DateTime);

    private string Words
    {
        get
        {
            var runs = _day.Lanes.SelectMany(l => l.Runs).ToList();
            string?[] parts =
            [
                string.Create(CultureInfo.InvariantCulture, $"{runs.Count:N0} runs"),
                Part(runs.Count(r => r.IsBad), "failed"), Part(runs.Count(r => r.State is RunState.Missed or RunState.Asking && !RunWords.IsIntended(r)), "missed"),
                Part(_day.Lanes.Sum(l => l.Overlaps.Count), "overlap"), Part(_day.Lanes.Sum(l => l.Planned.Count(p => p.ExcludedBy is null)), "to come"),
                Part(_reported.Count(l => l.Down.Any(d => d.Until is null)), "down"), Part(_rounds.Count(r => r.State == RoundState.Overdue), "overdue"),
                _day.IsCut ? "more runs than can be shown" : null,
            ];
            return ReadAt is null ? "" : string.Join(" · ", parts.OfType<string>());
        }
    }

    /// <summary>Hours, shift boundaries and now, drawn once for all lanes.</summary>
    private string Marks
    {
        get
        {
            var lines = _day.Shifts.Select(s => s.From).Where(_scale.Holds).Distinct().Select(at => Line(_scale.Place(at), "var(--accent)", 2))
                .Concat(_scale.Hours().Skip(1).Select(h => Line(h.At, "var(--line)", 1))).ToList();
            if (_scale.Holds(Time.Now))
            {
                lines.Insert(0, Line(_scale.Place(Time.Now), "var(--critical)", 2));
            }

            return lines.Count == 0 ? "" : $"--marks:{string.Join(',', lines)}";
        }
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReadAt is not null)
        {
            await RefreshNowAsync(); // the address changed, not the data
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var day = DateOnly.TryParseExact(Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) && asked.Year is > 1970 and < 2200 ? asked : Today;
        var scale = new DayScale(day, Time.Zone);
        var actor = await Actor.GetAsync();
        _day = await Days.ReadAsync(scale.From, scale.To, actor, Gone);
        _reported = await Reports.ReadAsync(scale.From, scale.To, actor, Gone);
        _rounds = actor.May(Permissions.ViewRounds) ? await Rounds.ReadAsync(scale.From, scale.To, actor, Gone) : [];
        _scale = scale;
        _rows =
        [
            .. JobLanes.Shifts(_day, scale, Time), .. JobLanes.Jobs(_day, scale, Time), .. ReportedLanes.Of(_reported, scale, Time), .. RoundLanes.Of(_rounds, scale, Time), .. JobLanes.Windows(_day, scale, Time),
        ];
    }

    private static string? Part(int count, string what) => count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}");

    // In whole pixels: thinner than one, a line falls between two and vanishes.
    private static string Line(double at, string colour, int pixels) => string.Create(
        CultureInfo.InvariantCulture, $"linear-gradient(90deg,transparent {at:0.###}%,{colour} {at:0.###}%,{colour} calc({at:0.###}% + {pixels}px),transparent calc({at:0.###}% + {pixels}px))");

    private void Open(DayRow row)
    {
        if (row.Href is { } href)
        {
            Navigation.NavigateTo(href);
        }
    }

    private void Move(int days) => Go(_scale.Day.AddDays(days));

    private void Go(DateOnly day) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("day", day == Today ? null : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), replace: true);

    private void Switch() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("as", AsTable ? null : "table"), replace: true);
}
