using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Shifts.Roster;

/// <summary>Answer of <see cref="RecordAbsence"/>.</summary>
public abstract record RecordAbsenceResult
{
    /// <summary>Recorded.</summary>
    /// <param name="Id">Its key.</param>
    /// <param name="Shifts">On how many shifts of these days they are; those are gaps now.</param>
    public sealed record Done(Guid Id, int Shifts) : RecordAbsenceResult;

    /// <summary>The last day is before the first, or more than a year after it.</summary>
    public sealed record WrongDays : RecordAbsenceResult;

    /// <summary>No such account.</summary>
    public sealed record NotFound : RecordAbsenceResult;
}

/// <summary>Records days on which somebody is away. Their shifts stay planned and show as gaps, so that somebody decides.</summary>
public sealed class RecordAbsence(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private const int Longest = 366;

    /// <summary>Records them.</summary>
    public async Task<RecordAbsenceResult> HandleAsync(Guid account, DateOnly first, DateOnly last, AbsenceKind kind, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.PlanRoster);
        if (last < first || last.DayNumber - first.DayNumber > Longest || !Enum.IsDefined(kind))
        {
            return new RecordAbsenceResult.WrongDays();
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await People.Of(db).Where(a => a.Id == account).Select(a => a.Name).SingleOrDefaultAsync(ct) is not { } name)
        {
            return new RecordAbsenceResult.NotFound();
        }

        var now = clock.GetUtcNow();
        var absence = Absence.Of(account, first, last, kind, now);
        db.Add(absence);
        db.Add(TimelineEntry.Record(now, actor, new Happening("absence.recorded", absence.Id.ToString(), FormattableString.Invariant($"{name} is away from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}"))));
        await db.SaveChangesAsync(ct);
        var shifts = await (
            from assignment in db.Set<Assignment>()
            join shift in db.Set<Shift>() on assignment.ShiftId equals shift.Id
            where assignment.AccountId == account && shift.Day >= first && shift.Day <= last && shift.EndsAt > now
            select shift).CountAsync(ct);
        return new RecordAbsenceResult.Done(absence.Id, shifts);
    }
}
