using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Identity;

/// <summary>
/// Loads one account, lets the use case decide, and writes row, links and timeline entry together, one such change at a time
/// (<see cref="AccountLock"/>).
/// </summary>
public sealed class AccountChange(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>
    /// Runs <paramref name="decide"/>; its second value is what happened, or null when nothing is to be written.
    /// Returns <paramref name="notFound"/> when there is no such account. A <paramref name="setupSecret"/> becomes the account's
    /// only setup link when something was written.
    /// </summary>
    internal async Task<TResult> ApplyAsync<TResult>(
        Guid accountId,
        Actor actor,
        TResult notFound,
        Func<AccountCase, (TResult Result, Happening? What)> decide,
        CancellationToken ct,
        string? setupSecret = null)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await AccountLock.TakeAsync(db, ct);

        // Signing in writes the same row without that lock; the row's own lock makes it wait.
        var account = (await db.Set<Account>().FromSql($"select * from accounts where id = {accountId} for update").ToListAsync(ct)).SingleOrDefault();
        if (account is null)
        {
            return notFound;
        }

        var otherAdmins = await db.Set<Account>().AnyAsync(
            a => a.Id != accountId && a.Role == Role.Admin && a.DisabledAt == null && a.PasswordHash != null, ct);
        var now = clock.GetUtcNow();
        var (result, what) = decide(new AccountCase(account, actor.Id == account.Id, !otherAdmins, now));
        if (what is not null)
        {
            if (setupSecret is not null)
            {
                await db.Set<AccountLink>().Where(l => l.AccountId == accountId).ExecuteDeleteAsync(ct);
                db.Add(AccountLink.ForSetup(setupSecret, accountId, now));
            }

            db.Add(TimelineEntry.Record(now, actor, what));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        return result;
    }

    internal static Happening Happened(Account account, string verb, string text) =>
        new($"account.{verb}", account.Id.ToString(), $"{text} {account.UserName}");
}

/// <summary>An account and what must be known around it to decide.</summary>
/// <param name="Account">The account.</param>
/// <param name="IsOwn">It is the actor's own.</param>
/// <param name="NoOtherAdmin">No other admin could sign in.</param>
/// <param name="Now">The time (UTC).</param>
internal sealed record AccountCase(Account Account, bool IsOwn, bool NoOtherAdmin, DateTimeOffset Now)
{
    /// <summary>Without this account nobody could manage accounts.</summary>
    public bool IsLastAdmin => NoOtherAdmin && Account is { Role: Role.Admin, DisabledAt: null };
}
