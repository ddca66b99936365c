using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Roster;

/// <summary>Answer to putting somebody on a shift, moving them, or taking them off.</summary>
public abstract record AssignmentAnswer
{
    /// <summary>Stored.</summary>
    /// <param name="Id">Key of the assignment; that of the one that is gone when somebody was taken off.</param>
    /// <param name="Name">Who.</param>
    public sealed record Done(Guid Id, string Name) : AssignmentAnswer;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Why">One sentence for people.</param>
    public sealed record Refused(string Why) : AssignmentAnswer;

    /// <summary>No such shift or assignment any more.</summary>
    public sealed record NotFound : AssignmentAnswer;
}

/// <summary>Whether somebody may be put on a shift.</summary>
internal static class AssignmentRules
{
    /// <summary>Why not; null with the name when they may.</summary>
    /// <param name="db">Context within the change.</param>
    /// <param name="shift">The shift.</param>
    /// <param name="who">The account.</param>
    /// <param name="except">Assignments that end in the same change.</param>
    /// <param name="now">The moment (UTC).</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<(string? Why, string Name)> CheckAsync(OpsDbContext db, Shift shift, Guid who, IReadOnlyCollection<Guid> except, DateTimeOffset now, CancellationToken ct)
    {
        var account = await People.Of(db).SingleOrDefaultAsync(a => a.Id == who, ct);
        var name = account?.Name ?? "";
        if (account is null || account.DisabledAt is not null || !Standing.Roles.Contains(account.Role))
        {
            return (account is null ? "There is no such account." : $"{name} cannot stand watch: the account is {(account.DisabledAt is null ? "a viewer's" : "disabled")}.", name);
        }

        if (shift.EndsAt <= now)
        {
            return ("That shift is over.", name);
        }

        if (await db.Set<Absence>().Where(a => a.AccountId == who && a.FirstDay <= shift.Day && a.LastDay >= shift.Day).Select(a => (AbsenceKind?)a.Kind).FirstOrDefaultAsync(ct) is { } kind)
        {
            return ($"{name} is away that day ({kind.ToString().ToLowerInvariant()}).", name);
        }

        var busy = await (
            from assignment in db.Set<Assignment>()
            join other in db.Set<Shift>() on assignment.ShiftId equals other.Id
            join desk in db.Set<Desk>() on other.DeskId equals desk.Id
            where assignment.AccountId == who && assignment.StartsAt < shift.EndsAt && shift.StartsAt < assignment.EndsAt && !except.Contains(assignment.Id)
            select new { other.Id, other.Name, Desk = desk.Name }).FirstOrDefaultAsync(ct);
        return busy is null ? (null, name) : (busy.Id == shift.Id ? $"{name} is on this shift already." : $"{name} is on {busy.Name} of desk {busy.Desk} at that time.", name);
    }

    /// <summary>The answer when somebody else was faster.</summary>
    public static AssignmentAnswer TooLate { get; } = new AssignmentAnswer.Refused("Somebody put them on another shift at that time just now.");
}
