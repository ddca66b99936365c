using Npgsql;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Data;

public sealed class TestDatabaseTests(TestDatabase database, PostgresServer server) : IClassFixture<TestDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_the_whole_schema()
    {
        await using var command = database.Source.CreateCommand("select count(*) from alerts");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Ct));
    }

    [Fact]
    public async Task Two_of_them_do_not_see_each_other_and_a_dropped_one_is_gone_though_connected()
    {
        var other = await TestDatabase.CreateAsync(server);
        await using var connection = await other.Source.OpenConnectionAsync(Ct);
        await using (var create = new NpgsqlCommand("create table only_here ()", connection))
        {
            await create.ExecuteNonQueryAsync(Ct);
        }

        await using var look = database.Source.CreateCommand("select to_regclass('only_here') is null");
        Assert.Equal(true, await look.ExecuteScalarAsync(Ct));
        var name = connection.Database;
        await other.DisposeAsync();

        await using var gone = database.Source.CreateCommand("select count(*) from pg_database where datname = $1");
        gone.Parameters.Add(new NpgsqlParameter { Value = name });
        Assert.Equal(0L, await gone.ExecuteScalarAsync(Ct));
    }

    [Fact]
    public async Task What_a_killed_run_left_is_stopped_and_removed()
    {
        var folder = TestCluster.NewFolder();
        await using var run = ClusterHostProcess.Start(folder);
        await run.UpAsync(Ct);
        await run.KillAsync(Ct);

        await TestCluster.RemoveAsync(folder, Ct);

        Assert.Empty(LinuxProcesses.Mentioning(folder));
        Assert.False(Directory.Exists(folder));
    }
}
