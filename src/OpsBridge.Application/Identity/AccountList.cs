using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>
/// An account as admins see it: HasPassword is false while its owner has not used the setup link; WaitsUntil is when it takes a
/// try again after failures; Sessions counts browsers signed in.
/// </summary>
public sealed record AccountRow(
    Guid Id, string Name, Role Role, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt, DateTimeOffset? DisabledAt,
    bool HasPassword, DateTimeOffset? WaitsUntil, int Sessions);

/// <summary>Accounts for admins.</summary>
public interface IAccountList
{
    /// <summary>The first 500 accounts by name.</summary>
    Task<IReadOnlyList<AccountRow>> AllAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAccountList"/>
public sealed class AccountList(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IAccountList
{
    private const int Most = 500;

    /// <inheritdoc />
    public async Task<IReadOnlyList<AccountRow>> AllAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageAccounts);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<Account>().AsNoTracking().OrderBy(a => a.NormalizedUserName).Take(Most)
            .Select(a => new AccountRow(
                a.Id, a.UserName!, a.Role, a.CreatedAt, a.LastSignInAt, a.DisabledAt, a.PasswordHash != null,
                a.LockoutEnd > now ? a.LockoutEnd : null,
                db.Set<SignInSession>().Count(s => s.AccountId == a.Id && s.Stamp == a.SecurityStamp && s.EndsAt > now)))
            .ToListAsync(ct);
    }
}
