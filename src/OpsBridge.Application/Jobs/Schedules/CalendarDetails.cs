using OpsBridge.Assets;

namespace OpsBridge.Jobs.Schedules;

/// <summary>Which days a calendar allows before holidays and extra days are looked at.</summary>
public enum CalendarDays
{
    /// <summary>Every day.</summary>
    All,

    /// <summary>The days of <see cref="CalendarDetails.BusinessWeekdays"/> that are no holiday.</summary>
    BusinessDays,

    /// <summary>The business days of each month that <see cref="CalendarDetails.OfMonth"/> counts.</summary>
    OfMonth,
}

/// <summary>What becomes of a nominal time that the calendar excludes.</summary>
public enum WhenExcluded
{
    /// <summary>Nothing: it is not a nominal time.</summary>
    Drop,

    /// <summary>It is recorded as missed because of the calendar; no alert.</summary>
    Record,

    /// <summary>It happens at the same time of the next day that the calendar allows.</summary>
    NextDay,

    /// <summary>It happens at the same time of the last day before it that the calendar allows.</summary>
    DayBefore,
}

/// <summary>A day with its name.</summary>
/// <param name="Day">On the clocks of the calendar.</param>
/// <param name="Name">For example "Christmas"; 1 to 100 characters.</param>
public sealed record NamedDay(DateOnly Day, string Name);

/// <summary>A time in which nothing starts, whatever else the calendar says.</summary>
/// <param name="From">Its begin (UTC).</param>
/// <param name="Until">Its end (UTC), not included.</param>
/// <param name="Name">For example "Year end"; 1 to 100 characters.</param>
public sealed record FreezePeriod(DateTimeOffset From, DateTimeOffset Until, string Name);

/// <summary>Everything that somebody says about a calendar.</summary>
/// <param name="Name">Unique among the calendars in use, 1 to 100 characters.</param>
/// <param name="Zone">IANA zone whose days are meant.</param>
public sealed record CalendarDetails(string Name, string Zone)
{
    /// <summary>Longest name of a calendar, a day or a freeze period, in characters.</summary>
    public const int MaxName = 100;

    /// <summary>Most holidays, extra days or freeze periods each.</summary>
    public const int MaxEntries = 1000;

    /// <summary>What it is for, as text; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The site whose calendar it is; null for everywhere. Says who it is for; a job chooses its calendar itself.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>Which days are allowed.</summary>
    public CalendarDays Days { get; init; }

    /// <summary>Days of the week that are business days unless a holiday; at least one.</summary>
    public IReadOnlyList<DayOfWeek> BusinessWeekdays { get; init; } = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>Which business days of a month <see cref="CalendarDays.OfMonth"/> means: 1 is the first, -1 the last, -2 the last but one; 1 to 23 and -1 to -23.</summary>
    public IReadOnlyList<int> OfMonth { get; init; } = [];

    /// <summary>Days that are left out; no business days either.</summary>
    public IReadOnlyList<NamedDay> Holidays { get; init; } = [];

    /// <summary>Days that are allowed whatever the other rules say; freeze periods still hold.</summary>
    public IReadOnlyList<NamedDay> ExtraDays { get; init; } = [];

    /// <summary>Times in which nothing starts; a time in one is never moved.</summary>
    public IReadOnlyList<FreezePeriod> Freezes { get; init; } = [];

    /// <summary>What becomes of excluded times.</summary>
    public WhenExcluded WhenExcluded { get; init; }

    /// <summary>Trimmed, each day once in its order, moments in UTC.</summary>
    public CalendarDetails Normalized() => this with
    {
        Name = Name.Trim(),
        Description = Description.Trim(),
        BusinessWeekdays = [.. BusinessWeekdays.Distinct().OrderBy(d => ((int)d + 6) % 7)],
        OfMonth = [.. OfMonth.Distinct().Order()],
        Holidays = [.. Holidays.DistinctBy(h => h.Day).OrderBy(h => h.Day).Select(h => h with { Name = h.Name.Trim() })],
        ExtraDays = [.. ExtraDays.DistinctBy(h => h.Day).OrderBy(h => h.Day).Select(h => h with { Name = h.Name.Trim() })],
        Freezes = [.. Freezes.Select(f => new FreezePeriod(f.From.ToUniversalTime(), f.Until.ToUniversalTime(), f.Name.Trim())).OrderBy(f => f.From)],
    };

    /// <summary>Plain-word errors by property; empty when it makes sense. A calendar that allows no moment within two years is refused.</summary>
    public IReadOnlyDictionary<string, string> Validate(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(nameof(Name), PlainText.IsLine(Name, 1, MaxName), $"One line of 1 to {MaxName} characters.");
        Add(nameof(Description), PlainText.IsText(Description, JobDetails.MaxDescription), $"At most {JobDetails.MaxDescription} characters without control characters.");
        Add(nameof(Zone), TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _), "Choose an IANA time zone, for example Europe/Zurich.");
        Add(nameof(Days), Enum.IsDefined(Days), "Choose which days are allowed.");
        Add(nameof(WhenExcluded), Enum.IsDefined(WhenExcluded), "Choose what becomes of excluded times.");
        Add(nameof(BusinessWeekdays), BusinessWeekdays.Count > 0 && BusinessWeekdays.All(Enum.IsDefined), "Choose at least one business day of the week.");
        Add(nameof(OfMonth), OfMonth.All(n => Math.Abs(n) is >= 1 and <= 23) && (Days != CalendarDays.OfMonth || OfMonth.Count > 0), "Give at least one business day of the month: 1 to 23, or -1 to -23 from its end.");
        Add(nameof(Holidays), AreDays(Holidays), $"At most {MaxEntries} days, each with a name of 1 to {MaxName} characters.");
        Add(nameof(ExtraDays), AreDays(ExtraDays), $"At most {MaxEntries} days, each with a name of 1 to {MaxName} characters.");
        Add(nameof(Freezes), Freezes.Count <= MaxEntries && Freezes.All(f => f.From < f.Until && PlainText.IsLine(f.Name, 1, MaxName)), $"At most {MaxEntries} periods that end after they begin, each with a name of 1 to {MaxName} characters.");
        if (errors.Count == 0 && !new CalendarRules(Normalized()).AllowsAnything(now))
        {
            errors[nameof(Days)] = "This calendar excludes every moment of the next two years: no job with it would ever start.";
        }

        return errors;

        void Add(string field, bool holds, string words)
        {
            if (!holds)
            {
                errors[field] = words;
            }
        }
    }

    private static bool AreDays(IReadOnlyList<NamedDay> days) => days.Count <= MaxEntries && days.All(d => PlainText.IsLine(d.Name, 1, MaxName));
}
