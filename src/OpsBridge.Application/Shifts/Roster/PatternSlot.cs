namespace OpsBridge.Shifts.Roster;

/// <summary>One shift of a cycle, on the clocks of the desk.</summary>
/// <param name="Day">Day of the cycle on which it begins, from 1.</param>
/// <param name="Name">What operators call it, 1 to 40 characters.</param>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends; on the next day when not after <paramref name="Start"/>. Never equal to it.</param>
/// <param name="Crew">Whose turn it is, 1 to 20 characters; null when people are named one by one.</param>
public sealed record PatternSlot(int Day, string Name, TimeOnly Start, TimeOnly End, string? Crew = null)
{
    /// <summary>Minutes from the beginning of the cycle to its beginning, as if no clock ever changed.</summary>
    internal int From => ((Day - 1) * PatternDetails.DayMinutes) + (int)Start.ToTimeSpan().TotalMinutes;

    /// <summary>How long it lasts in minutes, as if no clock ever changed; 1 to 1439.</summary>
    internal int Minutes => (int)(End - Start).TotalMinutes; // TimeOnly counts round midnight
}
