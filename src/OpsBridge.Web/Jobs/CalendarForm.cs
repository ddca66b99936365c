using System.Globalization;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs;

/// <summary>A calendar as it is being typed: named days one a line, freeze periods one a line.</summary>
public sealed class CalendarForm
{
    private static readonly string[] s_moments = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd H:mm", "yyyy-MM-dd"];

    /// <inheritdoc cref="CalendarDetails.Name"/>
    public string? Name { get; set; }

    /// <inheritdoc cref="CalendarDetails.Zone"/>
    public string? Zone { get; set; }

    /// <inheritdoc cref="CalendarDetails.Description"/>
    public string? Description { get; set; }

    /// <summary>Key of the site.</summary>
    public string? Site { get; set; }

    /// <inheritdoc cref="CalendarDetails.Days"/>
    public CalendarDays Days { get; set; } = CalendarDays.BusinessDays;

    /// <inheritdoc cref="CalendarDetails.BusinessWeekdays"/>
    public HashSet<DayOfWeek> Weekdays { get; private init; } = [];

    /// <summary>Business days of the month: "1, -1".</summary>
    public string? OfMonth { get; set; } = "-1";

    /// <summary>"2026-12-25 Christmas", one a line.</summary>
    public string? Holidays { get; set; }

    /// <summary>As <see cref="Holidays"/>.</summary>
    public string? ExtraDays { get; set; }

    /// <summary>"2026-12-20 to 2027-01-03 06:00 Year end", one a line, on the clocks of the zone.</summary>
    public string? Freezes { get; set; }

    /// <inheritdoc cref="CalendarDetails.WhenExcluded"/>
    public WhenExcluded WhenExcluded { get; set; }

    /// <summary>The form of a calendar.</summary>
    public static CalendarForm Of(CalendarDetails calendar) => new()
    {
        Name = calendar.Name,
        Zone = calendar.Zone,
        Description = calendar.Description,
        Site = calendar.SiteId?.ToString(),
        Days = calendar.Days,
        Weekdays = [.. calendar.BusinessWeekdays],
        OfMonth = calendar.OfMonth.Count == 0 ? "-1" : string.Join(", ", calendar.OfMonth),
        Holidays = Lines(calendar.Holidays),
        ExtraDays = Lines(calendar.ExtraDays),
        Freezes = string.Join('\n', calendar.Freezes.Select(f => $"{Shown(f.From, calendar.Zone)} to {Shown(f.Until, calendar.Zone)} {f.Name}")),
        WhenExcluded = calendar.WhenExcluded,
    };

    /// <summary>The calendar, or what is wrong by field of <see cref="CalendarDetails"/>.</summary>
    public (CalendarDetails? Details, IReadOnlyDictionary<string, string> Errors) Read(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(Zone ?? "", out var found) ? found : TimeZoneInfo.Utc;
        var details = new CalendarDetails(Name ?? "", Zone ?? "")
        {
            Description = Description ?? "",
            SiteId = Guid.TryParse(Site, out var site) ? site : null,
            Days = Days,
            BusinessWeekdays = [.. Weekdays],
            OfMonth = Days == CalendarDays.OfMonth ? Numbers(errors) : [],
            Holidays = Named(nameof(CalendarDetails.Holidays), Holidays, errors),
            ExtraDays = Named(nameof(CalendarDetails.ExtraDays), ExtraDays, errors),
            Freezes = Periods(zone, errors),
            WhenExcluded = WhenExcluded,
        };
        foreach (var (field, words) in details.Validate(now))
        {
            errors.TryAdd(field, words);
        }

        return (errors.Count == 0 ? details : null, errors);
    }

    /// <summary>Adds the day to the holidays, or takes it out; the same for extra days where the day is left out by the week.</summary>
    public void Toggle(DateOnly day, bool allowed)
    {
        var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (holidays, extra) = (Split(Holidays).ToList(), Split(ExtraDays).ToList());
        if (holidays.RemoveAll(l => l.StartsWith(text, StringComparison.Ordinal)) + extra.RemoveAll(l => l.StartsWith(text, StringComparison.Ordinal)) == 0)
        {
            (allowed ? holidays : extra).Add($"{text} {(allowed ? "left out" : "allowed")}");
        }

        (Holidays, ExtraDays) = (string.Join('\n', holidays.Order(StringComparer.Ordinal)), string.Join('\n', extra.Order(StringComparer.Ordinal)));
    }

    private static string Lines(IReadOnlyList<NamedDay> days) => string.Join('\n', days.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Day:yyyy-MM-dd} {d.Name}")));

    private static string Shown(DateTimeOffset at, string zone) => WallClock.Shown(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string[] Split(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<NamedDay> Named(string field, string? text, Dictionary<string, string> errors)
    {
        var days = new List<NamedDay>();
        foreach (var line in Split(text))
        {
            if (line.Length > 11 && DateOnly.TryParseExact(line[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && line[10] == ' ')
            {
                days.Add(new NamedDay(day, line[11..].Trim()));
            }
            else
            {
                errors.TryAdd(field, $"“{line}” is no day with a name, as in: 2026-12-25 Christmas");
            }
        }

        return days;
    }

    private List<int> Numbers(Dictionary<string, string> errors)
    {
        var numbers = new List<int>();
        foreach (var part in (OfMonth ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }
            else
            {
                errors.TryAdd(nameof(CalendarDetails.OfMonth), $"“{part}” is no number.");
            }
        }

        return numbers;
    }

    private List<FreezePeriod> Periods(TimeZoneInfo zone, Dictionary<string, string> errors)
    {
        var periods = new List<FreezePeriod>();
        foreach (var line in Split(Freezes))
        {
            var parts = line.Split(" to ", 2, StringSplitOptions.TrimEntries);
            var words = parts.Length == 2 ? parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
            var length = words.Length > 1 && words[1].Contains(':', StringComparison.Ordinal) ? 2 : 1;
            if (words.Length > length && Moment(parts[0], zone) is { } from && Moment(string.Join(' ', words.Take(length)), zone) is { } until)
            {
                periods.Add(new FreezePeriod(from, until, string.Join(' ', words.Skip(length))));
            }
            else
            {
                errors.TryAdd(nameof(CalendarDetails.Freezes), $"“{line}” is no period with a name, as in: 2026-12-20 18:00 to 2027-01-03 06:00 Year end");
            }
        }

        return periods;
    }

    private static DateTimeOffset? Moment(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, s_moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? WallClock.Moment(local, zone).At : null;
}
