using System.Globalization;

namespace OpsBridge.Kernel;

/// <summary>
/// The simple forms of a recurrence that people choose from: days of the week, or a day of the month, at a time. They are
/// written as cron expressions and read back from them, so only the expression is stored.
/// </summary>
public abstract record RecurrenceForm
{
    private static readonly string[] s_days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]; // by DayOfWeek
    private static readonly string[] s_orders = ["first", "second", "third", "fourth"];

    private RecurrenceForm(TimeOnly at) => At = at;

    /// <summary>Time of day, to the minute.</summary>
    public TimeOnly At { get; }

    /// <summary>The cron expression.</summary>
    public string ToCron() => string.Create(CultureInfo.InvariantCulture, $"0 {At.Minute} {At.Hour} {Days}");

    /// <summary>In words: "every Sunday at 02:30".</summary>
    public string InWords() => string.Create(CultureInfo.InvariantCulture, $"{Words} at {At:HH:mm}");

    /// <summary>The last three fields of the expression.</summary>
    protected abstract string Days { get; }

    /// <summary>Which days, in words.</summary>
    protected abstract string Words { get; }

    /// <summary>The form that the expression was written from; null when it was written by hand.</summary>
    public static RecurrenceForm? Of(string cron)
    {
        if (cron.Split(' ') is not ["0", var minute, var hour, var day, "*", var weekday]
            || !int.TryParse(minute, NumberStyles.None, CultureInfo.InvariantCulture, out var m) || m > 59
            || !int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var h) || h > 23)
        {
            return null;
        }

        var at = new TimeOnly(h, m);
        return (day, weekday) switch
        {
            ("L", "?") => new LastDay(at),
            (_, "?") when int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var d) && d is >= 1 and <= 31 => new MonthDay(at, d),
            ("?", [>= '1' and <= '7' and var n, 'L']) => new MonthWeekday(at, (DayOfWeek)(n - '1'), null),
            ("?", [>= '1' and <= '7' and var n, '#', >= '1' and <= '4' and var order]) => new MonthWeekday(at, (DayOfWeek)(n - '1'), order - '0'),
            ("?", _) when weekday.Split(',').Select(w => Array.IndexOf(s_days, w)).ToList() is var list && !list.Contains(-1) =>
                new Weekly(at, [.. list.Select(i => (DayOfWeek)i)]),
            _ => null,
        };
    }

    private static string Name(DayOfWeek day) => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName(day);

    /// <summary>On certain days of each week.</summary>
    public sealed record Weekly : RecurrenceForm
    {
        /// <summary>At a time, on at least one day.</summary>
        public Weekly(TimeOnly at, IReadOnlyCollection<DayOfWeek> on)
            : base(at) => On = [.. on.Distinct().OrderBy(d => ((int)d + 6) % 7)]; // Monday first

        /// <summary>The days, Monday first.</summary>
        public IReadOnlyList<DayOfWeek> On { get; }

        /// <inheritdoc />
        protected override string Days => $"? * {string.Join(',', On.Select(d => s_days[(int)d]))}";

        /// <inheritdoc />
        protected override string Words => On.Count == 7 ? "every day" : $"every {string.Join(", ", On.Select(Name))}";
    }

    /// <summary>On a day of each month that has it.</summary>
    public sealed record MonthDay(TimeOnly At, int Day) : RecurrenceForm(At)
    {
        /// <inheritdoc />
        protected override string Days => string.Create(CultureInfo.InvariantCulture, $"{Day} * ?");

        /// <inheritdoc />
        protected override string Words => string.Create(CultureInfo.InvariantCulture, $"on day {Day} of each month{(Day > 28 ? " that has it" : "")}");
    }

    /// <summary>On the last day of each month.</summary>
    public sealed record LastDay(TimeOnly At) : RecurrenceForm(At)
    {
        /// <inheritdoc />
        protected override string Days => "L * ?";

        /// <inheritdoc />
        protected override string Words => "on the last day of each month";
    }

    /// <summary>On the first to fourth (<see cref="Order"/>), or the last (null) such day of each month.</summary>
    public sealed record MonthWeekday(TimeOnly At, DayOfWeek Day, int? Order) : RecurrenceForm(At)
    {
        /// <inheritdoc />
        protected override string Days => string.Create(CultureInfo.InvariantCulture, $"? * {(int)Day + 1}{(Order is { } order ? $"#{order}" : "L")}");

        /// <inheritdoc />
        protected override string Words => $"on the {(Order is { } order ? s_orders[order - 1] : "last")} {Name(Day)} of each month";
    }
}
