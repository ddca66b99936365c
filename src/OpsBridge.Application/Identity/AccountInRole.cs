using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>An account in use, and what it is for.</summary>
/// <param name="Id">Key.</param>
/// <param name="Name">Name now.</param>
/// <param name="Role">Role now.</param>
internal sealed record AccountInRole(Guid Id, string Name, Role Role)
{
    /// <summary>Accounts in use that may stand watch, by name.</summary>
    public static async Task<IReadOnlyList<AccountInRole>> WatchmenAsync(OpsDbContext db, CancellationToken ct)
    {
        var roles = Enum.GetValues<Role>().Where(r => RolePermissions.Of(r).Contains(Permissions.StandWatch)).ToArray();
        return await InUse(db).Where(a => roles.Contains(a.Role)).OrderBy(a => a.NormalizedUserName).Select(a => new AccountInRole(a.Id, a.UserName!, a.Role)).ToListAsync(ct);
    }

    /// <summary>One account in use; null when there is none, as for an API key.</summary>
    public static Task<AccountInRole?> FindAsync(OpsDbContext db, Guid id, CancellationToken ct) =>
        InUse(db).Where(a => a.Id == id).Select(a => new AccountInRole(a.Id, a.UserName!, a.Role)).SingleOrDefaultAsync(ct);

    private static IQueryable<Account> InUse(OpsDbContext db) => db.Set<Account>().AsNoTracking().Where(a => a.DisabledAt == null);
}
