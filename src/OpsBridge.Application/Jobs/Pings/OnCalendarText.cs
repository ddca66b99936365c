using System.Globalization;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// One calendar event of systemd (systemd.time(7), "Calendar Events"): <c>Mon..Fri *-*-01,15 08:00 Europe/Zurich</c>, <c>*-*~1 12:00</c>,
/// <c>daily</c>. Seconds are whole; at most one zone at its end, which wins over the job's.
/// </summary>
internal static class OnCalendarText
{
    private const int FirstYear = 1970;
    private const int LastYear = 2199; // systemd's own end
    private static readonly string[] s_days = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

    private static readonly Dictionary<string, string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["minutely"] = "*-*-* *:*:00", ["hourly"] = "*-*-* *:00:00", ["daily"] = "*-*-* 00:00:00", ["monthly"] = "*-*-01 00:00:00",
        ["weekly"] = "Mon *-*-* 00:00:00", ["yearly"] = "*-01-01 00:00:00", ["annually"] = "*-01-01 00:00:00",
        ["quarterly"] = "*-01,04,07,10-01 00:00:00", ["semiannually"] = "*-01,07-01 00:00:00",
    };

    /// <summary>Reads one expression; null when it is none. Its zone is null where it names none.</summary>
    public static (WallTimes Times, TimeZoneInfo? Zone)? Parse(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToList();
        TimeZoneInfo? zone = null;
        if (words.Count > 1 && char.IsAsciiLetter(words[^1][0]) && !words[^1].Contains(':', StringComparison.Ordinal) && PingSchedule.FindZone(words[^1]) is { } found)
        {
            zone = found;
            words.RemoveAt(words.Count - 1);
        }

        var text = string.Join(' ', words);
        return Event(s_words.GetValueOrDefault(text, text)) is { } times ? (times, zone) : null;
    }

    private static WallTimes? Event(string text)
    {
        var words = text.Replace("~", "-~", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var time = words.Count > 0 && words[^1].Contains(':', StringComparison.Ordinal) ? Cut(words, ':') : ["0", "0", "0"];
        var date = words.Count > 0 && words[^1].Contains('-', StringComparison.Ordinal) && (char.IsAsciiDigit(words[^1][0]) || words[^1][0] == '*') ? Cut(words, '-') : ["*", "*", "*"];
        var weekdays = words.Count > 0 ? Weekdays(words[0]) : null;
        if (text.Length == 0 || words.Count > 1 || (words.Count == 1 && weekdays is null) || time.Length is < 2 or > 3 || date.Length is < 2 or > 3)
        {
            return null;
        }

        time = time.Length == 2 ? [.. time, "0"] : time;
        date = date.Length == 2 ? ["*", .. date] : date;
        var (hours, minutes, seconds) = (Set(time[0], 0, 23), Set(time[1], 0, 59), Set(time[2], 0, 59));
        var (years, months, days) = (Set(date[0], FirstYear, LastYear, Century), Set(date[1], 1, 12), Days(date[2]));
        return hours is null || minutes is null || seconds is null || years is null || months is null || days is null
            ? null
            : new WallTimes(On(years, months, days, weekdays), [.. hours], [.. minutes], [.. seconds], RealTime: true);
    }

    private static Func<DateOnly, bool> On(SortedSet<int> years, SortedSet<int> months, SortedSet<int> days, HashSet<DayOfWeek>? weekdays) => date =>
        years.Contains(date.Year) && months.Contains(date.Month) && (weekdays?.Contains(date.DayOfWeek) ?? true)
        && (days.Contains(date.Day) || days.Contains(date.Day - DateTime.DaysInMonth(date.Year, date.Month) - 1));

    private static string[] Cut(List<string> words, char at)
    {
        var parts = words[^1].Split(at);
        words.RemoveAt(words.Count - 1);
        return parts;
    }

    /// <summary>Days of the month; counted from its end as negative numbers after "~".</summary>
    private static SortedSet<int>? Days(string text) =>
        text.StartsWith('~') ? Set(text[1..], 1, 28) is { } fromEnd ? [.. fromEnd.Select(d => -d)] : null : Set(text, 1, 31);

    private static SortedSet<int>? Set(string text, int least, int most, Func<int, int>? meaning = null)
    {
        if (text == "*")
        {
            return [.. Enumerable.Range(least, most - least + 1)];
        }

        var all = new SortedSet<int>();
        foreach (var term in text.Split(','))
        {
            if (Term(term, least, most, meaning ?? (v => v)) is not { } values)
            {
                return null;
            }

            all.UnionWith(values);
        }

        return all;
    }

    private static IEnumerable<int>? Term(string term, int least, int most, Func<int, int> meaning)
    {
        var (span, step) = term.Split('/') switch
        {
            [var only] => (only, (int?)1),
            [var from, var every] => (from, Number(every)),
            _ => ("", null),
        };
        var ends = span.Split(".."); // a star stands alone: systemd takes none in lists, spans and steps
        var first = Number(ends[0]) is { } a ? meaning(a) : -1;
        var last = ends.Length == 1 ? (term.Contains('/', StringComparison.Ordinal) ? most : first) : ends.Length == 2 && Number(ends[1]) is { } b ? meaning(b) : -1;
        return step is not > 0 || first < least || last > most || last < first
            ? null
            : Enumerable.Range(first, last - first + 1).Where(v => (v - first) % step.Value == 0);
    }

    private static int Century(int year) => year < 70 ? year + 2000 : year < 100 ? year + 1900 : year;

    private static HashSet<DayOfWeek>? Weekdays(string text)
    {
        var all = new HashSet<DayOfWeek>();
        foreach (var term in text.TrimEnd(',').Replace("-", "..", StringComparison.Ordinal).Split(','))
        {
            var ends = term.Split("..").Select(Weekday).ToList();
            if (ends.Count > 2 || ends.Contains(null) || Monday(ends[^1]!.Value) < Monday(ends[0]!.Value))
            {
                return null;
            }

            all.UnionWith(Enumerable.Range(Monday(ends[0]!.Value), Monday(ends[^1]!.Value) - Monday(ends[0]!.Value) + 1).Select(d => (DayOfWeek)((d + 1) % 7)));
        }

        return all;
    }

    private static int Monday(DayOfWeek day) => ((int)day + 6) % 7;

    private static DayOfWeek? Weekday(string text)
    {
        var name = text.ToUpperInvariant();
        var index = Array.FindIndex(s_days, d => d == name || d[..3] == name);
        return index < 0 ? null : (DayOfWeek)index;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
