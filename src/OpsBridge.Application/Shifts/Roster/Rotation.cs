using OpsBridge.Kernel;

namespace OpsBridge.Shifts.Roster;

/// <summary>One shift that a pattern asks for.</summary>
/// <param name="Day">The day on the desk's clocks on which it begins.</param>
/// <param name="Name">What operators call it.</param>
/// <param name="Crew">Whose turn it is; null for none.</param>
/// <param name="StartsAt">When it begins (UTC).</param>
/// <param name="EndsAt">When it ends (UTC), later than <paramref name="StartsAt"/>.</param>
public sealed record RotationShift(DateOnly Day, string Name, string? Crew, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>
/// Turns a pattern into shifts. Begin and end are times on the clocks of the desk, each turned into a moment by
/// <see cref="WallClock"/>: a time that is skipped is the moment of the jump, of a time that comes twice the first counts. Two
/// shifts that meet on the clocks therefore meet in time, whatever the clocks do between; a night may last 7 or 9 hours. A
/// shift for which the clocks leave no time (a whole day skipped, as in Samoa in 2011) does not take place.
/// </summary>
public static class Rotation
{
    /// <summary>The shifts that begin on the days from <paramref name="from"/> to <paramref name="to"/>, both included, in order; none before the first day of the pattern.</summary>
    public static IEnumerable<RotationShift> Shifts(PatternDetails pattern, TimeZoneInfo zone, DateOnly from, DateOnly to)
    {
        var byDay = pattern.Slots.ToLookup(s => s.Day);
        for (var day = from < pattern.FirstDay ? pattern.FirstDay : from; day <= to; day = day.AddDays(1))
        {
            var turn = ((day.DayNumber - pattern.FirstDay.DayNumber) % pattern.CycleDays) + 1;
            foreach (var slot in byDay[turn].OrderBy(s => s.Start))
            {
                var starts = WallClock.Moment(day.ToDateTime(slot.Start), zone).At;
                var ends = WallClock.Moment((slot.End > slot.Start ? day : day.AddDays(1)).ToDateTime(slot.End), zone).At;
                if (ends > starts)
                {
                    yield return new RotationShift(day, slot.Name, slot.Crew, starts, ends);
                }
            }
        }
    }
}
