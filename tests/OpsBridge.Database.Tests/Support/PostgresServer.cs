using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Data.Private;
using OpsBridge.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace OpsBridge.Support;

/// <summary>
/// The server that the tests of this assembly share. The environment variable OPSBRIDGE_TEST_PG, a connection string whose role
/// may create databases, names one; otherwise a private cluster in a temporary folder is started when the first test asks.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Variable = "OPSBRIDGE_TEST_PG";

    private readonly string _template = NewName("template");
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private string? _folder;
    private PrivateCluster? _cluster;
    private string? _server;
    private bool _hasTemplate;

    /// <summary>Makes a database with the whole schema and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken ct)
    {
        await EnsureTemplateAsync(ct);
        return await CreateAsync(NewName("t"), $" template {_template}", ct);
    }

    /// <summary>Makes a database with nothing in it, for tests of migrations, and returns its connection string.</summary>
    public async Task<string> CreateEmptyDatabaseAsync(CancellationToken ct)
    {
        await EnsureServerAsync(ct);
        return await CreateAsync(NewName("t"), string.Empty, ct);
    }

    /// <summary>Drops a database made here, whoever is still connected to it.</summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        await using (var pool = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"drop database if exists {name} with (force)", CancellationToken.None);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
            await TestCluster.RemoveAsync(_folder!, CancellationToken.None);
        }
        else if (_server is not null)
        {
            await ExecuteAsync($"drop database if exists {_template} with (force)", CancellationToken.None);
        }

        _oneAtATime.Dispose();
    }

    private async Task EnsureTemplateAsync(CancellationToken ct)
    {
        await EnsureServerAsync(ct);
        await _oneAtATime.WaitAsync(ct);
        try
        {
            if (!_hasTemplate)
            {
                // A migration that failed before left it behind; it shall fail with its own words again.
                await ExecuteAsync($"drop database if exists {_template} with (force)", ct);
                await MigrateAsync(await CreateAsync(_template, string.Empty, ct), ct);
                _hasTemplate = true;
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Brings a database of another server up to date.</summary>
    internal static async Task MigrateAsync(string connectionString, CancellationToken ct)
    {
        // Without a pool no connection stays behind: PostgreSQL copies only a template that nobody uses.
        var alone = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        await using var services = new ServiceCollection().AddLogging().AddData(alone).BuildServiceProvider();
        await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(ct);
    }

    private async Task EnsureServerAsync(CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            _server ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : await StartAsync(ct);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<string> StartAsync(CancellationToken ct)
    {
        await TestCluster.RemoveAbandonedAsync(ct);
        _folder = TestCluster.NewFolder();
        _cluster = await PrivateCluster.StartAsync(TestCluster.Options(_folder), TimeProvider.System, NullLogger.Instance, ct);
        return _cluster.ConnectionString();
    }

    private async Task<string> CreateAsync(string name, string template, CancellationToken ct)
    {
        await ExecuteAsync($"create database {name}{template}", ct);
        return new NpgsqlConnectionStringBuilder(_server) { Database = name, IncludeErrorDetail = true }.ConnectionString;
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string NewName(string kind) => $"opsbridge_{kind}_{Guid.CreateVersion7():N}";
}
