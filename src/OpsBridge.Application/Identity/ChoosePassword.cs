using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="ChoosePassword"/>.</summary>
public abstract record ChoosePasswordResult
{
    /// <summary>Chosen; a new session began, every earlier one is over.</summary>
    public sealed record Done(SessionAccount Session) : ChoosePasswordResult;

    /// <summary>The new password cannot be used.</summary>
    public sealed record Weak(string Reason) : ChoosePasswordResult;

    /// <summary>The link is unknown, used or too old; or the present password is wrong.</summary>
    public sealed record Refused : ChoosePasswordResult;
}

/// <summary>Somebody chooses the password of their own account, with a setup link or with the present one.</summary>
public sealed class ChoosePassword(IDbContextFactory<OpsDbContext> contexts, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    /// <summary>With a setup link, which is used up unless the password is too weak.</summary>
    public async Task<ChoosePasswordResult> WithLinkAsync(string secret, string password, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await AccountLock.TakeAsync(db, ct);
        var now = clock.GetUtcNow();
        var hash = Secret.Hash(secret.Trim());
        var link = await db.Set<AccountLink>().SingleOrDefaultAsync(l => l.Hash == hash && l.Purpose == LinkPurpose.Setup && l.ExpiresAt > now, ct);
        if (link is null || await LockAsync(db, link.AccountId, ct) is not { DisabledAt: null } account)
        {
            return new ChoosePasswordResult.Refused();
        }

        if (PasswordPolicy.Judge(password, account.UserName!) is { } problem)
        {
            return new ChoosePasswordResult.Weak(problem);
        }

        db.Remove(link);
        return await ChooseAsync(db, account, password, now, ct);
    }

    /// <summary>With the present password. A wrong one counts as a failed sign-in.</summary>
    public async Task<ChoosePasswordResult> WithPresentAsync(string present, string password, Actor actor, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        if (await LockAsync(db, actor.Id, ct) is not { } account || !account.MayTry(now))
        {
            return new ChoosePasswordResult.Refused();
        }

        if (present.Length > PasswordPolicy.MaxLength || hasher.VerifyHashedPassword(account, account.PasswordHash!, present) == PasswordVerificationResult.Failed)
        {
            account.FailSignIn(now);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return new ChoosePasswordResult.Refused();
        }

        return PasswordPolicy.Judge(password, account.UserName!) is { } problem
            ? new ChoosePasswordResult.Weak(problem)
            : await ChooseAsync(db, account, password, now, ct);
    }

    private static async Task<Account?> LockAsync(OpsDbContext db, Guid? id, CancellationToken ct) =>
        (await db.Set<Account>().FromSql($"select * from accounts where id = {id} for update").ToListAsync(ct)).SingleOrDefault();

    private async Task<ChoosePasswordResult> ChooseAsync(OpsDbContext db, Account account, string password, DateTimeOffset now, CancellationToken ct)
    {
        account.SetPassword(hasher.HashPassword(account, password));
        db.Add(TimelineEntry.Record(
            now,
            Actor.InRole(account.Id, account.UserName!, account.Role),
            new Happening("account.password_chosen", account.Id.ToString(), "chose a new password")));
        var session = Sessions.Begin(db, account, now);
        await db.SaveChangesAsync(ct);
        await db.Database.CommitTransactionAsync(ct);
        return new ChoosePasswordResult.Done(session);
    }
}
