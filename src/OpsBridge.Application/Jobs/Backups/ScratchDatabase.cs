using System.Globalization;
using Npgsql;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Processes;

namespace OpsBridge.Jobs.Backups;

/// <summary>A database with a private name into which a copy is restored for proof; dropped afterwards, whatever happens.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private const string Prefix = "opsbridge_scratch_";

    private readonly PgLogin _server;
    private bool _kept;

    private ScratchDatabase(PgLogin server, string name) => (_server, Login) = (server, server.To(name));

    /// <summary>How to reach it.</summary>
    public PgLogin Login { get; }

    /// <summary>Makes it.</summary>
    /// <param name="server">A database on the server, and a role that may create databases.</param>
    /// <param name="run">The run; the name holds it, so that a later run finds what a dead one left.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="KindFault">The role may not, or the server cannot.</exception>
    public static async Task<ScratchDatabase> CreateAsync(PgLogin server, Guid run, int attempt, CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{run:N}_{attempt}");
        return await CreateAsync(server, name, ct);
    }

    /// <summary>Makes one with a name of its own; it goes as well unless it is kept.</summary>
    public static async Task<ScratchDatabase> CreateAsync(PgLogin server, string name, CancellationToken ct)
    {
        await DatabaseMaking.CreateAsync(server, name, ct);
        return new ScratchDatabase(server, name);
    }

    /// <summary>It is not dropped.</summary>
    public void Keep() => _kept = true;

    /// <summary>Drops those that dead runs left on the server.</summary>
    public static async Task TidyAsync(PgLogin server, Func<Guid, Task<bool>> isDead, CancellationToken ct)
    {
        await using var connection = await server.OpenAsync(ct);
        var found = new List<string>();
        await using (var command = new NpgsqlCommand($"select datname from pg_database where starts_with(datname, '{Prefix}')", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                found.Add(reader.GetString(0));
            }
        }

        foreach (var name in found)
        {
            if (Guid.TryParseExact(name[Prefix.Length..].Split('_')[0], "N", out var run) && await isDead(run))
            {
                ProgramRunner.KillLeftOvers(run.ToString("N", CultureInfo.InvariantCulture));
                await using var drop = new NpgsqlCommand($"drop database if exists \"{name}\" with (force)", connection); // hexadecimal by construction
                await drop.ExecuteNonQueryAsync(ct);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_kept)
        {
            return;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System); // also when the attempt was given up
        try
        {
            await using var connection = await _server.OpenAsync(patience.Token);
            await using var drop = new NpgsqlCommand($"drop database if exists \"{Login.Database}\" with (force)", connection);
            await drop.ExecuteNonQueryAsync(patience.Token);
        }
        catch (Exception e) when (e is NpgsqlException or KindFault or OperationCanceledException)
        {
            // The server is away; the next run of the job drops it.
        }
    }
}

/// <summary>Makes databases like the one that a role works on.</summary>
internal static class DatabaseMaking
{
    /// <summary>Makes an empty database with the encoding and locale of the one that <paramref name="like"/> leads to.</summary>
    /// <exception cref="KindFault">It exists, the role may not, or the server cannot.</exception>
    public static async Task CreateAsync(PgLogin like, string name, CancellationToken ct)
    {
        await using var connection = await like.OpenAsync(ct);
        try
        {
            // Utility statements take no parameters: the server itself quotes names and locales.
            await using var words = new NpgsqlCommand(
                "select format('create database %I template template0 encoding %L lc_collate %L lc_ctype %L', $1::text, pg_encoding_to_char(encoding), datcollate, datctype) from pg_database where datname = current_database()",
                connection)
            {
                Parameters = { new() { Value = name } },
            };
            var statement = (string)(await words.ExecuteScalarAsync(ct))!;
            await using var create = new NpgsqlCommand(statement, connection);
            await create.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new KindFault($"the user may not create a database to restore into: grant it CREATEDB on {like.Name}, or name another scratch server", mayRetry: false);
        }
        catch (PostgresException e)
        {
            throw new KindFault($"no database to restore into could be made on {like.Name}: {PgLogin.Explain(e)}");
        }
    }
}
