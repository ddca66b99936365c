using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpsBridge.Data.Private;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Data;

public sealed class PrivateClusterTests : IAsyncLifetime
{
    private readonly string _folder = TestCluster.NewFolder();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ClusterLayout Layout => new(_folder);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await TestCluster.RemoveAsync(_folder, CancellationToken.None);

    [Fact]
    public async Task A_fresh_start_serves_an_empty_database_to_a_role_that_is_no_superuser()
    {
        var inEarnest = new PrivateClusterOptions { DataFolder = _folder };
        await using var cluster = await PrivateCluster.StartAsync(inEarnest, TimeProvider.System, NullLogger.Instance, Ct);

        Assert.False(cluster.Adopted);
        Assert.True(await cluster.IsRunningAsync(Ct));
        Assert.Equal("opsbridge opsbridge", await ScalarAsync(cluster, "select current_database() || ' ' || current_user"));
        Assert.Equal(
            "off UTF8 on on UTC 127.0.0.1 256MB",
            await ScalarAsync(cluster, """
                select string_agg(current_setting(name), ' ' order by place)
                from unnest(array['is_superuser', 'server_encoding', 'data_checksums', 'fsync', 'TimeZone', 'listen_addresses', 'shared_buffers'])
                    with ordinality as wanted (name, place)
                """));
        Assert.Equal("É", await ScalarAsync(cluster, "select upper('é')"));
    }

    [Fact]
    public async Task Only_the_stored_password_opens_it()
    {
        await using var cluster = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(cluster.ConnectionString()) { Password = "guess", Pooling = false };

        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(Ct));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task The_password_is_256_bits_for_the_owners_eyes_and_in_no_other_file_or_process()
    {
        await using var cluster = await StartAsync();
        var password = (await File.ReadAllTextAsync(Layout.Password, Ct)).Trim();

        Assert.Equal(64, password.Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Layout.Password));
        }

        var texts = Directory.EnumerateFiles(Layout.Log).Concat(Directory.EnumerateFiles(Layout.Config)).ToList();
        Assert.NotEmpty(texts);
        Assert.All(texts, file => Assert.DoesNotContain(password, File.ReadAllText(file), StringComparison.Ordinal));
        Assert.DoesNotContain(password, LinuxProcesses.EnvironmentOf(cluster.PostmasterPid), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_leaves_no_process_and_the_next_start_finds_the_data_on_the_same_port()
    {
        var cluster = await StartAsync();
        var first = cluster.ConnectionString();
        await ScalarAsync(cluster, "create table kept (n int); insert into kept values (42)");
        await cluster.DisposeAsync();
        Assert.Empty(LinuxProcesses.Mentioning(_folder));

        await using var again = await StartAsync();
        Assert.Equal(first, again.ConnectionString());
        Assert.Equal(42, await ScalarAsync(again, "select n from kept"));
    }

    [Fact]
    public async Task A_postmaster_left_by_a_killed_host_is_adopted_with_its_data_and_then_stopped()
    {
        await using var host = ClusterHostProcess.Start(_folder);
        var postmaster = await host.UpAsync(Ct);
        await host.KillAsync(Ct);

        var heir = await StartAsync();
        Assert.True(heir.Adopted);
        Assert.Equal(postmaster, heir.PostmasterPid);
        Assert.Equal([postmaster], LinuxProcesses.Mentioning(_folder));
        Assert.Equal(1, await ScalarAsync(heir, "select 1"));

        await heir.DisposeAsync();
        Assert.Empty(LinuxProcesses.Mentioning(_folder));
    }

    [Fact]
    public async Task A_second_host_on_the_folder_is_refused_in_one_line_and_disturbs_nothing()
    {
        await using var first = await StartAsync();
        await using var second = ClusterHostProcess.Start(_folder);

        var (exitCode, errors) = await second.EndAsync(Ct);

        Assert.NotEqual(0, exitCode);
        Assert.StartsWith($"Another OpsBridge uses this data folder (pid {Environment.ProcessId})", errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
        Assert.True(await first.IsRunningAsync(Ct));
    }

    [Fact]
    public async Task Ctrl_C_stops_the_postmaster_with_the_host()
    {
        await using var host = ClusterHostProcess.Start(_folder);
        await host.UpAsync(Ct);

        await host.InterruptAsync(Ct);

        Assert.Equal((0, string.Empty), await host.EndAsync(Ct));
        Assert.Empty(LinuxProcesses.Mentioning(_folder));
    }

    [Fact]
    public async Task Cancelling_while_the_cluster_is_made_leaves_neither_process_nor_half_a_cluster()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var start = PrivateCluster.StartAsync(TestCluster.Options(_folder), TimeProvider.System, NullLogger.Instance, cancel.Token);
        await Eventually.TrueAsync(
            "initdb is at work", () => Directory.Exists(Layout.Cluster) && Layout.AbandonedWorkFolders().Any(), Ct);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Empty(LinuxProcesses.Mentioning(_folder));
        Assert.False(Layout.IsInitialized);
        Assert.Empty(Layout.AbandonedWorkFolders());
    }

    [Fact]
    public async Task Cancelling_while_the_postmaster_starts_leaves_no_process()
    {
        await (await StartAsync()).DisposeAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var start = PrivateCluster.StartAsync(TestCluster.Options(_folder), TimeProvider.System, NullLogger.Instance, cancel.Token);
        await Eventually.TrueAsync("the postmaster is there", () => PostmasterFile.ReadLive(Layout) is not null, Ct);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Empty(LinuxProcesses.Mentioning(_folder));
    }

    [Fact]
    public async Task Cancelling_after_the_postmaster_has_started_stops_it_again()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PrivateCluster.StartAsync(
            TestCluster.Options(_folder), TimeProvider.System, new CancelOnFirstLine(cancel), cancel.Token));

        Assert.Empty(LinuxProcesses.Mentioning(_folder));
    }

    [Fact]
    public async Task When_host_and_postmaster_both_died_the_next_start_recovers()
    {
        await using var host = ClusterHostProcess.Start(_folder);
        var postmaster = await host.UpAsync(Ct);
        await host.KillAsync(Ct);
        await KillAsync(postmaster);

        await using var next = await StartAsync();

        Assert.False(next.Adopted);
        Assert.Equal([next.PostmasterPid], LinuxProcesses.Mentioning(_folder));
    }

    [Fact]
    public async Task A_killed_postmaster_is_brought_back_on_the_same_port_with_its_data()
    {
        await using var cluster = await StartAsync();
        var before = (cluster.PostmasterPid, Connection: cluster.ConnectionString());
        await ScalarAsync(cluster, "create table kept (n int); insert into kept values (42)");

        await KillAsync(before.PostmasterPid);
        Assert.False(await cluster.IsRunningAsync(Ct));
        Assert.True(await cluster.EnsureRunningAsync(Ct));

        Assert.NotEqual(before.PostmasterPid, cluster.PostmasterPid);
        Assert.Equal(before.Connection, cluster.ConnectionString());
        Assert.Equal(42, await ScalarAsync(cluster, "select n from kept"));
        Assert.False(await cluster.EnsureRunningAsync(Ct)); // It runs: nothing to do.
    }

    [Fact]
    public async Task The_keeper_brings_it_back_by_itself_within_two_seconds_of_its_clock()
    {
        await using var cluster = await StartAsync();
        var clock = new FakeClock();
        using var keeper = new KeepPrivateClusterRunning(cluster, clock, NullLogger<KeepPrivateClusterRunning>.Instance);
        await keeper.StartAsync(Ct);
        await clock.TimersAsync(1, Ct);

        await KillAsync(cluster.PostmasterPid);
        clock.FastForward(TimeSpan.FromSeconds(2));

        await Eventually.TrueAsync("PostgreSQL is back", () => cluster.IsRunningAsync(Ct), Ct);
        await keeper.StopAsync(Ct);
    }

    [Fact]
    public async Task After_a_stop_nothing_brings_it_back()
    {
        var cluster = await StartAsync();
        await cluster.StopAsync();

        Assert.False(await cluster.EnsureRunningAsync(Ct));

        Assert.Empty(LinuxProcesses.Mentioning(_folder));
    }

    private static async Task KillAsync(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync(Ct);
    }

    private static async Task<object?> ScalarAsync(PrivateCluster cluster, string sql)
    {
        var alone = new NpgsqlConnectionStringBuilder(cluster.ConnectionString()) { Pooling = false };
        await using var connection = new NpgsqlConnection(alone.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }

    private Task<PrivateCluster> StartAsync() =>
        PrivateCluster.StartAsync(TestCluster.Options(_folder), TimeProvider.System, NullLogger.Instance, Ct);
}
