using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Timeline;

namespace OpsBridge.Identity;

/// <summary>Makes accounts and keys whose secrets are given from outside, for the demo estate. What exists already stays, with the secret given now.</summary>
public sealed class ProvisionAccess(IDbContextFactory<OpsDbContext> contexts, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    /// <summary>An account with this role and password.</summary>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    public async Task EnsureAccountAsync(string name, Role role, string password, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageAccounts);
        var accountName = AccountName.Parse(name) ?? throw new ArgumentException($"A name has {AccountName.Rule}.", nameof(name));
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await AccountLock.TakeAsync(db, ct);
        var now = clock.GetUtcNow();
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.NormalizedUserName == accountName.Normalized, ct);
        if (account is null)
        {
            account = Account.Create(accountName, role, now);
            db.Add(account);
            db.Add(TimelineEntry.Record(now, actor, AccountChange.Happened(account, "created", "created account") with { After = new { Role = role.ToString() } }));
        }

        if (account.PasswordHash is null || hasher.VerifyHashedPassword(account, account.PasswordHash, password) == PasswordVerificationResult.Failed)
        {
            account.SetPassword(hasher.HashPassword(account, password));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A key over this text with these details; nothing when there is one over it.</summary>
    /// <exception cref="ArgumentException">The text is too short to be a secret: fewer than 16 characters.</exception>
    public async Task EnsureKeyAsync(string token, ApiKeyDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageKeys);
        if (token.Length is < 16 or > 200)
        {
            throw new ArgumentException("A key has 16 to 200 characters.", nameof(token));
        }

        var hash = Secret.Hash(token);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!await db.Set<ApiKey>().AnyAsync(k => k.Hash == hash, ct))
        {
            var now = clock.GetUtcNow();
            var key = ApiKey.Create(token, details, actor, now);
            db.Add(key);
            db.Add(TimelineEntry.Record(now, actor, new Happening("api_key.created", key.Id.ToString(), $"created API key {key.Name}")));
            await db.SaveChangesAsync(ct);
        }
    }
}
