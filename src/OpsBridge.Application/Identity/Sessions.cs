using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="Sessions.SignInAsync"/>.</summary>
public abstract record SignInResult
{
    /// <summary>The session that began.</summary>
    public sealed record Welcome(SessionAccount Session) : SignInResult;

    /// <summary>One answer for every reason, so that nobody learns which accounts exist, are locked or disabled.</summary>
    public sealed record Refused : SignInResult;
}

/// <summary>Who a session belongs to, as the account says at this moment.</summary>
public sealed record SessionAccount(Guid SessionId, Guid AccountId, string Name, Role Role);

/// <summary>Sessions begin, are looked up, and end. Nobody has a permission before signing in, so none is demanded.</summary>
public sealed partial class Sessions(
    IDbContextFactory<OpsDbContext> contexts, IPasswordHasher<Account> hasher, TimeProvider clock, ILogger<Sessions> logger)
{
    private static readonly Account s_nobody = new();
    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(s_nobody, Secret.New()));

    /// <summary>
    /// Signs in. An unknown name costs the same time as a wrong password. The account's row is locked while its password is
    /// compared, so a hundred tries at once are counted one by one.
    /// </summary>
    public async Task<SignInResult> SignInAsync(string name, string password, CancellationToken ct)
    {
        if (password.Length is 0 or > PasswordPolicy.MaxLength)
        {
            password = " "; // never a password, but costs the same time
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var normalized = AccountName.Normalize(name);
        var account = (await db.Set<Account>()
            .FromSql($"select * from accounts where normalized_user_name = {normalized} for update").ToListAsync(ct)).SingleOrDefault();
        var now = clock.GetUtcNow();
        var matches = Matches(account, password);
        if (account is null || !account.MayTry(now))
        {
            LogRefused(account?.Id);
            return new SignInResult.Refused();
        }

        if (matches == PasswordVerificationResult.Failed)
        {
            account.FailSignIn(now);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            LogRefused(account.Id);
            return new SignInResult.Refused();
        }

        if (matches == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.PasswordHash = hasher.HashPassword(account, password);
        }

        var session = Begin(db, account, now);
        await db.SaveChangesAsync(ct);
        await db.Set<SignInSession>().Where(s => s.AccountId == account.Id && s.EndsAt < now).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        LogSignedIn(account.Id);
        return new SignInResult.Welcome(session);
    }

    /// <summary>The account behind a session; null when the session is over or the account may no longer sign in.</summary>
    public async Task<SessionAccount?> FindAsync(Guid sessionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (from session in db.Set<SignInSession>()
                      join account in db.Set<Account>() on session.AccountId equals account.Id
                      where session.Id == sessionId && session.EndsAt > now
                          && session.Stamp == account.SecurityStamp && account.DisabledAt == null
                      select new SessionAccount(session.Id, account.Id, account.UserName!, account.Role)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Ends one session, in every tab of its browser.</summary>
    public async Task EndAsync(Guid sessionId, Actor actor, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<SignInSession>().Where(s => s.Id == sessionId && s.AccountId == actor.Id).ExecuteDeleteAsync(ct) == 1)
        {
            db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, new Happening("account.signed_out", actor.Id.ToString()!, "signed out")));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>Begins a session inside the caller's transaction.</summary>
    internal static SessionAccount Begin(OpsDbContext db, Account account, DateTimeOffset now)
    {
        account.SucceedSignIn(now);
        var session = SignInSession.Begin(account, now);
        db.Add(session);
        db.Add(TimelineEntry.Record(
            now,
            Actor.InRole(account.Id, account.UserName!, account.Role),
            new Happening("account.signed_in", account.Id.ToString(), "signed in")));
        return new SessionAccount(session.Id, account.Id, account.UserName!, account.Role);
    }

    private PasswordVerificationResult Matches(Account? account, string password) =>
        hasher.VerifyHashedPassword(account ?? s_nobody, account?.PasswordHash ?? _nobodysHash.Value, password);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {AccountId} signed in")]
    private partial void LogSignedIn(Guid accountId);

    // Never the name that was typed: people type passwords into the wrong field.
    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in was refused (account {AccountId})")]
    private partial void LogRefused(Guid? accountId);
}
