using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpsBridge.Data;
using Xunit;

namespace OpsBridge.Support;

/// <summary>
/// A database of its own with the whole schema. As a class fixture (<c>IClassFixture&lt;TestDatabase&gt;</c>) the tests of the class
/// share it; <see cref="CreateAsync"/> makes one for a single test.
/// </summary>
public sealed class TestDatabase(PostgresServer server) : IAsyncLifetime
{
    private ServiceProvider? _services;
    private string? _connectionString;

    /// <summary>How to connect to it.</summary>
    public string ConnectionString => _connectionString ?? throw new InvalidOperationException("Not created yet.");

    /// <summary>Connections to it.</summary>
    public NpgsqlDataSource Source => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Contexts on it, as use cases take them.</summary>
    public IDbContextFactory<OpsDbContext> Contexts => Services.GetRequiredService<IDbContextFactory<OpsDbContext>>();

    private ServiceProvider Services => _services ?? throw new InvalidOperationException("Not created yet.");

    /// <summary>Makes one; dispose it to drop it.</summary>
    public static async Task<TestDatabase> CreateAsync(PostgresServer server)
    {
        var database = new TestDatabase(server);
        await database.InitializeAsync();
        return database;
    }

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _connectionString = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        _services = new ServiceCollection().AddLogging().AddData(_connectionString).BuildServiceProvider();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (_connectionString is not null)
        {
            await server.DropDatabaseAsync(_connectionString);
        }
    }
}
