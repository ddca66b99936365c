using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Processes;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Answer of <see cref="RegisterCommand"/>.</summary>
public abstract record RegisterCommandResult
{
    /// <summary>Jobs may run it.</summary>
    /// <param name="Sha256">Hash of the file signed off, 64 hex digits.</param>
    public sealed record Done(string Sha256) : RegisterCommandResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Field">Name or Path.</param>
    /// <param name="Reason">Plain words.</param>
    public sealed record Invalid(string Field, string Reason) : RegisterCommandResult;
}

/// <summary>An admin signs a program off as a command: from then on jobs may run this very file.</summary>
public sealed class RegisterCommand(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Stores name, path and the file's SHA-256. A name that is registered already is signed off anew.</summary>
    public async Task<RegisterCommandResult> HandleAsync(string name, string path, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageCommands);
        if (JobCommand.NameError(name) is { } wrongName)
        {
            return new RegisterCommandResult.Invalid("Name", wrongName);
        }

        var (hash, error) = JobCommand.PathError(path) is { } wrongPath ? (null, wrongPath) : await ProgramFile.HashAsync(path, ct);
        return error is null ? await StoreAsync(name, path, hash!, actor, ct) : new RegisterCommandResult.Invalid("Path", error);
    }

    private async Task<RegisterCommandResult> StoreAsync(string name, string path, string hash, Actor actor, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var now = clock.GetUtcNow();
            var command = await db.Set<JobCommand>().SingleOrDefaultAsync(c => c.Name == name, ct);
            var before = command is null ? null : new { command.Path, command.Sha256 };
            if (command is null)
            {
                db.Add(command = new JobCommand { Name = name, Path = path, Sha256 = hash, RegisteredBy = actor.Name });
            }

            (command.Path, command.Sha256, command.RegisteredBy, command.RegisteredAt) = (path, hash, actor.Name, now);
            db.Add(TimelineEntry.Record(now, actor, new Happening("job_command.registered", name, $"registered the command {name}: {path}")
            {
                Before = before,
                After = new { Path = path, Sha256 = hash },
            }));
            try
            {
                await db.SaveChangesAsync(ct);
                return new RegisterCommandResult.Done(hash);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Somebody registered it at the same moment: sign it off anew.
            }
        }
    }
}
