using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>
/// Asks a signed-in person for the password again, before a signature. A wrong one counts as a failed sign-in, so that an
/// unattended console is no way around the lock-out.
/// </summary>
public sealed class IdentityProof(IDbContextFactory<OpsDbContext> contexts, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    /// <summary>Null when the password is the account's own; otherwise why not, in plain words.</summary>
    public async Task<string?> RefuseAsync(Guid? accountId, string password, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var account = (await db.Set<Account>().FromSql($"select * from accounts where id = {accountId} for update").ToListAsync(ct)).SingleOrDefault();
        var now = clock.GetUtcNow();
        if (account is null || !account.MayTry(now))
        {
            return account?.LockoutEnd > now ? "Too many wrong passwords. Wait a few minutes and try again." : "This account cannot sign.";
        }

        var proved = password.Length is > 0 and <= PasswordPolicy.MaxLength
            && hasher.VerifyHashedPassword(account, account.PasswordHash!, password) != PasswordVerificationResult.Failed;
        if (proved)
        {
            account.ProveSelf();
        }
        else
        {
            account.FailSignIn(now);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return proved ? null : "The password is wrong.";
    }
}
