using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Secrets;

/// <summary>Answer of <see cref="SaveSecret"/>.</summary>
public abstract record SaveSecretResult
{
    /// <summary>Stored; runs from now on use it.</summary>
    /// <param name="Replaced">Whether there was one before.</param>
    public sealed record Done(bool Replaced) : SaveSecretResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field: Name, Value.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SaveSecretResult;
}

/// <summary>Adds a secret of jobs, or replaces its value. Nobody reads it back.</summary>
public sealed class SaveSecret(IDbContextFactory<OpsDbContext> contexts, SecretKey key, TimeProvider clock)
{
    /// <summary>Seals and stores it.</summary>
    public async Task<SaveSecretResult> HandleAsync(string name, string value, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageCommands);
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (JobSecret.NameError(name) is { } wrongName)
        {
            errors["Name"] = wrongName;
        }

        if (JobSecret.ValueError(value) is { } wrongValue)
        {
            errors["Value"] = wrongValue;
        }

        return errors.Count > 0 ? new SaveSecretResult.Invalid(errors) : await StoreAsync(name, value, actor, ct);
    }

    private async Task<SaveSecretResult> StoreAsync(string name, string value, Actor actor, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var now = clock.GetUtcNow();
                await using var db = await contexts.CreateDbContextAsync(ct);
                var sealing = key.Read(make: !await db.Set<JobSecret>().AnyAsync(ct)).Current; // a new key would hide that the old one is missing
                var secret = await db.Set<JobSecret>().SingleOrDefaultAsync(s => s.Name == name, ct);
                var replaced = secret is not null;
                if (secret is null)
                {
                    db.Add(JobSecret.Create(name, value, sealing, actor.Name, now));
                }
                else
                {
                    secret.Replace(value, sealing, actor.Name, now);
                }

                db.Add(TimelineEntry.Record(now, actor, new Happening(replaced ? "job_secret.replaced" : "job_secret.added", name, $"{(replaced ? "replaced" : "added")} the job secret {name}")));
                await db.SaveChangesAsync(ct);
                return new SaveSecretResult.Done(replaced);
            }
            catch (SecretKeyException e)
            {
                return new SaveSecretResult.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = e.Message });
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Somebody added it at the same moment: replace it.
            }
        }
    }
}
