using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Kinds;

/// <summary>A registered command.</summary>
/// <param name="Name">The name jobs use.</param>
/// <param name="Path">The file.</param>
/// <param name="Sha256">Its hash when it was signed off.</param>
/// <param name="RegisteredBy">Who signed it off.</param>
/// <param name="RegisteredAt">When (UTC).</param>
/// <param name="UsedBy">Jobs that run it.</param>
public sealed record CommandRow(string Name, string Path, string Sha256, string RegisteredBy, DateTimeOffset RegisteredAt, IReadOnlyList<string> UsedBy)
{
    /// <inheritdoc cref="JobCommand.Takes"/>
    public string Takes { get; init; } = "";
}

/// <summary>A registered command as those who make jobs choose it.</summary>
/// <param name="Name">The name jobs use.</param>
/// <param name="Path">The file.</param>
/// <param name="Takes">What arguments it takes, in words; may be empty.</param>
/// <param name="RegisteredBy">Who signed it off.</param>
public sealed record CommandChoice(string Name, string Path, string Takes, string RegisteredBy);

/// <summary>The commands that jobs may run.</summary>
public interface ICommandList
{
    /// <summary>Reads them, by name.</summary>
    Task<IReadOnlyList<CommandRow>> ReadAsync(Actor actor, CancellationToken ct);

    /// <summary>What those who edit jobs may choose, by name.</summary>
    Task<IReadOnlyList<CommandChoice>> ChoicesAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc />
public sealed class CommandList(IDbContextFactory<OpsDbContext> contexts) : ICommandList
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<CommandRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageCommands);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var uses = await CommandUses.ReadAsync(db, ct);
        var commands = await db.Set<JobCommand>().AsNoTracking().OrderBy(c => c.Name).ToListAsync(ct);
        return [.. commands.Select(c => new CommandRow(c.Name, c.Path, c.Sha256, c.RegisteredBy, c.RegisteredAt, [.. uses[c.Name]]) { Takes = c.Takes })];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<CommandChoice>> ChoicesAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditJobs);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<JobCommand>().OrderBy(c => c.Name).Select(c => new CommandChoice(c.Name, c.Path, c.Takes, c.RegisteredBy)).ToListAsync(ct);
    }
}
