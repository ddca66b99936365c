using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Secrets;

/// <summary>Answer of <see cref="RemoveSecret"/>.</summary>
public abstract record RemoveSecretResult
{
    /// <summary>It is gone.</summary>
    public sealed record Done : RemoveSecretResult;

    /// <summary>Jobs use it; nothing was changed.</summary>
    /// <param name="Jobs">Their names.</param>
    public sealed record InUse(IReadOnlyList<string> Jobs) : RemoveSecretResult;

    /// <summary>No such secret.</summary>
    public sealed record NotFound : RemoveSecretResult;
}

/// <summary>Removes a secret that no job in use names.</summary>
public sealed class RemoveSecret(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Removes it, unless jobs use it.</summary>
    public async Task<RemoveSecretResult> HandleAsync(string name, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageCommands);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<JobSecret>().SingleOrDefaultAsync(s => s.Name == name, ct) is not { } secret)
        {
            return new RemoveSecretResult.NotFound();
        }

        if ((await SecretUses.ReadAsync(db, ct))[name].ToList() is { Count: > 0 } jobs)
        {
            return new RemoveSecretResult.InUse(jobs);
        }

        db.Remove(secret);
        db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, new Happening("job_secret.removed", name, $"removed the job secret {name}")));
        try
        {
            await db.SaveChangesAsync(ct);
            return new RemoveSecretResult.Done();
        }
        catch (DbUpdateConcurrencyException)
        {
            return new RemoveSecretResult.NotFound(); // somebody was faster
        }
    }
}

/// <summary>Which jobs name which secret.</summary>
internal static class SecretUses
{
    /// <summary>Names of jobs in use by the name of the secret.</summary>
    public static async Task<ILookup<string, string>> ReadAsync(OpsDbContext db, CancellationToken ct)
    {
        var jobs = await db.Set<Job>().AsNoTracking().Where(j => j.RetiredAt == null).OrderBy(j => j.Name).ToListAsync(ct);
        return jobs.SelectMany(j => j.Settings.SecretNames.Distinct(StringComparer.Ordinal), (j, secret) => (secret, j.Name)).ToLookup(u => u.secret, u => u.Name, StringComparer.Ordinal);
    }
}
