using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>Finds out which wallboard link a screen was opened with.</summary>
public sealed class WallScreens(IDbContextFactory<OpsDbContext> contexts)
{
    private const int LongestSecret = 100;

    /// <summary>The screen that a secret opens; null when there is none or it is revoked.</summary>
    public async Task<Actor?> OpenAsync(string secret, CancellationToken ct)
    {
        var hash = Secret.Hash(secret.Length > LongestSecret ? "" : secret);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var link = await db.Set<WallLink>().AsNoTracking().SingleOrDefaultAsync(l => l.Hash == hash && l.RevokedAt == null, ct);
        return link is not null && Secret.Same(link.Hash, hash) ? WallLink.ToActor(link.Id, link.Name) : null;
    }

    /// <summary>The screen of a link; null when it is revoked.</summary>
    public async Task<Actor?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var name = await db.Set<WallLink>().Where(l => l.Id == id && l.RevokedAt == null).Select(l => l.Name).SingleOrDefaultAsync(ct);
        return name is null ? null : WallLink.ToActor(id, name);
    }
}
