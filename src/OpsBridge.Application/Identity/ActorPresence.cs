using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>Whether somebody who made something is still there to look after it.</summary>
/// <param name="OutOfUse">The account is disabled, or the key revoked or expired.</param>
/// <param name="SeenAt">Last sign-in of the account, or last use of the key (UTC); null for never.</param>
internal sealed record ActorPresence(bool OutOfUse, DateTimeOffset? SeenAt)
{
    /// <summary>Accounts and keys by id; those that do not exist are left out.</summary>
    public static async Task<IReadOnlyDictionary<Guid, ActorPresence>> ReadAsync(
        OpsDbContext db, IReadOnlyCollection<Guid> actors, DateTimeOffset now, CancellationToken ct)
    {
        var accounts = await db.Set<Account>().Where(a => actors.Contains(a.Id))
            .Select(a => new { a.Id, OutOfUse = a.DisabledAt != null, SeenAt = a.LastSignInAt }).ToListAsync(ct);
        var keys = await db.Set<ApiKey>().Where(k => actors.Contains(k.Id))
            .Select(k => new { k.Id, OutOfUse = k.RevokedAt != null || k.ExpiresAt <= now, SeenAt = k.LastUsedAt }).ToListAsync(ct);
        return accounts.Concat(keys).ToDictionary(s => s.Id, s => new ActorPresence(s.OutOfUse, s.SeenAt));
    }
}
