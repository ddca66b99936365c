using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Secrets;

/// <summary>A secret as the admin sees it: everything but its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SetBy">Who set it last.</param>
/// <param name="SetAt">When (UTC).</param>
/// <param name="Readable">False when it was sealed with a key that is not in the key file.</param>
/// <param name="UsedBy">Jobs that name it.</param>
public sealed record SecretRow(string Name, string SetBy, DateTimeOffset SetAt, bool Readable, IReadOnlyList<string> UsedBy);

/// <summary>The secrets of jobs.</summary>
/// <param name="Secrets">By name.</param>
/// <param name="KeyFile">Where the key is.</param>
/// <param name="KeyFault">Why the key cannot be used; null when it can.</param>
public sealed record SecretView(IReadOnlyList<SecretRow> Secrets, string KeyFile, string? KeyFault)
{
    /// <summary>Secrets that an older key of the file still seals: a rotation did not come to its end.</summary>
    public int Older { get; init; }
}

/// <summary>Which secrets there are and who uses them.</summary>
public interface ISecretList
{
    /// <summary>Reads them, by name.</summary>
    Task<SecretView> ReadAsync(Actor actor, CancellationToken ct);

    /// <summary>Their names only, for those who edit jobs.</summary>
    Task<IReadOnlyList<string>> NamesAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc />
public sealed class SecretList(IDbContextFactory<OpsDbContext> contexts, SecretKey key) : ISecretList
{
    /// <inheritdoc />
    public async Task<SecretView> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageCommands);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var uses = await SecretUses.ReadAsync(db, ct);
        var secrets = await db.Set<JobSecret>().AsNoTracking().OrderBy(s => s.Name).Select(s => new { s.Name, s.SetBy, s.SetAt, s.KeyName }).ToListAsync(ct);
        var (ring, fault) = Ring(secrets.Count > 0);
        return new SecretView([.. secrets.Select(s => new SecretRow(s.Name, s.SetBy, s.SetAt, ring?.Find(s.KeyName) is not null, [.. uses[s.Name]]))], key.Path, fault)
        {
            Older = secrets.Count(s => ring is not null && s.KeyName != ring.Name && ring.Find(s.KeyName) is not null),
        };
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> NamesAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<JobSecret>().OrderBy(s => s.Name).Select(s => s.Name).ToListAsync(ct);
    }

    private (SecretKeyRing? Ring, string? Fault) Ring(bool needed)
    {
        try
        {
            return (key.Read(make: !needed), null);
        }
        catch (SecretKeyException e)
        {
            return (null, e.Message);
        }
    }
}
