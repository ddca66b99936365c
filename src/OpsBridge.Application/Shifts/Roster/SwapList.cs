using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Roster;

/// <summary>A swap that something can still come of.</summary>
/// <param name="Id">Its key.</param>
/// <param name="FromId">Who gives.</param>
/// <param name="FromName">That person's name.</param>
/// <param name="ToId">Who is asked.</param>
/// <param name="ToName">That person's name.</param>
/// <param name="Given">The shift that is given, in words; null when the roster has changed and the swap can only become void.</param>
/// <param name="Return">The shift in return, in words; null for none.</param>
/// <param name="Accepted">Whether the colleague has accepted.</param>
public sealed record SwapRow(Guid Id, Guid FromId, string FromName, Guid ToId, string ToName, string? Given, string? Return, bool Accepted);

/// <summary>Reads open swaps.</summary>
public interface ISwapList
{
    /// <summary>Those that concern the actor; all of them for those who plan. Oldest first.</summary>
    Task<IReadOnlyList<SwapRow>> OpenAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ISwapList"/>
public sealed class SwapList(IDbContextFactory<OpsDbContext> contexts) : ISwapList
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<SwapRow>> OpenAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        var all = actor.May(Permissions.PlanRoster);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await (
            from swap in db.Set<Swap>()
            join giver in People.Of(db) on swap.FromId equals giver.Id
            join asked in People.Of(db) on swap.ToId equals asked.Id
            where (swap.State == SwapState.Offered || swap.State == SwapState.Accepted) && (all || swap.FromId == actor.Id || swap.ToId == actor.Id)
            orderby swap.OfferedAt
            select new { Swap = swap, From = giver.Name, To = asked.Name }).ToListAsync(ct);
        var named = rows.SelectMany(r => new[] { r.Swap.GivenId, r.Swap.ReturnId ?? r.Swap.GivenId }).Distinct().ToArray();
        var shifts = (await (
            from assignment in db.Set<Assignment>()
            join shift in db.Set<Shift>() on assignment.ShiftId equals shift.Id
            where named.Contains(assignment.Id)
            select new { assignment.Id, shift.Name, shift.Day }).ToListAsync(ct)).ToDictionary(s => s.Id, s => FormattableString.Invariant($"{s.Name} {s.Day:ddd d MMM}"));
        return [.. rows.Select(r => new SwapRow(
            r.Swap.Id, r.Swap.FromId, r.From, r.Swap.ToId, r.To, shifts.GetValueOrDefault(r.Swap.GivenId),
            r.Swap.ReturnId is { } back ? shifts.GetValueOrDefault(back, "a shift that is no longer theirs") : null, r.Swap.State == SwapState.Accepted))];
    }
}
