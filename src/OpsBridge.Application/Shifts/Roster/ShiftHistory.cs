using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>What the timeline says about a shift.</summary>
internal static class ShiftHistory
{
    /// <summary>Something happened to a shift.</summary>
    public static Happening Of(Desk desk, Shift shift, string verb, string text) =>
        new($"shift.{verb}", shift.Id.ToString(), FormattableString.Invariant($"{text} {shift.Name} of desk {desk.Name} on {shift.Day:yyyy-MM-dd}"));
}
