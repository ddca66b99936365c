using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OpsBridge.Data;

/// <summary>
/// Brings the schema up to date at start. One process migrates at a time (advisory lock); a statement that cannot get its
/// table lock within ten seconds fails instead of blocking a running node's writers behind it.
/// </summary>
public sealed partial class DatabaseMigrator(NpgsqlDataSource source, IDbContextFactory<OpsDbContext> contexts, ILogger<DatabaseMigrator> logger)
{

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="SchemaTooNewException">The database was migrated by a newer version.</exception>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var guard = await source.OpenConnectionAsync(ct);
        await RunAsync(guard, $"select pg_advisory_lock({AdvisoryLocks.Migration})", ct);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
            var applied = await db.Database.GetAppliedMigrationsAsync(ct);
            if (applied.FirstOrDefault(m => !known.Contains(m)) is { } foreign)
            {
                throw new SchemaTooNewException(foreign);
            }

            var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
            if (pending.Count > 0)
            {
                await db.Database.OpenConnectionAsync(ct);
                await db.Database.ExecuteSqlRawAsync("set lock_timeout = '10s'", ct);
                await db.Database.MigrateAsync(ct);
                await db.Database.ExecuteSqlRawAsync("reset lock_timeout", ct);
                LogMigrated(pending.Count, pending[^1]);
            }
        }
        finally
        {
            await RunAsync(guard, $"select pg_advisory_unlock({AdvisoryLocks.Migration})", CancellationToken.None);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied {Count} migrations, now at {Migration}")]
    private partial void LogMigrated(int count, string migration);
}
