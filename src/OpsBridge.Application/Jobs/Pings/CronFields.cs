using System.Globalization;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// The five fields of a crontab line (crontab(5) of Debian's cron, with the additions that healthchecks knows): minute, hour, day of month,
/// month, day of week; <c>*</c>, lists, ranges, steps, names, 7 for Sunday, <c>L</c> and <c>LW</c> (last day, last weekday of the month),
/// <c>5L</c> (last Friday), <c>1#2</c> (second Monday). When both day fields are restricted, either may hold; when one begins with a star,
/// both must.
/// </summary>
internal static class CronFields
{
    private const int LastDay = -1;
    private const int LastWeekday = -2;
    private const int Nth = 100; // weekday + 100 * n
    private const int LastOf = 1000; // weekday + 1000
    private static readonly string[] s_months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] s_days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly Field s_minute = new(0, 59, [], 0);
    private static readonly Field s_hour = new(0, 23, [], 0);
    private static readonly Field s_day = new(1, 31, [], 0) { IsDay = true };
    private static readonly Field s_month = new(1, 12, s_months, 1);
    private static readonly Field s_weekday = new(0, 7, s_days, 0) { IsWeekday = true };

    /// <summary>Whether a text looks like this rather than like OnCalendar: one line of five words.</summary>
    public static bool Looks(string text) => !text.Trim().Contains('\n', StringComparison.Ordinal) && Words(text).Length == 5;

    /// <summary>Reads the expression; null when it is none.</summary>
    public static WallTimes? Parse(string text)
    {
        var words = Words(text.ToUpperInvariant());
        if (words.Length != 5)
        {
            return null;
        }

        var sets = new[] { s_minute, s_hour, s_day, s_month, s_weekday }.Select((field, i) => field.Parse(words[i])).ToArray();
        if (Array.Exists(sets, set => set is null))
        {
            return null;
        }

        var (days, months, weekdays) = (sets[2]!, sets[3]!, sets[4]!);
        var both = words[2].StartsWith('*') || words[4].StartsWith('*');
        return new WallTimes(
            date => months.Contains(date.Month) && (both
                ? OnDay(days, date) && OnWeekday(weekdays, date)
                : OnDay(days, date) || OnWeekday(weekdays, date)),
            [.. sets[1]!],
            [.. sets[0]!],
            [0],
            RealTime: words[0].StartsWith('*') || words[1].StartsWith('*'));
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static bool OnDay(SortedSet<int> days, DateOnly date)
    {
        var last = DateTime.DaysInMonth(date.Year, date.Month);
        return days.Contains(date.Day) || (days.Contains(LastDay) && date.Day == last) || (days.Contains(LastWeekday) && date.Day == LastWeekdayOf(date, last));
    }

    private static int LastWeekdayOf(DateOnly date, int last) => new DateOnly(date.Year, date.Month, last).DayOfWeek switch
    {
        DayOfWeek.Sunday => last - 2,
        DayOfWeek.Saturday => last - 1,
        _ => last,
    };

    private static bool OnWeekday(SortedSet<int> weekdays, DateOnly date)
    {
        var day = (int)date.DayOfWeek;
        return weekdays.Contains(day) || (day == 0 && weekdays.Contains(7))
            || Any(weekdays, day, day + (Nth * (((date.Day - 1) / 7) + 1)))
            || (date.Day + 7 > DateTime.DaysInMonth(date.Year, date.Month) && Any(weekdays, day, day + LastOf));
    }

    private static bool Any(SortedSet<int> weekdays, int day, int code) => weekdays.Contains(code) || (day == 0 && weekdays.Contains(code + 7));

    private sealed record Field(int Least, int Most, string[] Names, int FirstName)
    {
        public bool IsDay { get; init; }

        public bool IsWeekday { get; init; }

        public SortedSet<int>? Parse(string text)
        {
            var all = new SortedSet<int>();
            foreach (var term in text.Split(','))
            {
                if (Term(term) is not { } values)
                {
                    return null;
                }

                all.UnionWith(values);
            }

            return all;
        }

        private IReadOnlyCollection<int>? Term(string term)
        {
            if (term.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0)
            {
                return Stepped(term[..slash], Number(term[(slash + 1)..]));
            }

            return term switch
            {
                "*" => Run(Least, Most),
                "L" when IsDay => [LastDay],
                "LW" when IsDay => [LastWeekday],
                [.. var day, 'L'] when IsWeekday && char.IsAsciiDigit(day.FirstOrDefault()) => Value(day) is { } value ? [value + LastOf] : null,
                _ when IsWeekday && term.Split('#') is [var day, var nth] => Value(day) is { } value && Number(nth) is { } n and >= 1 and <= 5 ? [value + (Nth * n)] : null,
                _ when term.Split('-') is [var from, var to] => Value(from) is { } first && Value(to) is { } last && first <= last ? Run(first, last) : null,
                _ => Value(term) is { } one ? [one] : null,
            };
        }

        /// <summary>Of a star or a range every n-th; of a single value every n-th from it on.</summary>
        private IReadOnlyCollection<int>? Stepped(string term, int? step)
        {
            if (step is not > 0 || Term(term) is not { } values)
            {
                return null;
            }

            var from = values.Count == 1 && values.First() is var start and >= 0 && start <= Most ? Run(start, Most) : values;
            return [.. from.Where((_, i) => i % step.Value == 0)];
        }

        private int? Value(string text) => Array.IndexOf(Names, text) is var name and >= 0
            ? name + FirstName
            : Number(text) is { } number && number >= Least && number <= Most ? number : null;

        private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        private static int[] Run(int first, int last) => [.. Enumerable.Range(first, last - first + 1)];
    }
}
