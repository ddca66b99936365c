using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Rounds;

/// <summary>A photo without its content.</summary>
public sealed record RoundFileView(Guid Id, string Name, string MediaType, long Length);

/// <summary>Gives photos of rounds out.</summary>
public interface IRoundFiles
{
    /// <summary>What a photo is; null when there is none.</summary>
    Task<RoundFileView?> FindAsync(Guid id, Actor actor, CancellationToken ct);

    /// <summary>Writes the content as it comes from the database; the whole never lies in memory here.</summary>
    Task CopyAsync(Guid id, Stream output, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRoundFiles"/>
public sealed class RoundFiles(IDbContextFactory<OpsDbContext> contexts, NpgsqlDataSource source) : IRoundFiles
{
    /// <inheritdoc />
    public async Task<RoundFileView?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<RoundFile>().AsNoTracking().Where(f => f.Id == id).Select(f => new RoundFileView(f.Id, f.Name, f.MediaType, f.Length)).SingleOrDefaultAsync(ct);
    }

    /// <inheritdoc />
    public async Task CopyAsync(Guid id, Stream output, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewRounds);
        await using var command = source.CreateCommand("select content from round_files where id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        if (await reader.ReadAsync(ct))
        {
            await using var content = await reader.GetStreamAsync(0, ct);
            await content.CopyToAsync(output, ct);
        }
    }
}
