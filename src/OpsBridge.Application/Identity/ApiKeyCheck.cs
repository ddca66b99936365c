using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>Finds out which key a program presents.</summary>
public sealed class ApiKeyCheck(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private const int LongestToken = 200;
    private static readonly TimeSpan s_useKeptExact = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The key's actor; null when it is unknown, expired or revoked. Keys are looked up by their hash, which tells nobody
    /// anything by its timing, and compared in constant time besides.
    /// </summary>
    public async Task<Actor?> FindAsync(string token, CancellationToken ct)
    {
        if (token.Length is 0 or > LongestToken)
        {
            return null;
        }

        var hash = Secret.Hash(token);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var key = await db.Set<ApiKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash, ct);
        var now = clock.GetUtcNow();
        if (key is null || !Secret.Same(key.Hash, hash) || !key.IsGood(now))
        {
            return null;
        }

        if (!(now - key.LastUsedAt < s_useKeptExact))
        {
            await db.Set<ApiKey>().Where(k => k.Id == key.Id).ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedAt, now), ct);
        }

        return key.ToActor();
    }
}
