using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="ClaimInstance.ClaimAsync"/>.</summary>
public abstract record ClaimResult
{
    /// <summary>The first admin, signed in.</summary>
    public sealed record Done(SessionAccount Session) : ClaimResult;

    /// <summary>The instance has an account already.</summary>
    public sealed record TooLate : ClaimResult;

    /// <summary>The link is wrong or older than 30 minutes.</summary>
    public sealed record BadLink : ClaimResult;

    /// <summary>Name or password cannot be used.</summary>
    public sealed record Invalid(string Field, string Reason) : ClaimResult;
}

/// <summary>
/// Makes the first admin of an empty instance, for whoever can read the terminal of the host. There is no default password.
/// </summary>
public sealed class ClaimInstance(IDbContextFactory<OpsDbContext> contexts, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    private volatile bool _claimed;

    /// <summary>Whether there is an account.</summary>
    public async Task<bool> IsClaimedAsync(CancellationToken ct)
    {
        if (!_claimed) // accounts are disabled, never deleted: once claimed, always claimed
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            _claimed = await db.Set<Account>().AnyAsync(ct);
        }

        return _claimed;
    }

    /// <summary>The secret of a new claim link; null when the instance has an account. Links of other processes stay good.</summary>
    public async Task<string?> OfferAsync(CancellationToken ct)
    {
        if (await IsClaimedAsync(ct))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var secret = Secret.New();
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Set<AccountLink>().Where(l => l.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        db.Add(AccountLink.ForClaim(secret, now));
        await db.SaveChangesAsync(ct);
        return secret;
    }

    /// <summary>Makes the first admin and signs in. Of two at once, one wins.</summary>
    public async Task<ClaimResult> ClaimAsync(string secret, string name, string password, CancellationToken ct)
    {
        if (AccountName.Parse(name) is not { } accountName)
        {
            return new ClaimResult.Invalid("name", $"A name has {AccountName.Rule}.");
        }

        if (PasswordPolicy.Judge(password, accountName.Value) is { } problem)
        {
            return new ClaimResult.Invalid("password", problem);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await AccountLock.TakeAsync(db, ct);
        if (await db.Set<Account>().AnyAsync(ct))
        {
            return new ClaimResult.TooLate();
        }

        var now = clock.GetUtcNow();
        var hash = Secret.Hash(secret.Trim());
        if (!await db.Set<AccountLink>().AnyAsync(l => l.Hash == hash && l.Purpose == LinkPurpose.Claim && l.ExpiresAt > now, ct))
        {
            return new ClaimResult.BadLink();
        }

        var account = Account.Create(accountName, Role.Admin, now);
        account.SetPassword(hasher.HashPassword(account, password));
        db.Add(account);
        db.Add(TimelineEntry.Record(
            now,
            Actor.InRole(account.Id, account.UserName!, Role.Admin),
            new Happening("account.claimed", account.Id.ToString(), "claimed this instance") { After = new { account.UserName, Role = "Admin" } }));
        var session = Sessions.Begin(db, account, now);
        await db.SaveChangesAsync(ct);
        await db.Set<AccountLink>().Where(l => l.Purpose == LinkPurpose.Claim).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return new ClaimResult.Done(session);
    }
}
