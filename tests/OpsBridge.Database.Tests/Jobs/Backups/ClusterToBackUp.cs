using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsBridge.Data.Private;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>A server whose role <c>opsbridge</c> may replicate, with 2,000 rows.</summary>
public sealed class ClusterToBackUp : IAsyncLifetime
{
    private readonly string _folder = TestCluster.NewFolder();
    private PrivateCluster _cluster = null!;

    public string Password => new NpgsqlConnectionStringBuilder(_cluster.ConnectionString()).Password!;

    public int Port => new NpgsqlConnectionStringBuilder(_cluster.ConnectionString()).Port;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PrivateCluster.StartAsync(TestCluster.Options(_folder), TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(Path.Combine(_folder, "postgres", "config", "pg_hba.conf"), "host replication all 127.0.0.1/32 scram-sha-256\n");
        await ExecuteAsync("alter role opsbridge replication; select pg_reload_conf()", superuser: true);
        await ExecuteAsync("create table goods (id int primary key); insert into goods select i from generate_series(1, 2000) i");
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await TestCluster.RemoveAsync(_folder, CancellationToken.None);
    }

    public async Task ExecuteAsync(string sql, bool superuser = false)
    {
        var settings = new NpgsqlConnectionStringBuilder(_cluster.ConnectionString()) { Pooling = false };
        settings.Username = superuser ? "postgres" : settings.Username;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in sql.Split("; "))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Something while there is a tablespace outside the data directory.</summary>
    public async Task WithTablespaceAsync(Func<Task> work)
    {
        var path = Path.Combine(_folder, "postgres", "log", "elsewhere"); // a folder that the server's account can make
        await ExecuteAsync($"copy (select 1) to program 'mkdir {path}'; create tablespace elsewhere location '{path}'", superuser: true);
        try
        {
            await work();
        }
        finally
        {
            await ExecuteAsync("drop tablespace elsewhere", superuser: true);
        }
    }
}
