using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Identity;

/// <summary>One key of the ring that encrypts cookies.</summary>
public sealed class ProtectionKey
{
    /// <summary>The ring's own name of the key.</summary>
    public string Name { get; init; } = "";

    /// <summary>The key as XML, encrypted by whoever stored it.</summary>
    public string Xml { get; init; } = "";
}

/// <summary>
/// Keeps the key ring in the database, so that sign-ins survive a restart and are good on every node. Synchronous, because the
/// ring's interface is.
/// </summary>
public sealed class ProtectionKeyRing(IDbContextFactory<OpsDbContext> contexts)
{
    /// <summary>Every key.</summary>
    public IReadOnlyList<string> Read()
    {
        using var db = contexts.CreateDbContext();
        return db.Set<ProtectionKey>().OrderBy(k => k.Name).Select(k => k.Xml).ToList();
    }

    /// <summary>Adds a key, or replaces the one of that name.</summary>
    public void Store(string name, string xml)
    {
        using var db = contexts.CreateDbContext();
        if (db.Set<ProtectionKey>().Where(k => k.Name == name).ExecuteUpdate(k => k.SetProperty(x => x.Xml, xml)) == 0)
        {
            db.Add(new ProtectionKey { Name = name, Xml = xml });
            db.SaveChanges();
        }
    }
}
