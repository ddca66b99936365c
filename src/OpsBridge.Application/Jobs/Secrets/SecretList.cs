using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Secrets;

/// <summary>A secret as the admin sees it: everything but its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SetBy">Who set it last.</param>
/// <param name="SetAt">When (UTC).</param>
/// <param name="Readable">False when it was sealed with another key than the one in the key file.</param>
/// <param name="UsedBy">Jobs that name it.</param>
public sealed record SecretRow(string Name, string SetBy, DateTimeOffset SetAt, bool Readable, IReadOnlyList<string> UsedBy);

/// <summary>The secrets of jobs.</summary>
/// <param name="Secrets">By name.</param>
/// <param name="KeyFile">Where the key is.</param>
/// <param name="KeyFault">Why the key cannot be used; null when it can.</param>
public sealed record SecretView(IReadOnlyList<SecretRow> Secrets, string KeyFile, string? KeyFault);

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
        var (name, fault) = KeyName(secrets.Count > 0);
        return new SecretView([.. secrets.Select(s => new SecretRow(s.Name, s.SetBy, s.SetAt, s.KeyName == name, [.. uses[s.Name]]))], key.Path, fault);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> NamesAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<JobSecret>().OrderBy(s => s.Name).Select(s => s.Name).ToListAsync(ct);
    }

    private (string? Name, string? Fault) KeyName(bool needed)
    {
        try
        {
            return (SecretKey.NameOf(key.Read(make: !needed)), null);
        }
        catch (SecretKeyException e)
        {
            return (null, e.Message);
        }
    }
}
