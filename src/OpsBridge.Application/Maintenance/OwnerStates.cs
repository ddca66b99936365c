using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Maintenance;

/// <summary>Whether the owners of silences and windows are still there to look after them.</summary>
internal sealed class OwnerStates
{
    /// <summary>Without a sign-in (or a use of the key) for so long, nobody looks after it.</summary>
    public static readonly TimeSpan Away = TimeSpan.FromDays(1);

    private readonly Dictionary<Guid, (bool OutOfUse, DateTimeOffset? SeenAt)> _states;

    private OwnerStates(Dictionary<Guid, (bool OutOfUse, DateTimeOffset? SeenAt)> states) => _states = states;

    /// <summary>Reads accounts and keys.</summary>
    public static async Task<OwnerStates> ReadAsync(OpsDbContext db, IReadOnlyCollection<Guid> owners, DateTimeOffset now, CancellationToken ct)
    {
        var accounts = await db.Set<Account>().Where(a => owners.Contains(a.Id))
            .Select(a => new { a.Id, OutOfUse = a.DisabledAt != null, SeenAt = a.LastSignInAt }).ToListAsync(ct);
        var keys = await db.Set<ApiKey>().Where(k => owners.Contains(k.Id))
            .Select(k => new { k.Id, OutOfUse = k.RevokedAt != null || k.ExpiresAt <= now, SeenAt = k.LastUsedAt }).ToListAsync(ct);
        return new(accounts.Concat(keys).ToDictionary(s => s.Id, s => (s.OutOfUse, s.SeenAt)));
    }

    /// <summary>The account is disabled, the key revoked or expired, or there never was one.</summary>
    public bool IsGone(Guid? owner) => owner is not { } id || !_states.TryGetValue(id, out var state) || state.OutOfUse;

    /// <summary>There, but not seen for a day.</summary>
    public bool IsAway(Guid? owner, DateTimeOffset now) => !IsGone(owner) && !(_states[owner!.Value].SeenAt > now - Away);
}
