using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Answer of <see cref="RemoveCommand"/>.</summary>
public abstract record RemoveCommandResult
{
    /// <summary>It is gone.</summary>
    public sealed record Done : RemoveCommandResult;

    /// <summary>Jobs use it; nothing was changed.</summary>
    /// <param name="Jobs">Their names.</param>
    public sealed record InUse(IReadOnlyList<string> Jobs) : RemoveCommandResult;

    /// <summary>No such command.</summary>
    public sealed record NotFound : RemoveCommandResult;
}

/// <summary>An admin takes a command back: no job may run it any more.</summary>
public sealed class RemoveCommand(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Removes it, unless jobs in use run it.</summary>
    public async Task<RemoveCommandResult> HandleAsync(string name, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageCommands);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<JobCommand>().SingleOrDefaultAsync(c => c.Name == name, ct) is not { } command)
        {
            return new RemoveCommandResult.NotFound();
        }

        if ((await CommandUses.ReadAsync(db, ct))[name].ToList() is { Count: > 0 } jobs)
        {
            return new RemoveCommandResult.InUse(jobs);
        }

        db.Remove(command);
        db.Add(TimelineEntry.Record(clock.GetUtcNow(), actor, new Happening("job_command.removed", name, $"removed the command {name}")
        {
            Before = new { command.Path, command.Sha256 },
        }));
        try
        {
            await db.SaveChangesAsync(ct);
            return new RemoveCommandResult.Done();
        }
        catch (DbUpdateConcurrencyException)
        {
            return new RemoveCommandResult.NotFound(); // somebody was faster
        }
    }
}

/// <summary>Which jobs run which command.</summary>
internal static class CommandUses
{
    /// <summary>Names of jobs in use by the name of the command.</summary>
    public static async Task<ILookup<string, string>> ReadAsync(OpsDbContext db, CancellationToken ct)
    {
        var jobs = await db.Set<Job>().AsNoTracking().Where(j => j.RetiredAt == null).OrderBy(j => j.Name).ToListAsync(ct);
        return jobs.Where(j => j.Settings is CommandSettings).ToLookup(j => ((CommandSettings)j.Settings).Command, j => j.Name, StringComparer.Ordinal);
    }
}
