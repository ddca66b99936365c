using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsBridge.Data.Private;

namespace OpsBridge.Measuring;

/// <summary>A private PostgreSQL that outlives the consoles which use it: they run, and are killed, as processes of their own.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly PrivateCluster _cluster;
    private readonly string _folder;
    private readonly NpgsqlDataSource _source;

    private BenchDatabase(PrivateCluster cluster, string folder)
    {
        (_cluster, _folder, ConnectionString) = (cluster, folder, cluster.ConnectionString());
        _source = NpgsqlDataSource.Create(ConnectionString);
    }

    public string ConnectionString { get; }

    /// <summary>A folder that goes with it.</summary>
    public string Folder => _folder;

    /// <summary>CPU-seconds of the postmaster and everything below it.</summary>
    public double Cpu => CpuTime.OfTree(_cluster.PostmasterPid);

    public static async Task<BenchDatabase> StartAsync()
    {
        var folder = BenchConsole.NewFolder();
        var options = new PrivateClusterOptions { DataFolder = folder };
        return new BenchDatabase(await PrivateCluster.StartAsync(options, TimeProvider.System, NullLogger.Instance, CancellationToken.None), folder);
    }

    /// <summary>One value.</summary>
    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>One column.</summary>
    public async Task<List<T>> ColumnAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var column = new List<T>();
        while (await reader.ReadAsync())
        {
            column.Add(reader.GetFieldValue<T>(0));
        }

        return column;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = _source.CreateCommand(sql);
        command.CommandTimeout = 600;
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }
}
