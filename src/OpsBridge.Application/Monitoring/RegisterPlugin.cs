using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Processes;
using OpsBridge.Timeline;

namespace OpsBridge.Monitoring;

/// <summary>An admin signs a program off as a plugin: from then on checks may run this very file.</summary>
public sealed class RegisterPlugin(CheckChange changes)
{
    /// <summary>Stores name, path and the file's SHA-256. A name that is registered already is signed off anew.</summary>
    public async Task<RegisterPluginResult> HandleAsync(string name, string path, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManagePlugins);
        if (new RegisteredPlugin(name, path).Validate() is [var wrong, ..])
        {
            return new RegisterPluginResult.Invalid(RegisteredPlugin.NameError(name) is null ? "Path" : "Name", Sentence(wrong));
        }

        var (hash, error) = await ProgramFile.HashAsync(path, ct);
        if (error is not null)
        {
            return new RegisterPluginResult.Invalid("Path", error);
        }

        return await changes.ApplyAsync<RegisterPluginResult>(
            async (db, now) =>
            {
                var plugin = await db.Set<PluginRegistration>().SingleOrDefaultAsync(p => p.Name == name, ct);
                var before = plugin is null ? null : new { plugin.Path, plugin.Sha256 };
                if (plugin is null)
                {
                    db.Add(plugin = new PluginRegistration { Name = name, Path = path, RegisteredBy = actor.Name });
                }

                (plugin.Path, plugin.Sha256, plugin.RegisteredBy, plugin.RegisteredAt) = (path, hash, actor.Name, now);
                db.Add(TimelineEntry.Record(now, actor, new Happening("plugin.registered", name, $"registered plugin {name}: {path}")
                {
                    Before = before,
                    After = new { Path = path, Sha256 = hash },
                }));
                await db.SaveChangesAsync(ct);
                return new RegisterPluginResult.Done(hash!);
            },
            ct);
    }

    private static string Sentence(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}.";
}

/// <summary>Answer of <see cref="RegisterPlugin"/>.</summary>
public abstract record RegisterPluginResult
{
    /// <summary>Checks may run it.</summary>
    /// <param name="Sha256">Hash of the file signed off, 64 hex digits.</param>
    public sealed record Done(string Sha256) : RegisterPluginResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Field">Name or Path.</param>
    /// <param name="Reason">Plain words.</param>
    public sealed record Invalid(string Field, string Reason) : RegisterPluginResult;
}
