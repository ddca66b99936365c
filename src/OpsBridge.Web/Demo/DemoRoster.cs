using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Shifts;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Demo;

/// <summary>
/// Makes desk "Main" with Early, Late and Night, puts the demo's people on two weeks of shifts, leaves a few gaps to fix, and
/// lets operator1 take the watch. A desk of that name that exists already stays as it is.
/// </summary>
public sealed class DemoRoster(IDeskList desks, SaveDesk saveDesk, SavePattern savePattern, IRosterBook book, AssignPerson assign, TakeWatch take)
{
    private const string Name = "Main";
    private const string Zone = "Europe/Zurich";
    private const int Days = 14;
    private static readonly string[] s_turns = ["operator1", "operator2", "supervisor1"];
    private static readonly string[] s_gaps = ["Night", "Late"];

    /// <summary>Makes it.</summary>
    /// <param name="planner">Who plans.</param>
    /// <param name="watch">Who takes the watch; null for nobody.</param>
    /// <param name="now">The moment (UTC).</param>
    /// <param name="ct">Gives up.</param>
    public async Task LoadAsync(Actor planner, Actor? watch, DateTimeOffset now, CancellationToken ct)
    {
        if ((await desks.ReadAsync(planner, ct)).Any(d => string.Equals(d.Name, Name, StringComparison.OrdinalIgnoreCase))
            || await saveDesk.HandleAsync(null, 0, new DeskDetails(Name, Zone), planner, ct) is not SaveDeskResult.Saved desk)
        {
            return;
        }

        var today = DateOnly.FromDateTime(WallClock.Shown(now, TimeZoneInfo.FindSystemTimeZoneById(Zone)));
        // From yesterday on, so that the shift of this moment exists also at night.
        await savePattern.HandleAsync(desk.Id, PatternPresets.EightHours(today.AddDays(-1)), planner, ct);
        await AssignAsync(desk.Id, today, now, planner, ct);
        if (watch is not null)
        {
            await take.HandleAsync(desk.Id, watch, ct);
        }
    }

    private async Task AssignAsync(Guid desk, DateOnly today, DateTimeOffset now, Actor planner, CancellationToken ct)
    {
        var view = await book.ReadAsync(desk, today.AddDays(-1), today.AddDays(Days - 1), planner, ct);
        var people = view.Colleagues.ToDictionary(c => c.Name, c => c.AccountId, StringComparer.Ordinal);
        // The first of them is on now, or next where the shift of this moment is nearly over.
        foreach (var (shift, turn) in view.Shifts.Where(s => s.EndsAt > now + ShiftsOptions.EarliestTake).Select((s, i) => (s, i % s_turns.Length)))
        {
            var day = shift.Day.DayNumber - today.DayNumber;
            var open = day % 5 == 3 && shift.Name == s_gaps[day / 5 % 2]; // gaps, as every real roster has
            if (!open && people.TryGetValue(s_turns[turn], out var who))
            {
                await assign.HandleAsync(shift.Id, who, planner, ct);
            }
        }
    }
}
