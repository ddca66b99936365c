using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>Somebody to whom work can be given.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">Its name.</param>
public sealed record Colleague(Guid Id, string Name);

/// <summary>Reads who may do what the asker may do.</summary>
public interface IColleagueList
{
    /// <summary>Accounts that are not disabled and hold a permission that the actor holds as well, by name.</summary>
    Task<IReadOnlyList<Colleague>> HoldingAsync(string permission, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IColleagueList"/>
public sealed class ColleagueList(IDbContextFactory<OpsDbContext> contexts) : IColleagueList
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<Colleague>> HoldingAsync(string permission, Actor actor, CancellationToken ct)
    {
        actor.Demand(permission);
        var roles = Enum.GetValues<Role>().Where(r => RolePermissions.Of(r).Contains(permission)).ToArray();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Account>().AsNoTracking()
            .Where(a => a.DisabledAt == null && roles.Contains(a.Role))
            .OrderBy(a => a.NormalizedUserName)
            .Select(a => new Colleague(a.Id, a.UserName!))
            .ToListAsync(ct);
    }

    /// <summary>The same by account, for use cases that have asked for their own permission.</summary>
    internal static Task<Dictionary<Guid, string>> NamesAsync(OpsDbContext db, string permission, CancellationToken ct)
    {
        var roles = Enum.GetValues<Role>().Where(r => RolePermissions.Of(r).Contains(permission)).ToArray();
        return db.Set<Account>().AsNoTracking().Where(a => a.DisabledAt == null && roles.Contains(a.Role)).ToDictionaryAsync(a => a.Id, a => a.UserName!, ct);
    }
}
