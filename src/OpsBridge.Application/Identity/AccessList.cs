using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>An API key as admins see it; never its secret.</summary>
public sealed record ApiKeyRow(
    Guid Id, string Name, string Prefix, IReadOnlyList<string> Permissions, string CreatedBy, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

/// <summary>A wallboard link as admins see it; never its secret.</summary>
public sealed record WallLinkRow(Guid Id, string Name, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>Keys and wallboard links for admins.</summary>
public interface IAccessList
{
    /// <summary>The latest 500 keys, revoked ones last.</summary>
    Task<IReadOnlyList<ApiKeyRow>> KeysAsync(Actor actor, CancellationToken ct);

    /// <summary>The latest 500 wallboard links, revoked ones last.</summary>
    Task<IReadOnlyList<WallLinkRow>> WallLinksAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAccessList"/>
public sealed class AccessList(IDbContextFactory<OpsDbContext> contexts) : IAccessList
{
    private const int Most = 500;

    /// <inheritdoc />
    public async Task<IReadOnlyList<ApiKeyRow>> KeysAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageKeys);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ApiKey>().AsNoTracking().OrderBy(k => k.RevokedAt != null).ThenByDescending(k => k.CreatedAt).Take(Most)
            .Select(k => new ApiKeyRow(k.Id, k.Name, k.Prefix, k.Permissions, k.CreatedBy, k.CreatedAt, k.ExpiresAt, k.LastUsedAt, k.RevokedAt))
            .ToListAsync(ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<WallLinkRow>> WallLinksAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageKeys);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<WallLink>().AsNoTracking().OrderBy(l => l.RevokedAt != null).ThenByDescending(l => l.CreatedAt).Take(Most)
            .Select(l => new WallLinkRow(l.Id, l.Name, l.CreatedBy, l.CreatedAt, l.RevokedAt))
            .ToListAsync(ct);
    }
}
