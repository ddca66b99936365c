using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.LogBook;

/// <summary>The whole log book: what people wrote and what happened by itself, by day and shift, today's first.</summary>
public sealed partial class LogPage
{
    private const int Step = 200;
    private const int Most = 5000;
    private IReadOnlyList<LogRow> _rows = [];
    private IReadOnlyList<HotGroup<LogRow>> _groups = [];
    private IReadOnlyList<LogDesk> _desks = [];
    private LogFilter _filter = new();
    private LogRow? _chosen;
    private int _wanted = Step;
    private int _open;
    private bool _more;
    private bool _mayWrite;
    private string _read = "";

    /// <summary>Key of the selected entry.</summary>
    [SupplyParameterFromQuery(Name = "id")]
    public string? Id { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => [.. LogAddress.Topics];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Inject] private ILogBook Book { get; set; } = default!;

    [Inject] private QuickEntry Quick { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private BrowserScripts Scripts { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private string Show => _filter switch { { OpenOnly: true } => "open", { Origin: LogOrigin.Manual } => "written", { Origin: LogOrigin.Automatic } => "automatic", _ => "all" };

    private IReadOnlyList<Segment> Shows => [new("all", "All"), new("written", "Written"), new("automatic", "Automatic"), new("open", "Carried on", _open)];

    private string Shown => _rows.Count.ToString("N0", CultureInfo.InvariantCulture);

    private string Words => ReadAt is null ? "" : _open == 1 ? "1 entry is carried on" : _open == 0 ? "" : $"{_open} entries are carried on";

    private string EmptyWords => _filter == new LogFilter()
        ? "Nothing has been written yet. What people do here appears by itself; write what only people know."
        : _filter.OpenOnly ? "Nothing is carried on." : "Nothing fulfils these conditions.";

    /// <summary>Conditions that no control shows, each with the filter without it.</summary>
    private List<(string Text, LogFilter Without)> Chips
    {
        get
        {
            var chips = new List<(string, LogFilter)>();
            void Add(bool there, string text, LogFilter without)
            {
                if (there)
                {
                    chips.Add((text, without));
                }
            }

            Add(_filter.Author is not null, $"by {_filter.Author}", _filter with { Author = null });
            Add(_filter.Tag is not null, $"#{_filter.Tag}", _filter with { Tag = null });
            Add(_filter.Kind is not null, $"kind {_filter.Kind}", _filter with { Kind = null });
            Add(_filter.AlertId is not null, $"alert {_filter.AlertId}", _filter with { AlertId = null });
            Add(_filter.AssetId is not null, $"asset {AssetName}", _filter with { AssetId = null });
            Add(_filter.ShiftId is not null, "one shift", _filter with { ShiftId = null });
            Add(_filter.From is not null, _filter.From is { } from ? $"from {Time.Show(from)}" : "", _filter with { From = null });
            Add(_filter.Until is not null, _filter.Until is { } until ? $"until {Time.Show(until)}" : "", _filter with { Until = null });
            return chips;
        }
    }

    private string? DeskOf(LogRow? row) => _desks.Count > 1 ? _desks.FirstOrDefault(d => d.Id == row?.DeskId)?.Name : null;

    private string AssetName => _rows.SelectMany(r => r.Assets).FirstOrDefault(a => a.Id == _filter.AssetId)?.Name ?? "";

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReadAt is null)
        {
            return;
        }

        if (_read != LogAddress.Write(LogAddress.Read(new Uri(Navigation.Uri))))
        {
            _wanted = Step;
            await RefreshNowAsync();
        }
        else if (Id is not null && _rows.All(r => r.Key != Id))
        {
            await RefreshNowAsync(); // a link to an entry that is not among those shown
        }
        else
        {
            await ChooseAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        var filter = LogAddress.Read(new Uri(Navigation.Uri));
        _mayWrite = actor.May(Permissions.StandWatch);
        (_filter, _read) = (filter, LogAddress.Write(filter));
        _desks = await Book.DesksAsync(actor, Gone);
        _open = await Book.CountAsync(new LogFilter { OpenOnly = true, DeskId = filter.DeskId }, actor, Gone);
        var (rows, place) = (new List<LogRow>(), (string?)null);
        do
        {
            var page = await Book.PageAsync(filter, place, Math.Min(_wanted - rows.Count, 1000), actor, Gone);
            rows.AddRange(page.Items);
            place = page.Next;
        }
        while (place is not null && rows.Count < _wanted);
        (_rows, _more) = (rows, place is not null && rows.Count < Most);
        await ArrangeAsync(actor);
        await ChooseAsync();
    }

    /// <summary>By shift where one desk is looked at, by day otherwise.</summary>
    private async Task ArrangeAsync(Actor actor)
    {
        var desk = _filter.DeskId ?? (_desks is [var only] ? only.Id : null);
        var shifts = desk is null || _rows.Count == 0 ? [] : await Book.ShiftsAsync(desk, _rows[^1].At, _rows[0].At.AddTicks(10), actor, Gone);
        var groups = new List<HotGroup<LogRow>>();
        foreach (var run in Runs(_rows, r => HeadOf(r.At, shifts)))
        {
            groups.Add(new HotGroup<LogRow>(run.Head, run.Rows));
        }

        _groups = groups;
    }

    private string HeadOf(DateTimeOffset at, IReadOnlyList<LogShift> shifts)
    {
        var shift = shifts.FirstOrDefault(s => s.StartsAt <= at && at < s.EndsAt);
        var desk = new DeskClock(shift?.Zone ?? Time.Zone.Id);
        var (day, today) = (desk.Day(shift?.StartsAt ?? at), desk.Day(Time.Now));
        var name = day == today ? "Today" : day == today.AddDays(-1) ? "Yesterday" : day.ToString(day.Year == today.Year ? "ddd d MMM" : "ddd d MMM yyyy", CultureInfo.InvariantCulture);
        return shift is null ? name : $"{name} · {shift.Name} {desk.Span(shift.StartsAt, shift.EndsAt, Time)}";
    }

    private static IEnumerable<(string Head, List<LogRow> Rows)> Runs(IReadOnlyList<LogRow> rows, Func<LogRow, string> head)
    {
        (string Head, List<LogRow> Rows)? run = null;
        foreach (var row in rows)
        {
            var name = head(row);
            if (run is { } current && current.Head == name)
            {
                current.Rows.Add(row);
                continue;
            }

            if (run is { } done)
            {
                yield return done;
            }

            run = (name, [row]);
        }

        if (run is { } last)
        {
            yield return last;
        }
    }

    private async Task ChooseAsync()
    {
        _chosen = _rows.FirstOrDefault(r => r.Key == Id);
        if (_chosen is null && Id is not null && Guid.TryParse(Id.TrimStart('e'), out var wanted))
        {
            _chosen = (await Book.FindAsync(wanted, await Current.GetAsync(), Gone))?.Row;
        }

        _chosen ??= _rows.Count > 0 && Id is null ? _rows[0] : null;
    }

    private void Choose(string? key) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("id", key), replace: true);

    private void ShowOnly(string show) => Go(_filter with
    {
        OpenOnly = show == "open",
        Origin = show switch { "written" or "open" => LogOrigin.Manual, "automatic" => LogOrigin.Automatic, _ => LogOrigin.All },
    });

    private void Go(LogFilter filter) => Navigation.NavigateTo($"/log{LogAddress.Write(filter)}", replace: true);

    private Task Write() => Quick.AskAsync(new EntryWish(null));

    private Task OlderAsync()
    {
        _wanted = Math.Min(_wanted + (5 * Step), Most);
        return RefreshNowAsync();
    }
}
