using OpsBridge.Kernel;

namespace OpsBridge.Jobs.Schedules;

/// <summary>One nominal time of a schedule.</summary>
/// <param name="At">The moment (UTC).</param>
/// <param name="Asked">What the schedule asks for, on the clocks of its zone; UTC for schedules without a zone.</param>
/// <param name="Note">What the change of the clocks did to it.</param>
/// <param name="ExcludedBy">Why the calendar leaves it out, in words; null when the job starts then.</param>
public sealed record NextFire(DateTimeOffset At, DateTime Asked, ClockNote Note, string? ExcludedBy)
{
    /// <summary>From which time the calendar moved it (on the clocks of the schedule); null when it did not.</summary>
    public DateTime? MovedFrom { get; init; }
}
