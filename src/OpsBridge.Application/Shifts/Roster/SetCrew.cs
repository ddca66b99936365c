using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Answer of <see cref="SetCrew"/>.</summary>
public abstract record SetCrewResult
{
    /// <summary>Stored; the shifts ahead follow.</summary>
    /// <param name="Joined">How many are new.</param>
    /// <param name="Left">How many are gone.</param>
    public sealed record Done(int Joined, int Left) : SetCrewResult;

    /// <summary>One of them cannot stand watch, or there is no such account.</summary>
    public sealed record CannotStand : SetCrewResult;

    /// <summary>A crew has a name of 1 to 20 characters and at most 20 people.</summary>
    public sealed record Invalid : SetCrewResult;

    /// <summary>No such desk in use.</summary>
    public sealed record NotFound : SetCrewResult;
}

/// <summary>Says who is in a crew. Shifts ahead that are its turn lose those who left it and gain those who joined.</summary>
public sealed class SetCrew(DeskChange change)
{
    private const int MostPeople = 20;

    /// <summary>Replaces the people of the crew.</summary>
    public Task<SetCrewResult> HandleAsync(Guid desk, string crew, IReadOnlyCollection<Guid> people, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        crew = crew.Trim();
        var wanted = people.ToHashSet();
        if (crew.Length is 0 or > CrewMember.MaxCrew || crew.Any(char.IsControl) || wanted.Count > MostPeople)
        {
            return Task.FromResult<SetCrewResult>(new SetCrewResult.Invalid());
        }

        return change.ApplyAsync<SetCrewResult>(
            desk,
            new SetCrewResult.NotFound(),
            async (db, found, now) =>
            {
                var roles = Standing.Roles;
                var names = await People.Of(db).Where(a => wanted.Contains(a.Id) && a.DisabledAt == null && roles.Contains(a.Role)).Select(a => a.Name).ToListAsync(ct);
                if (names.Count != wanted.Count)
                {
                    return new SetCrewResult.CannotStand();
                }

                var known = await db.Set<CrewMember>().Where(m => m.DeskId == desk && m.Crew == crew).ToListAsync(ct);
                var left = known.Where(m => !wanted.Contains(m.AccountId)).ToList();
                var joined = wanted.Except(known.Select(m => m.AccountId)).ToHashSet();
                db.RemoveRange(left);
                db.AddRange(joined.Select(p => CrewMember.Of(desk, crew, p)));
                db.Add(TimelineEntry.Record(now, actor, DeskHistory.Of(found, "crew_set", $"crew {crew} of desk {found.Name}: {(names.Count == 0 ? "nobody" : string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase)))}")));
                await db.SaveChangesAsync(ct);

                var ahead = await db.Set<Shift>().Where(s => s.DeskId == desk && s.Crew == crew && s.StartsAt > now && !db.Set<WatchSpell>().Any(w => w.ShiftId == s.Id)).ToListAsync(ct);
                var shiftIds = ahead.Select(s => s.Id).ToArray();
                var leftIds = left.Select(m => m.AccountId).ToArray();
                await db.Set<Assignment>().Where(a => shiftIds.Contains(a.ShiftId) && leftIds.Contains(a.AccountId) && a.Origin == AssignmentOrigin.Rotation).ExecuteDeleteAsync(ct);
                await ShiftMaker.ManAsync(db, found, ahead, joined, now, ct);
                return new SetCrewResult.Done(joined.Count, left.Count);
            },
            ct);
    }
}
