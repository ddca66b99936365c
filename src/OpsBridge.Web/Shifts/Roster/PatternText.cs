using System.Globalization;

namespace OpsBridge.Shifts.Roster;

/// <summary>
/// The shifts of a cycle as lines that a supervisor writes: day of the cycle, name, begin and end, and the crew where there is
/// one. "3 Night 22:00-06:00 B" or, for every day of the cycle, "* Early 06:00-14:00".
/// </summary>
internal static class PatternText
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaxText = 40_000;

    /// <summary>The lines of a pattern; slots that come on every day alike are one line.</summary>
    public static string Write(PatternDetails pattern)
    {
        var daily = pattern.Slots.GroupBy(s => s with { Day = 0 }).Where(g => g.Select(s => s.Day).Distinct().Count() == pattern.CycleDays).Select(g => g.Key).ToHashSet();
        return string.Join('\n', daily.OrderBy(s => s.Start).Select(s => Line("*", s)).Concat(pattern.Slots.Where(s => !daily.Contains(s with { Day = 0 })).Select(s => Line(s.Day.ToString(CultureInfo.InvariantCulture), s))));
    }

    /// <summary>The slots of the lines, or what is wrong with the first line that cannot be read.</summary>
    public static (IReadOnlyList<PatternSlot> Slots, string? Error) Read(string text, int cycleDays)
    {
        var slots = new List<PatternSlot>();
        if (text.Length > MaxText)
        {
            return (slots, "That is too long.");
        }

        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0)
            {
                continue;
            }

            if (Slot(line) is not { } slot || slots.Count >= PatternDetails.MostSlots)
            {
                return ([], string.Create(CultureInfo.InvariantCulture, $"Line {number}: write the day of the cycle (or *), a name, begin-end and perhaps a crew, for example \"1 Early 06:00-14:00 A\"."));
            }

            slots.AddRange(slot.Day == 0 ? Enumerable.Range(1, Math.Clamp(cycleDays, 1, PatternDetails.MostDays)).Select(d => slot with { Day = d }) : [slot]);
        }

        return (slots, null);
    }

    private static PatternSlot? Slot(string line)
    {
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, 1, Math.Max(0, words.Length - 1), w => Span(w) is not null);
        if (at < 2 || words.Length > at + 2 || !(words[0] == "*" || (int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day > 0)))
        {
            return null;
        }

        var (from, to) = Span(words[at])!.Value;
        return new PatternSlot(
            words[0] == "*" ? 0 : int.Parse(words[0], CultureInfo.InvariantCulture), string.Join(' ', words[1..at]), from, to, words.Length > at + 1 ? words[at + 1] : null);
    }

    private static (TimeOnly From, TimeOnly To)? Span(string word) =>
        word.Split('-', '–') is [var from, var to] && Time(from) is { } start && Time(to) is { } end ? (start, end) : null;

    private static TimeOnly? Time(string word) => TimeOnly.TryParseExact(word, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static string Line(string day, PatternSlot slot) =>
        string.Create(CultureInfo.InvariantCulture, $"{day} {slot.Name} {slot.Start:HH\\:mm}-{slot.End:HH\\:mm}{(slot.Crew is null ? "" : $" {slot.Crew}")}");
}
