using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Roster;

/// <summary>A desk in use.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Details">What it is.</param>
/// <param name="Version">Its row version.</param>
/// <param name="Pattern">Its rhythm; null while it has none.</param>
/// <param name="MadeUntil">The last day for which shifts are made; null without a pattern.</param>
/// <param name="Crews">Who is in which crew.</param>
public sealed record DeskRow(Guid Id, DeskDetails Details, uint Version, PatternDetails? Pattern, DateOnly? MadeUntil, IReadOnlyList<CrewRow> Crews)
{
    /// <summary>Its name.</summary>
    public string Name => Details.Name;
}

/// <summary>Somebody of a crew.</summary>
/// <param name="Crew">Name of the crew.</param>
/// <param name="AccountId">Who.</param>
/// <param name="Name">That person's name.</param>
public sealed record CrewRow(string Crew, Guid AccountId, string Name);

/// <summary>Reads desks for screens.</summary>
public interface IDeskList
{
    /// <summary>Every desk in use, by name.</summary>
    Task<IReadOnlyList<DeskRow>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IDeskList"/>
public sealed class DeskList(IDbContextFactory<OpsDbContext> contexts) : IDeskList
{
    /// <summary>Tables whose change concerns the list.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["desks", "shift_patterns", "crew_members", "accounts"];

    /// <inheritdoc />
    public async Task<IReadOnlyList<DeskRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var desks = await db.Set<Desk>().AsNoTracking().Where(d => d.RetiredAt == null).OrderBy(d => d.Name).ToListAsync(ct);
        var patterns = await db.Set<ShiftPattern>().AsNoTracking().Where(p => p.EndedAt == null).ToDictionaryAsync(p => p.DeskId, ct);
        var crews = (await (
            from member in db.Set<CrewMember>()
            join account in People.Of(db) on member.AccountId equals account.Id
            orderby member.Crew, account.Name
            select new { member.DeskId, Row = new CrewRow(member.Crew, account.Id, account.Name) }).ToListAsync(ct)).ToLookup(c => c.DeskId, c => c.Row);
        return [.. desks.Select(d => new DeskRow(d.Id, DetailsOf(d), d.Version, patterns.GetValueOrDefault(d.Id)?.ToDetails(), patterns.GetValueOrDefault(d.Id)?.MadeUntil, [.. crews[d.Id]]))];
    }

    private static DeskDetails DetailsOf(Desk desk) => new(desk.Name, desk.Zone, desk.MinimumPeople, desk.MinimumSupervisors, desk.OverlapMinutes);
}
