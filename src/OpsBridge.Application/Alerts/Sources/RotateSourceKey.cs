using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts.Sources;

/// <summary>An admin gives a source a new key. The old ones stay good for a while, so that the sender can be changed over without a gap.</summary>
public sealed class RotateSourceKey(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock, LiveFeed feed)
{
    /// <summary>The longest time that old keys stay good beside a new one.</summary>
    public static TimeSpan LongestOverlap { get; } = TimeSpan.FromDays(30);

    /// <summary>Makes the key; the others end after <paramref name="overlap"/> (0 to 30 days, brought into that range).</summary>
    public async Task<RotateSourceKeyResult> HandleAsync(Guid id, TimeSpan overlap, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        var now = clock.GetUtcNow();
        var end = now + TimeSpan.FromTicks(Math.Clamp(overlap.Ticks, 0, LongestOverlap.Ticks));
        await using var db = await contexts.CreateDbContextAsync(ct);
        var source = await db.Set<Source>().Include(s => s.Keys).SingleOrDefaultAsync(s => s.Id == id, ct);
        if (source is null)
        {
            return new RotateSourceKeyResult.NotFound();
        }

        var made = CreateApiKey.Add(db, new ApiKeyDetails(source.Name, source.KeyPermissions, ExpiresAt: null), actor, now);
        if (made is not CreateApiKeyResult.Done done)
        {
            return new RotateSourceKeyResult.Refused(((CreateApiKeyResult.Invalid)made).Reason);
        }

        var old = source.Keys.Select(k => k.ApiKeyId).ToArray();
        foreach (var key in await db.Set<ApiKey>().Where(k => old.Contains(k.Id)).ToListAsync(ct))
        {
            key.EndBy(end);
        }

        source.Add(done.Id);
        db.Add(TimelineEntry.Record(now, actor, SourceHistory.Of(source, "key_rotated", $"gave source {source.Name} a new key") with { After = new { OldKeysEnd = end } }));
        await db.SaveChangesAsync(ct);
        feed.Publish(ApiKeyCheck.Topic); // here at once; elsewhere when the announcement arrives
        return new RotateSourceKeyResult.Done(new NewKey(done.Id, done.Token), end);
    }
}

/// <summary>Answer of <see cref="RotateSourceKey"/>.</summary>
public abstract record RotateSourceKeyResult
{
    /// <summary>Made.</summary>
    /// <param name="Key">The key; its secret is shown this once.</param>
    /// <param name="OldKeysEnd">When the old ones end (UTC).</param>
    public sealed record Done(NewKey Key, DateTimeOffset OldKeysEnd) : RotateSourceKeyResult;

    /// <summary>This admin cannot grant what the source's keys carry.</summary>
    /// <param name="Reason">Plain words.</param>
    public sealed record Refused(string Reason) : RotateSourceKeyResult;

    /// <summary>No such source.</summary>
    public sealed record NotFound : RotateSourceKeyResult;
}
