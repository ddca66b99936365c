using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.LogBook;

/// <summary>Gives files of the log book out.</summary>
public interface ILogFiles
{
    /// <summary>What a file is, without its content; null when there is none.</summary>
    Task<LogFileView?> FindAsync(Guid id, Actor actor, CancellationToken ct);

    /// <summary>Writes the content as it comes from the database; the whole never lies in memory here.</summary>
    Task CopyAsync(Guid id, Stream output, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ILogFiles"/>
public sealed class LogFiles(IDbContextFactory<OpsDbContext> contexts, NpgsqlDataSource source) : ILogFiles
{
    /// <inheritdoc />
    public async Task<LogFileView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<LogAttachment>().AsNoTracking().Where(f => f.Id == id)
            .Select(f => new LogFileView(f.Id, f.EntryId, f.Name, f.MediaType, f.Length, f.Sha256, f.At, f.ByName)).SingleOrDefaultAsync(ct);
    }

    /// <inheritdoc />
    public async Task CopyAsync(Guid id, Stream output, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewShifts);
        await using var command = source.CreateCommand("select content from log_attachments where id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        if (await reader.ReadAsync(ct))
        {
            await using var content = await reader.GetStreamAsync(0, ct);
            await content.CopyToAsync(output, ct);
        }
    }
}
