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
    /// <param name="Field">Name, Path or Takes.</param>
    /// <param name="Reason">Plain words.</param>
    public sealed record Invalid(string Field, string Reason) : RegisterCommandResult;
}

/// <summary>An admin signs a program off as a command: from then on jobs may run this very file.</summary>
public sealed class RegisterCommand(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Stores name, path and the file's SHA-256. A name that is registered already is signed off anew; what it takes stays as it was said.</summary>
    public Task<RegisterCommandResult> HandleAsync(string name, string path, Actor actor, CancellationToken ct) => HandleAsync(name, path, null, actor, ct);

    /// <summary>Stores name, path, the file's SHA-256 and what arguments it takes, in words; null leaves what was said before.</summary>
    public async Task<RegisterCommandResult> HandleAsync(string name, string path, string? takes, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageCommands);
        if (JobCommand.NameError(name) is { } wrongName)
        {
            return new RegisterCommandResult.Invalid("Name", wrongName);
        }

        if (JobCommand.TakesError(takes) is { } wrongTakes)
        {
            return new RegisterCommandResult.Invalid("Takes", wrongTakes);
        }

        var (hash, error) = JobCommand.PathError(path) is { } wrongPath ? (null, wrongPath) : await ProgramFile.HashAsync(path, ct);
        return error is null ? await StoreAsync(new JobCommand { Name = name, Path = path, Sha256 = hash!, RegisteredBy = actor.Name }, takes?.Trim(), actor, ct) : new RegisterCommandResult.Invalid("Path", error);
    }

    private async Task<RegisterCommandResult> StoreAsync(JobCommand wanted, string? takes, Actor actor, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var now = clock.GetUtcNow();
            var command = await db.Set<JobCommand>().SingleOrDefaultAsync(c => c.Name == wanted.Name, ct);
            var before = command is null ? null : new { command.Path, command.Sha256, command.Takes };
            if (command is null)
            {
                db.Add(command = wanted);
            }

            (command.Path, command.Sha256, command.RegisteredBy, command.RegisteredAt) = (wanted.Path, wanted.Sha256, actor.Name, now);
            command.Takes = takes ?? command.Takes;
            db.Add(TimelineEntry.Record(now, actor, new Happening("job_command.registered", command.Name, $"registered the command {command.Name}: {command.Path}")
            {
                Before = before,
                After = new { command.Path, command.Sha256, command.Takes },
            }));
            try
            {
                await db.SaveChangesAsync(ct);
                return new RegisterCommandResult.Done(command.Sha256);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Somebody registered it at the same moment: sign it off anew.
            }
        }
    }
}
