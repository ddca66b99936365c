using OpsBridge.Kernel;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts;

namespace OpsBridge.Rounds;

/// <summary>A moment at which a round of a checklist is due.</summary>
/// <param name="DueAt">The moment (UTC).</param>
/// <param name="ShiftId">The shift in which it is due; null where none is planned.</param>
/// <param name="EndsAt">When that shift ends (UTC).</param>
internal sealed record PlannedRound(DateTimeOffset DueAt, Guid? ShiftId, DateTimeOffset EndsAt)
{
    /// <summary>Stands in for a shift where none is planned.</summary>
    public static readonly TimeSpan WithoutShift = TimeSpan.FromHours(8);

    /// <summary>All moments from <paramref name="from"/> (included) to <paramref name="until"/> (excluded), in order, each once.</summary>
    /// <param name="schedule">When rounds are due.</param>
    /// <param name="shifts">The shifts of the desk that touch this span, in order.</param>
    /// <param name="from">Begin (UTC).</param>
    /// <param name="until">End (UTC).</param>
    public static IReadOnlyList<PlannedRound> Between(RoundSchedule schedule, IReadOnlyList<Shift> shifts, DateTimeOffset from, DateTimeOffset until)
    {
        if (schedule.Timing == RoundTiming.Recurring)
        {
            return Recurrence.Create(schedule.Cron, schedule.Zone).Recurrence is { } recurrence
                ? [.. recurrence.StartsFrom(from).TakeWhile(s => s.At < until).Select(s => At(s.At, shifts))]
                : [];
        }

        return
        [
            .. shifts.Where(s => schedule.Shifts.Count == 0 || schedule.Shifts.Contains(s.Name, StringComparer.OrdinalIgnoreCase))
                .Select(s => new PlannedRound(schedule.Within(s.StartsAt, s.EndsAt), s.Id, s.EndsAt))
                .Where(p => p.DueAt >= from && p.DueAt < until),
        ];
    }

    private static PlannedRound At(DateTimeOffset due, IReadOnlyList<Shift> shifts) =>
        shifts.FirstOrDefault(s => s.Holds(due)) is { } shift ? new PlannedRound(due, shift.Id, shift.EndsAt) : new PlannedRound(due, null, due + WithoutShift);
}
