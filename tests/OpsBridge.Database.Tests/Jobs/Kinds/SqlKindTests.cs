using System.Globalization;
using Npgsql;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Kinds;

public sealed class SqlKindTests(TestDatabase database, PostgresServer server) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private KindBench _bench = null!;
    private string _shop = "";
    private PostgresTarget _target = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = KindBench.Start(database);
        _shop = await server.CreateEmptyDatabaseAsync(Ct);
        _target = await _bench.TargetAsync(new NpgsqlConnectionStringBuilder(_shop).Database);
        await ScalarAsync<object>("create table stock (id int primary key, what text); insert into stock select i, 'thing ' || i from generate_series(1, 10) i; select 1 as one");
    }

    public async ValueTask DisposeAsync()
    {
        await server.DropDatabaseAsync(_shop);
        await _bench.DisposeAsync();
    }

    [Theory]
    [InlineData("update stock set what = 'sold' where id <= 3", null, null, true, "3 rows", 3)]
    [InlineData("update stock set what = 'sold' where id <= 3", 3L, 3L, true, "3 rows", 3)]
    [InlineData("update stock set what = 'sold' where id <= 3", 4L, null, false, "3 rows, expected at least 4; rolled back", 0)]
    [InlineData("update stock set what = 'sold' where id <= 3", null, 2L, false, "3 rows, expected at most 2; rolled back", 0)]
    [InlineData("update stock set what = 'sold' where id <= 3", 5L, 5L, false, "3 rows, expected 5; rolled back", 0)]
    [InlineData("update stock set what = 'sold' where id <= 3 returning id", 1L, 9L, true, "3 rows", 3)]
    [InlineData("update stock set what = 'sold' where id <= 3;\n", null, null, true, "3 rows", 3)]
    [InlineData("select * from stock", 11L, null, false, "10 rows, expected at least 11; rolled back", 0)]
    [InlineData("create table other (id int)", null, null, true, "0 rows", 0)]
    public async Task The_number_of_rows_decides_and_a_wrong_one_changes_nothing(string statement, long? min, long? max, bool good, string summary, long sold)
    {
        var (result, _) = await RunAsync(statement, s => s with { MinRows = min, MaxRows = max });

        Assert.Equal((good, summary), (result.Good, result.Summary));
        Assert.Equal(sold, await ScalarAsync<long>("select count(*) from stock where what = 'sold'"));
    }

    [Fact]
    public async Task An_attempt_that_lost_its_run_commits_nothing()
    {
        var attempt = await _bench.ClaimAsync(new SqlSettings(_target, "update stock set what = 'sold'"), ct: Ct);
        attempt.FenceLost = true;

        await Assert.ThrowsAsync<FenceLostException>(() => _bench.RunAsync(attempt));

        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from stock where what = 'sold'"));
    }

    [Fact]
    public async Task Read_only_is_held_by_the_server()
    {
        var (result, _) = await RunAsync("delete from stock", s => s with { ReadOnly = true });

        Assert.False(result.Good);
        Assert.Contains("read-only transaction", result.Summary, StringComparison.Ordinal);
        Assert.Equal(10L, await ScalarAsync<long>("select count(*) from stock"));
    }

    [Theory]
    [InlineData("select 1; delete from stock")]
    [InlineData("delete from stock; commit")]
    public async Task More_than_one_statement_does_not_run(string statement)
    {
        var (result, _) = await RunAsync(statement);

        Assert.False(result.Good);
        Assert.Equal(10L, await ScalarAsync<long>("select count(*) from stock"));
    }

    [Fact]
    public async Task Rows_are_shown_as_people_write_them_and_hostile_text_stays_text()
    {
        var (result, attempt) = await RunAsync("""
            select timestamptz '2026-01-05 08:00:00.5+00' as at, date '2026-01-05' as day, array[1, 2] as list, '\x00ff'::bytea as raw, null as none, true as yes, 12.50::numeric as price,
                   'two' || chr(10) || 'lines' || chr(27) || '[31m <script>alert(1)</script>' as text, timestamptz 'infinity' as ever, '9'::jsonb as doc
            """);

        Assert.True(result.Good, result.Summary);
        Assert.Equal("at | day | list | raw | none | yes | price | text | ever | doc", attempt.Lines.First());
        var line = attempt.Lines.ElementAt(1);
        Assert.StartsWith("2026-01-05 08:00:00.5Z | 2026-01-05 | {1,2} | \\x00ff | NULL | true | 12.50 | two", line, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_rows_the_first_are_shown_and_all_are_counted()
    {
        var (result, attempt) = await RunAsync("select i, repeat('x', 1000) from generate_series(1, 100000) i");

        Assert.Equal((true, "100000 rows"), (result.Good, result.Summary));
        Assert.Equal(202, attempt.Lines.Count());
        Assert.Equal("99800 more rows are not shown", attempt.Lines.Last());
        Assert.All(attempt.Lines, l => Assert.InRange(l.Length, 1, 220));
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_in_its_words_and_not_tried_again()
    {
        var (result, _) = await RunAsync("select * from nowhere");

        Assert.Equal((false, false), (result.Good, result.MayRetry));
        Assert.Contains("relation \"nowhere\" does not exist (42P01)", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_own_time_out_for_statements_is_a_clear_record()
    {
        await ScalarAsync<object>($"alter database \"{new NpgsqlConnectionStringBuilder(_shop).Database}\" set statement_timeout = '200ms'; select 1");

        var (result, _) = await RunAsync("select pg_sleep(60)");

        Assert.Equal((false, true), (result.Good, result.MayRetry));
        Assert.Contains("canceling statement due to statement timeout", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_it_stops_the_statement_on_the_server_and_rolls_back()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var attempt = await _bench.ClaimAsync(new SqlSettings(_target, "with sold as (update stock set what = 'sold' returning id) select pg_sleep(120) from sold"), ct: Ct);
        var run = _bench.RunAsync(attempt, cancel.Token);
        await Eventually.TrueAsync("the statement runs on the server", async () => await WorkingAsync() == 1, Ct);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Eventually.TrueAsync("nothing runs on the server", async () => await WorkingAsync() == 0, Ct);
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from stock where what = 'sold'"));
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_is_a_clear_record()
    {
        var attempt = await _bench.ClaimAsync(new SqlSettings(_target, "select pg_sleep(120)"), ct: Ct);
        var run = _bench.RunAsync(attempt);
        await Eventually.TrueAsync("the statement runs on the server", async () => await WorkingAsync() == 1, Ct);

        await ScalarAsync<bool>("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'OpsBridge job' and datname = current_database()");

        var result = await run;
        Assert.Equal((false, true), (result.Good, result.MayRetry));
        Assert.Contains("terminating connection", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_credentials_are_told_in_words_without_the_password()
    {
        await _bench.Get<SaveSecret>().HandleAsync("wrong", "hush-not-the-password", KindBench.Admin, Ct);
        var attempt = await _bench.ClaimAsync(new SqlSettings(_target with { Secret = "wrong" }, "select 1"), ct: Ct);

        var result = await _bench.RunAsync(attempt);

        Assert.False(result.Good);
        Assert.EndsWith(": wrong user or password", result.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", attempt.Text + result.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", 1, "127.0.0.1:1/shop: connection refused")]
    [InlineData("no-such-host.invalid", 5432, "'no-such-host.invalid' could not be looked up")]
    public async Task A_target_out_of_reach_is_told_in_words(string host, int port, string words)
    {
        var attempt = await _bench.ClaimAsync(new SqlSettings(new PostgresTarget(host, port, "shop", "shop", null), "select 1"), ct: Ct);

        var result = await _bench.RunAsync(attempt);

        Assert.False(result.Good);
        Assert.StartsWith(words, result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_never_shows_wherever_the_statement_prints_it()
    {
        var password = new NpgsqlConnectionStringBuilder(_bench.ConnectionString).Password!;
        Assert.NotEmpty(password);
        var cut = password[..12];
        var (shown, first) = await RunAsync($"select '{password}' as a, repeat('.', 190) || '{password}' as b, encode('{password}', 'base64') as c");
        var (failed, second) = await RunAsync($"do $$ begin raise notice 'it is {password}'; raise exception 'it was {password}'; end $$");

        Assert.True(shown.Good, shown.Summary);
        Assert.False(failed.Good);
        foreach (var text in new[] { first.Text, second.Text, failed.Summary })
        {
            Assert.DoesNotContain(cut[..8], text, StringComparison.Ordinal);
            Assert.Contains("[secret]", text, StringComparison.Ordinal);
        }
    }

    private async Task<(JobResult Result, FakeAttempt Attempt)> RunAsync(string statement, Func<SqlSettings, SqlSettings>? with = null)
    {
        var settings = new SqlSettings(_target, statement);
        var attempt = await _bench.ClaimAsync(with?.Invoke(settings) ?? settings, ct: Ct);
        return (await _bench.RunAsync(attempt), attempt);
    }

    private Task<long> WorkingAsync() => ScalarAsync<long>("select count(*) from pg_stat_activity where application_name = 'OpsBridge job' and datname = current_database() and query like '%pg_sleep%' and state = 'active'");

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_shop) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)Convert.ChangeType((await command.ExecuteScalarAsync(Ct))!, typeof(T) == typeof(object) ? typeof(string) : typeof(T), CultureInfo.InvariantCulture);
    }
}
