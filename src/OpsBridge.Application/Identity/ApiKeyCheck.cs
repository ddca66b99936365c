using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Live;

namespace OpsBridge.Identity;

/// <summary>
/// Finds out which key a program presents. A good key is remembered for two seconds, and only until any key changes: a sender
/// that posts a thousand times a second does not ask the database a thousand times. What is not good is never remembered.
/// </summary>
public sealed class ApiKeyCheck(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock, LiveFeed feed)
{
    /// <summary>Announced when a key has changed.</summary>
    public const string Topic = "api_keys";

    private const int LongestToken = 200;
    private const int MostRemembered = 1_000;
    private static readonly TimeSpan s_remembered = TimeSpan.FromSeconds(2); // also the longest that a key revoked elsewhere opens while announcements do not arrive
    private static readonly TimeSpan s_useKeptExact = TimeSpan.FromMinutes(1);
    private static readonly string[] s_topics = [Topic];

    private readonly ConcurrentDictionary<string, Good> _good = new(StringComparer.Ordinal); // by the hash as text: the key itself is not kept

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
        var (name, version, began) = (Convert.ToHexStringLower(hash), feed.VersionOf(s_topics), clock.GetTimestamp()); // before the read
        if (_good.TryGetValue(name, out var good) && good.Version == version && good.Opens(clock.GetUtcNow(), clock.GetElapsedTime(good.ReadAt)))
        {
            return good.Actor;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var key = await db.Set<ApiKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash, ct);
        var now = clock.GetUtcNow();
        if (key is null || !Secret.Same(key.Hash, hash) || !key.IsGood(now))
        {
            return null;
        }

        var used = key.LastUsedAt;
        if (!(now - used < s_useKeptExact))
        {
            await db.Set<ApiKey>().Where(k => k.Id == key.Id).ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedAt, now), ct);
            used = now;
        }

        return Remember(name, new Good(key.ToActor(), key.ExpiresAt, used!.Value, version, began));
    }

    private Actor Remember(string name, Good good)
    {
        if (_good.Count >= MostRemembered)
        {
            _good.Clear();
        }

        _good[name] = good;
        return good.Actor;
    }

    private sealed record Good(Actor Actor, DateTimeOffset? ExpiresAt, DateTimeOffset UsedAt, long Version, long ReadAt)
    {
        /// <summary>Whether it may be taken from memory: fresh, not at its end, and its last use needs no writing.</summary>
        public bool Opens(DateTimeOffset now, TimeSpan age) => age < s_remembered && !(ExpiresAt <= now) && now - UsedAt < s_useKeptExact;
    }
}
