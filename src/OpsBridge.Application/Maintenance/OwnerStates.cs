using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Maintenance;

/// <summary>Whether the owners of silences and windows are still there to look after them.</summary>
internal sealed class OwnerStates
{
    /// <summary>Without a sign-in (or a use of the key) for so long, nobody looks after it.</summary>
    public static readonly TimeSpan Away = TimeSpan.FromDays(1);

    private readonly IReadOnlyDictionary<Guid, ActorPresence> _presence;

    private OwnerStates(IReadOnlyDictionary<Guid, ActorPresence> presence) => _presence = presence;

    /// <summary>Reads accounts and keys.</summary>
    public static async Task<OwnerStates> ReadAsync(OpsDbContext db, IReadOnlyCollection<Guid> owners, DateTimeOffset now, CancellationToken ct) =>
        new(await ActorPresence.ReadAsync(db, owners, now, ct));

    /// <summary>The account is disabled, the key revoked or expired, or there never was one.</summary>
    public bool IsGone(Guid? owner) => owner is not { } id || !_presence.TryGetValue(id, out var presence) || presence.OutOfUse;

    /// <summary>There, but not seen for a day.</summary>
    public bool IsAway(Guid? owner, DateTimeOffset now) => !IsGone(owner) && !(_presence[owner!.Value].SeenAt > now - Away);
}
