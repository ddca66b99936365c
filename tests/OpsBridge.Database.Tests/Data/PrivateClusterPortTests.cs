using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsBridge.Data.Private;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Data;

public sealed class PrivateClusterPortTests : IAsyncLifetime
{
    private readonly string _folder = TestCluster.NewFolder();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ClusterLayout Layout => new(_folder);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await TestCluster.RemoveAsync(_folder, CancellationToken.None);

    [Fact]
    public async Task A_kept_port_that_somebody_took_is_exchanged_for_another()
    {
        var first = await StartAsync();
        var port = PortOf(first);
        await first.DisposeAsync();
        using var somebody = new TcpListener(IPAddress.Loopback, port);
        somebody.Start();

        await using var second = await StartAsync();

        Assert.NotEqual(port, PortOf(second));
        Assert.Equal(PortOf(second), ClusterFiles.KeptPort(Layout));
        Assert.True(await second.IsRunningAsync(Ct));
    }

    [Fact]
    public async Task A_port_named_by_the_operator_that_is_taken_is_an_error_that_names_it()
    {
        using var somebody = new TcpListener(IPAddress.Loopback, 0);
        somebody.Start();
        var port = ((IPEndPoint)somebody.LocalEndpoint).Port;

        var error = await Assert.ThrowsAsync<PrivateClusterException>(() => PrivateCluster.StartAsync(
            TestCluster.Options(_folder) with { Port = port }, TimeProvider.System, NullLogger.Instance, Ct));

        Assert.Contains($"Port {port} of 127.0.0.1", error.Message, StringComparison.Ordinal);
        Assert.Empty(LinuxProcesses.Mentioning(_folder));
    }

    [Fact]
    public async Task A_port_taken_while_PostgreSQL_was_dead_is_named_and_taken_again_once_it_is_free()
    {
        await using var cluster = await StartAsync();
        var connection = cluster.ConnectionString();
        using (var process = Process.GetProcessById(cluster.PostmasterPid))
        {
            process.Kill();
            await process.WaitForExitAsync(Ct);
        }

        using (var somebody = new TcpListener(IPAddress.Loopback, PortOf(cluster)))
        {
            somebody.Start();
            var error = await Assert.ThrowsAsync<PrivateClusterException>(() => cluster.EnsureRunningAsync(Ct));
            Assert.Contains($"Port {PortOf(cluster)} of 127.0.0.1", error.Message, StringComparison.Ordinal);
        }

        Assert.True(await cluster.EnsureRunningAsync(Ct));
        Assert.Equal(connection, cluster.ConnectionString());
    }

    private static int PortOf(PrivateCluster cluster) => new NpgsqlConnectionStringBuilder(cluster.ConnectionString()).Port;

    private Task<PrivateCluster> StartAsync() =>
        PrivateCluster.StartAsync(TestCluster.Options(_folder), TimeProvider.System, NullLogger.Instance, Ct);
}
