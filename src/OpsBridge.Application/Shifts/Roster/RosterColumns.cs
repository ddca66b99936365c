namespace OpsBridge.Shifts.Roster;

/// <summary>Columns of a roster as CSV.</summary>
public static class RosterColumns
{
    /// <summary>Name of the desk; where it is missing or empty, the desk that the page shows.</summary>
    public const string Desk = "desk";

    /// <summary>The day on the desk's clocks on which the shift begins.</summary>
    public const string Day = "day";

    /// <summary>Name of the shift.</summary>
    public const string Shift = "shift";

    /// <summary>When it begins: a time of day beside the day, or both in one.</summary>
    public const string Start = "start";

    /// <summary>When it ends; with it a shift that is not planned yet can be.</summary>
    public const string End = "end";

    /// <summary>Name of the account; the only column that every file must have.</summary>
    public const string Person = "person";

    /// <summary>Every column.</summary>
    public static IReadOnlyList<string> All { get; } = [Desk, Day, Shift, Start, End, Person];
}
