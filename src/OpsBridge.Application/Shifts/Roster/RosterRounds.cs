using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Keeps the shifts of all desks made for some weeks ahead. A week is added at a time.</summary>
public sealed class RosterRounds(IDbContextFactory<OpsDbContext> contexts, DeskChange change, IOptions<ShiftsOptions> options, TimeProvider clock)
{
    private const int Week = 7;
    private static readonly Actor s_self = Actor.Internal("OpsBridge");

    /// <summary>Makes what is missing at every desk; returns how many shifts were made.</summary>
    public async Task<int> MakeAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var desks = await (
            from desk in db.Set<Desk>()
            join pattern in db.Set<ShiftPattern>() on desk.Id equals pattern.DeskId
            where desk.RetiredAt == null && pattern.EndedAt == null
            select new { desk.Id, desk.Zone, pattern.MadeUntil }).ToListAsync(ct);
        var made = 0;
        foreach (var desk in desks.Where(d => d.MadeUntil <= Until(d.Zone, clock.GetUtcNow()).AddDays(-Week)))
        {
            made += await change.ApplyAsync(desk.Id, 0, (inner, found, now) => ExtendAsync(inner, found, now, ct), ct);
        }

        return made;
    }

    private async Task<int> ExtendAsync(OpsDbContext db, Desk desk, DateTimeOffset now, CancellationToken ct)
    {
        var until = Until(desk.Zone, now);
        var pattern = await db.Set<ShiftPattern>().SingleOrDefaultAsync(p => p.DeskId == desk.Id && p.EndedAt == null, ct);
        if (pattern is null || pattern.MadeUntil > until.AddDays(-Week))
        {
            return 0; // another process was faster
        }

        var made = await ShiftMaker.RemakeAsync(db, desk, pattern, pattern.MadeUntil.AddDays(1), until, now, ct);
        db.Add(TimelineEntry.Record(now, s_self, DeskHistory.Of(desk, "extended", FormattableString.Invariant($"made {made.Made} shifts of desk {desk.Name} up to {until:yyyy-MM-dd}"))));
        return made.Made;
    }

    private DateOnly Until(string zone, DateTimeOffset now) =>
        DateOnly.FromDateTime(WallClock.Shown(now, TimeZoneInfo.FindSystemTimeZoneById(zone))).AddDays(options.Value.WeeksAhead * Week);
}
