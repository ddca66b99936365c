using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Monitoring;

/// <summary>An admin takes a plugin back: no check may run it any more.</summary>
public sealed class RemovePlugin(CheckChange changes)
{
    private const int Named = 20;

    /// <summary>Removes it, unless checks still use it.</summary>
    public Task<RemovePluginResult> HandleAsync(string name, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManagePlugins);
        return changes.ApplyAsync<RemovePluginResult>(
            async (db, now) =>
            {
                if (await db.Set<PluginRegistration>().SingleOrDefaultAsync(p => p.Name == name, ct) is not { } plugin)
                {
                    return new RemovePluginResult.NotFound();
                }

                var users = await db.Set<Check>()
                    .FromSql($"select *, xmin from checks where settings ->> 'kind' = 'plugin' and settings ->> 'plugin' = {name}")
                    .OrderBy(c => c.Name).Select(c => c.Name).Take(Named).ToListAsync(ct);
                if (users.Count > 0)
                {
                    return new RemovePluginResult.InUse(users);
                }

                db.Remove(plugin);
                db.Add(TimelineEntry.Record(now, actor, new Happening("plugin.removed", name, $"removed plugin {name}")
                {
                    Before = new { plugin.Path, plugin.Sha256 },
                }));
                await db.SaveChangesAsync(ct);
                return new RemovePluginResult.Done();
            },
            ct);
    }
}

/// <summary>Answer of <see cref="RemovePlugin"/>.</summary>
public abstract record RemovePluginResult
{
    /// <summary>It is gone.</summary>
    public sealed record Done : RemovePluginResult;

    /// <summary>Checks use it; nothing was changed.</summary>
    /// <param name="Checks">Names of up to 20 of them.</param>
    public sealed record InUse(IReadOnlyList<string> Checks) : RemovePluginResult;

    /// <summary>No such plugin.</summary>
    public sealed record NotFound : RemovePluginResult;
}
