using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Answer of <see cref="SavePattern"/> and <see cref="RemakeShifts"/>.</summary>
public abstract record PlanShiftsResult
{
    /// <summary>Stored, and the shifts are made.</summary>
    /// <param name="Shifts">What changed.</param>
    public sealed record Done(MadeShifts Shifts) : PlanShiftsResult;

    /// <summary>The desk has no pattern to make shifts from.</summary>
    public sealed record NoPattern : PlanShiftsResult;

    /// <summary>No such desk in use.</summary>
    public sealed record NotFound : PlanShiftsResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field of <see cref="PatternDetails"/>.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : PlanShiftsResult;
}

/// <summary>Gives a desk another rhythm from its first day on; the one before counts until then.</summary>
public sealed class SavePattern(DeskChange change, IOptions<ShiftsOptions> options)
{
    private static readonly TimeSpan s_furthest = TimeSpan.FromDays(366);

    /// <summary>Stores the pattern and makes its shifts for the weeks ahead.</summary>
    public async Task<PlanShiftsResult> HandleAsync(Guid desk, PatternDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        return details.Validate() is { Count: > 0 } errors
            ? new PlanShiftsResult.Invalid(errors)
            : await change.ApplyAsync(desk, new PlanShiftsResult.NotFound(), (db, found, now) => StoreAsync(db, found, details.Normalized(), actor, now, ct), ct);
    }

    private async Task<PlanShiftsResult> StoreAsync(OpsDbContext db, Desk desk, PatternDetails details, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(WallClock.Shown(now, TimeZoneInfo.FindSystemTimeZoneById(desk.Zone)));
        if (Math.Abs(details.FirstDay.DayNumber - today.DayNumber) > s_furthest.TotalDays)
        {
            return new PlanShiftsResult.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [nameof(details.FirstDay)] = "A day within a year from today." });
        }

        var from = details.FirstDay > today ? details.FirstDay : today;
        var until = today.AddDays(options.Value.WeeksAhead * 7);
        var old = await db.Set<ShiftPattern>().SingleOrDefaultAsync(p => p.DeskId == desk.Id && p.EndedAt == null, ct);
        if (old is not null)
        {
            if (old.MadeUntil < from.AddDays(-1))
            {
                await ShiftMaker.RemakeAsync(db, desk, old, old.MadeUntil.AddDays(1), from.AddDays(-1), now, ct);
            }

            until = old.MadeUntil > until ? old.MadeUntil : until;
            old.End(now);
            await db.SaveChangesAsync(ct); // one pattern in use at a time
        }

        var pattern = ShiftPattern.Create(desk.Id, details, now);
        db.Add(pattern);
        var made = await ShiftMaker.RemakeAsync(db, desk, pattern, from, until > from ? until : from, now, ct);
        var words = FormattableString.Invariant($"gave desk {desk.Name} the pattern {details.Name} from {from:yyyy-MM-dd}");
        db.Add(TimelineEntry.Record(now, actor, DeskHistory.Of(desk, "replanned", words) with { Before = old?.ToDetails(), After = details }));
        return new PlanShiftsResult.Done(made);
    }
}
