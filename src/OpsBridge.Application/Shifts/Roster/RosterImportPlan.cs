using System.Globalization;
using OpsBridge.Csv;
using OpsBridge.Kernel;

namespace OpsBridge.Shifts.Roster;

/// <summary>A line with its verdict and, where somebody comes onto a shift, who and which.</summary>
internal sealed record PlannedLine(RosterImportRow Row, Desk? Desk, Shift? Shift, Guid Account);

/// <summary>
/// Judges each line of a roster against what is planned. Knows no database and no clock; gives the same verdicts for the same
/// input. What holds for one who is put on a shift by hand holds here too, and lines hold against each other as well.
/// </summary>
internal sealed class RosterImportPlan
{
    private const int MostHours = 24;
    private readonly RosterSnapshot _known;
    private readonly Desk? _desk;
    private readonly Dictionary<Guid, List<Shift>> _shifts = [];
    private readonly Dictionary<Guid, List<(BusySpan Span, int Line)>> _taken = [];
    private readonly HashSet<Guid> _new = [];

    private RosterImportPlan(RosterSnapshot known, Guid? desk)
    {
        _known = known;
        _desk = known.Desks.Values.SingleOrDefault(d => d.Id == desk) ?? (known.Desks.Count == 1 ? known.Desks.Values.Single() : null);
    }

    /// <summary>One planned line per row of the sheet, in order.</summary>
    /// <param name="sheet">The file.</param>
    /// <param name="known">What it is held against.</param>
    /// <param name="desk">The desk of lines that name none; null for none.</param>
    public static IReadOnlyList<PlannedLine> Of(CsvSheet sheet, RosterSnapshot known, Guid? desk)
    {
        var plan = new RosterImportPlan(known, desk);
        return [.. sheet.Rows.Select(plan.Judge)];
    }

    private PlannedLine Judge(CsvSheetRow row)
    {
        var (named, asked) = (Cell(row, RosterColumns.Person), Cell(row, RosterColumns.Desk));
        var person = _known.People.GetValueOrDefault(named);
        var desk = asked.Length == 0 ? _desk : _known.Desks.GetValueOrDefault(asked);
        var problem = row.Problem ?? WhyNotDesk(desk, asked) ?? WhyNotPerson(person, named);
        if (problem is not null)
        {
            return Refuse(row, person?.Name ?? named, desk, null, problem);
        }

        var (shift, isNew, wrong) = Find(row, desk!);
        if (shift is null || wrong is not null)
        {
            return Refuse(row, person!.Name, desk, shift, wrong!);
        }

        if (_known.Busy[person!.Id].Any(b => b.ShiftId == shift.Id))
        {
            return new PlannedLine(Show(row, person.Name, desk!, shift, new RosterVerdict.Unchanged()), desk, null, person.Id);
        }

        if (WhyNotThere(person, shift) is { } busy)
        {
            return Refuse(row, person.Name, desk, shift, busy);
        }

        Keep(shift, isNew, desk!, person, row.Line);
        return new PlannedLine(Show(row, person.Name, desk!, shift, new RosterVerdict.Assign(isNew)), desk, shift, person.Id);
    }

    private void Keep(Shift shift, bool isNew, Desk desk, RosterAccount person, int line)
    {
        if (isNew && _new.Add(shift.Id))
        {
            Shifts(desk).Add(shift);
        }

        _taken.TryAdd(person.Id, []);
        _taken[person.Id].Add((new BusySpan(shift.Id, shift.StartsAt, shift.EndsAt, $"{shift.Name} of desk {desk.Name}"), line));
    }

    private static string? WhyNotDesk(Desk? desk, string asked) => desk is not null ? null
        : asked.Length == 0 ? "It names no desk." : $"There is no desk “{CsvCells.Excerpt(asked)}”.";

    private static string? WhyNotPerson(RosterAccount? person, string named) => person switch
    {
        null => named.Length == 0 ? "It names nobody." : $"There is no account “{CsvCells.Excerpt(named)}”.",
        { Disabled: true } => $"The account {person.Name} is disabled.",
        { MayStand: false } => $"{person.Name} cannot stand watch: the account is a viewer's.",
        _ => null,
    };

    private string? WhyNotThere(RosterAccount person, Shift shift)
    {
        if (_known.Absences[person.Id].FirstOrDefault(a => a.Holds(shift.Day)) is { } away)
        {
            return $"{person.Name} is away that day ({away.Kind.ToString().ToLowerInvariant()}).";
        }

        if (_known.Busy[person.Id].FirstOrDefault(b => Meets(b, shift)) is { } busy)
        {
            return $"{person.Name} is on {busy.Where} at that time.";
        }

        var (span, line) = _taken.GetValueOrDefault(person.Id)?.Find(t => Meets(t.Span, shift)) ?? default;
        return span is null ? null : span.ShiftId == shift.Id ? $"Line {line} says the same." : $"Line {line} puts {person.Name} on {span.Where} at that time.";
    }

    private static bool Meets(BusySpan busy, Shift shift) => busy.From < shift.EndsAt && shift.StartsAt < busy.Until;

    private (Shift? Shift, bool IsNew, string? Problem) Find(CsvSheetRow row, Desk desk)
    {
        var (name, dayCell, startCell) = (Cell(row, RosterColumns.Shift), Cell(row, RosterColumns.Day), Cell(row, RosterColumns.Start));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(desk.Zone);
        var (day, wrongDay) = dayCell.Length == 0 ? (null, null) : RosterTimes.Day(dayCell);
        if (wrongDay is not null || (day is null && startCell.Length == 0))
        {
            return (null, false, wrongDay ?? "It names neither a day nor a start.");
        }

        var (start, wrongStart) = startCell.Length == 0 ? (null, null) : RosterTimes.Start(startCell, day, zone);
        if (wrongStart is not null)
        {
            return (null, false, wrongStart);
        }

        day ??= DateOnly.FromDateTime(WallClock.Shown(start!.Value, zone));
        var found = Shifts(desk).Where(s => (start is null ? s.Day == day : s.StartsAt == start) && (name.Length == 0 || Same(s.Name, name))).ToList();
        return found.Count switch
        {
            1 => (found[0], _new.Contains(found[0].Id), WhyNotThen(found[0], Cell(row, RosterColumns.End), zone)),
            0 when start is { } begins => Plan(row, desk, zone, begins, day.Value, name),
            0 => (null, false, DateOnly.FromDateTime(WallClock.Shown(_known.Now, zone)) > day ? $"{Show(day.Value)} is over." : $"Desk {desk.Name} has no shift{(name.Length == 0 ? "" : $" “{CsvCells.Excerpt(name)}”")} on {Show(day.Value)}{Offered(desk, day.Value)}."),
            _ => (null, false, $"Desk {desk.Name} has more than one such shift on {Show(day.Value)}: name it, or say when it begins{Offered(desk, day.Value)}."),
        };
    }

    private static string? WhyNotThen(Shift shift, string cell, TimeZoneInfo zone)
    {
        var (end, wrong) = cell.Length == 0 ? (shift.EndsAt, null) : RosterTimes.End(cell, shift.StartsAt, zone);
        return wrong ?? (end == shift.EndsAt ? null : $"{shift.Name} on {Show(shift.Day)} ends at {Clock(shift.EndsAt, zone)}.");
    }

    private (Shift? Shift, bool IsNew, string? Problem) Plan(CsvSheetRow row, Desk desk, TimeZoneInfo zone, DateTimeOffset start, DateOnly day, string name)
    {
        var cell = Cell(row, RosterColumns.End);
        var (end, wrong) = cell.Length == 0 ? (null, null) : RosterTimes.End(cell, start, zone);
        var problem = wrong ?? (end is null ? $"Desk {desk.Name} has no {(name.Length == 0 ? "shift" : $"“{CsvCells.Excerpt(name)}”")} that begins then{Offered(desk, day)}. Say when it ends to plan one."
            : end <= start ? "It would end when it begins or before."
            : end - start > TimeSpan.FromHours(MostHours) ? $"A shift lasts at most {MostHours} hours."
            : end <= _known.Now ? "That shift is over."
            : name.Length > Shift.MaxName || name.Any(char.IsControl) ? $"A shift has a name of at most {Shift.MaxName} characters on one line."
            : null);
        if (problem is null && Shifts(desk).Find(s => s.StartsAt < end && start < s.EndsAt) is { } other)
        {
            problem = $"It overlaps {other.Name} ({Clock(other.StartsAt, zone)}–{Clock(other.EndsAt, zone)}): a desk has one shift at a time.";
        }

        return problem is null ? (Shift.Plan(desk.Id, name.Length == 0 ? "Shift" : name, DateOnly.FromDateTime(WallClock.Shown(start, zone)), start, end!.Value), true, null) : (null, false, problem);
    }

    private string Offered(Desk desk, DateOnly day)
    {
        var names = Shifts(desk).Where(s => s.Day == day).Take(6).Select(s => s.Name).ToList();
        return names.Count == 0 ? "" : $" (there is {string.Join(", ", names)})";
    }

    private List<Shift> Shifts(Desk desk)
    {
        if (!_shifts.TryGetValue(desk.Id, out var shifts))
        {
            _shifts[desk.Id] = shifts = [.. _known.Shifts[desk.Id].OrderBy(s => s.StartsAt)];
        }

        return shifts;
    }

    private static PlannedLine Refuse(CsvSheetRow row, string person, Desk? desk, Shift? shift, string reason) =>
        new(Show(row, CsvCells.Excerpt(person), desk, shift, new RosterVerdict.Refused(reason)), desk, null, Guid.Empty);

    private static RosterImportRow Show(CsvSheetRow row, string person, Desk? desk, Shift? shift, RosterVerdict verdict)
    {
        var zone = desk is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(desk.Zone);
        return new(row.Line, person, desk?.Name ?? "", shift is null ? "" : $"{shift.Name}, {Show(shift.Day)} {Clock(shift.StartsAt, zone)}–{Clock(shift.EndsAt, zone)}", verdict);
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Cell(CsvSheetRow row, string column) => row[column]?.Trim() ?? "";

    private static string Show(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) => WallClock.Shown(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
