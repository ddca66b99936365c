using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Secrets;

/// <summary>Answer of <see cref="RotateSecretKey"/>.</summary>
public abstract record RotateSecretKeyResult
{
    /// <summary>All secrets are sealed with the newest key.</summary>
    /// <param name="Resealed">How many were sealed anew.</param>
    public sealed record Done(int Resealed) : RotateSecretKeyResult;

    /// <summary>These cannot be opened with the key file as it is; nothing was changed.</summary>
    /// <param name="Names">Names of the secrets.</param>
    public sealed record Unreadable(IReadOnlyList<string> Names) : RotateSecretKeyResult;

    /// <summary>The key file cannot be used; nothing was changed, or the rest is done when it is called again.</summary>
    /// <param name="Why">In plain words, with what to do.</param>
    public sealed record NoKey(string Why) : RotateSecretKeyResult;

    /// <summary>Somebody else does it at this moment.</summary>
    public sealed record Busy : RotateSecretKeyResult;
}

/// <summary>
/// Seals all secrets with a new key. The file holds the new key and the old one before the first secret is touched, so that every
/// secret opens at every moment, whatever dies; a rotation that broke off is carried on with its key instead of a newer one.
/// </summary>
public sealed class RotateSecretKey(IDbContextFactory<OpsDbContext> contexts, SecretKey key, TimeProvider clock)
{
    /// <summary>Rotates, or carries on.</summary>
    /// <param name="progress">Told how many are sealed with the newest key, and of how many.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Breaks off between two secrets.</param>
    public async Task<RotateSecretKeyResult> HandleAsync(Action<int, int>? progress, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageCommands);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var holding = await db.Database.BeginTransactionAsync(ct);
        if (!await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({AdvisoryLocks.SecretKeys}) as \"Value\"").SingleAsync(ct))
        {
            return new RotateSecretKeyResult.Busy();
        }

        try
        {
            var secrets = await db.Set<JobSecret>().AsNoTracking().OrderBy(s => s.Name).ToListAsync(ct);
            var ring = key.Read(make: secrets.Count == 0);
            if (secrets.Where(s => !Opens(s, ring)).Select(s => s.Name).ToList() is { Count: > 0 } names)
            {
                return new RotateSecretKeyResult.Unreadable(names);
            }

            if (secrets.TrueForAll(s => s.KeyName == ring.Name))
            {
                ring = key.Renew(secrets.Select(s => s.KeyName).ToHashSet(StringComparer.Ordinal));
            }

            return new RotateSecretKeyResult.Done(await ResealAsync(secrets, ring, progress, actor, ct));
        }
        catch (SecretKeyException e)
        {
            return new RotateSecretKeyResult.NoKey(e.Message);
        }
    }

    private static bool Opens(JobSecret secret, SecretKeyRing ring)
    {
        try
        {
            secret.Open(ring);
            return true;
        }
        catch (SecretKeyException)
        {
            return false;
        }
    }

    private async Task<int> ResealAsync(List<JobSecret> secrets, SecretKeyRing ring, Action<int, int>? progress, Actor actor, CancellationToken ct)
    {
        var resealed = 0;
        for (var done = 0; done < secrets.Count; done++)
        {
            progress?.Invoke(done, secrets.Count);
            ct.ThrowIfCancellationRequested();
            resealed += await ResealAsync(secrets[done].Name, ring, ct) ? 1 : 0;
        }

        progress?.Invoke(secrets.Count, secrets.Count);
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, new Happening("job_secret.rotated", ring.Name, $"sealed {resealed} of {secrets.Count} job secrets with the key {ring.Name}")));
        await db.SaveChangesAsync(ct);
        return resealed;
    }

    /// <summary>One secret under the lock of its row: somebody may be replacing it at this moment.</summary>
    private async Task<bool> ResealAsync(string name, SecretKeyRing ring, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var secret = await db.Set<JobSecret>().FromSql($"select * from job_secrets where name = {name} for update").SingleOrDefaultAsync(ct);
        if (secret is null || secret.KeyName == ring.Name)
        {
            return false; // removed or set anew meanwhile
        }

        secret.Reseal(ring);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
