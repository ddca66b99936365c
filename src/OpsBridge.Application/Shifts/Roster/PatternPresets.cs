namespace OpsBridge.Shifts.Roster;

/// <summary>The rhythms that most bridges use, to start from.</summary>
public static class PatternPresets
{
    private static readonly (string Name, TimeOnly From, TimeOnly To)[] s_eight = [("Early", new(6, 0), new(14, 0)), ("Late", new(14, 0), new(22, 0)), ("Night", new(22, 0), new(6, 0))];
    private static readonly (string Name, TimeOnly From, TimeOnly To)[] s_twelve = [("Day", new(6, 0), new(18, 0)), ("Night", new(18, 0), new(6, 0))];

    /// <summary>Early, Late and Night of 8 hours, the same each day; people are named one by one.</summary>
    public static PatternDetails EightHours(DateOnly first) => new("8 hours", first, 1, [.. s_eight.Select(s => new PatternSlot(1, s.Name, s.From, s.To))]);

    /// <summary>Day and Night of 12 hours, the same each day; people are named one by one.</summary>
    public static PatternDetails TwelveHours(DateOnly first) => new("12 hours", first, 1, [.. s_twelve.Select(s => new PatternSlot(1, s.Name, s.From, s.To))]);

    /// <summary>12 hours with crews A to D: each four shifts on and four days off, in turn by day and by night.</summary>
    public static PatternDetails FourOnFourOff(DateOnly first) => new(
        "4 on, 4 off",
        first,
        16,
        [.. Enumerable.Range(0, 16).SelectMany(day => s_twelve.Select((s, night) => new PatternSlot(day + 1, s.Name, s.From, s.To, Crew(((day / 4) + (2 * night)) % 4))))]);

    /// <summary>8 hours with crews A to D: two Early, two Late, two Night, two days off.</summary>
    public static PatternDetails EightHoursFourCrews(DateOnly first) => new(
        "8 hours, four crews",
        first,
        8,
        [.. Enumerable.Range(0, 8).SelectMany(day => s_eight.Select((s, turn) => new PatternSlot(day + 1, s.Name, s.From, s.To, Crew(((day / 2) + 4 - turn) % 4))))]);

    private static string Crew(int number) => ((char)('A' + number)).ToString();
}
