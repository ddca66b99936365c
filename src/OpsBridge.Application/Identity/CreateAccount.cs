using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Identity;

/// <summary>Answer of <see cref="CreateAccount"/>.</summary>
public abstract record CreateAccountResult
{
    /// <summary>Made. Its owner chooses the password with the setup secret, which is shown once.</summary>
    public sealed record Done(Guid Id, string SetupSecret, DateTimeOffset GoodUntil) : CreateAccountResult;

    /// <summary>Not a name.</summary>
    public sealed record InvalidName(string Reason) : CreateAccountResult;

    /// <summary>Somebody has that name already; names are never given twice, because the timeline shows them.</summary>
    public sealed record NameTaken : CreateAccountResult;
}

/// <summary>An admin makes an account. They never learn its password (ASVS 5.0: 6.4.1, 6.4.6).</summary>
public sealed class CreateAccount(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Makes the account and its setup link.</summary>
    public async Task<CreateAccountResult> HandleAsync(string name, Role role, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageAccounts);
        if (AccountName.Parse(name) is not { } accountName)
        {
            return new CreateAccountResult.InvalidName($"A name has {AccountName.Rule}.");
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await AccountLock.TakeAsync(db, ct);
        if (await db.Set<Account>().AnyAsync(a => a.NormalizedUserName == accountName.Normalized, ct))
        {
            return new CreateAccountResult.NameTaken();
        }

        var now = clock.GetUtcNow();
        var account = Account.Create(accountName, role, now);
        var secret = Secret.New();
        var link = AccountLink.ForSetup(secret, account.Id, now);
        db.Add(account);
        db.Add(link);
        db.Add(TimelineEntry.Record(now, actor, AccountChange.Happened(account, "created", "created account") with { After = new { Role = role.ToString() } }));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new CreateAccountResult.Done(account.Id, secret, link.ExpiresAt);
    }
}
