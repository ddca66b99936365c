using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Running;

/// <summary>Real kinds under the engine: what the operator reads and which alert comes when a target is away, a password is wrong or a command misbehaves.</summary>
public sealed class RealFaultsTests(PostgresServer server) : IAsyncLifetime
{
    private RealKinds _real = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _real = await RealKinds.StartAsync(server);

    public ValueTask DisposeAsync() => _real.DisposeAsync();

    public static TheoryData<string> Targets => ["pgdump", "pgbasebackup", "sql", "http"];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_target_out_of_reach_is_told_in_words_with_an_alert(string kind)
    {
        var away = new PostgresTarget("127.0.0.1", 1, "shop", "shop", null);
        var job = await _real.HourlyAsync("Away", kind switch
        {
            "pgdump" => new PgDumpSettings(away, new BackupPolicy()),
            "pgbasebackup" => new ClusterBackupSettings(away, new BackupPolicy()),
            "sql" => new SqlSettings(away, "select 1"),
            _ => new HttpCallSettings("GET", "http://127.0.0.1:1/"),
        });

        var run = await _real.HourAsync(job);

        Assert.Equal(RunState.Failed, run.State);
        Assert.Contains("connection refused", run.Summary, StringComparison.OrdinalIgnoreCase);
        var alert = Assert.Single(await _real.Bridge.AlertsAsync());
        Assert.Equal(("JobFailed", $"Away of 2026-01-05 09:00 UTC failed: {run.Summary}"), (alert.Labels["alertname"], alert.Summary));
    }

    [Theory]
    [InlineData("pgdump")]
    [InlineData("pgbasebackup")]
    [InlineData("sql")]
    public async Task A_wrong_password_is_told_in_words_with_an_alert_and_goes_when_it_is_set_right(string kind)
    {
        var settings = new NpgsqlConnectionStringBuilder(_real.Bench.ConnectionString);
        await _real.Bench.Get<SaveSecret>().HandleAsync("login", "not-the-password", KindBench.Admin, Ct);
        var target = new PostgresTarget(settings.Host!, settings.Port, settings.Database!, settings.Username!, "login");
        var job = await _real.HourlyAsync("Locked", kind switch
        {
            "pgdump" => new PgDumpSettings(target, new BackupPolicy()),
            "pgbasebackup" => new ClusterBackupSettings(target, new BackupPolicy()),
            _ => new SqlSettings(target, "select 1"),
        });

        var run = await _real.HourAsync(job);

        Assert.Equal(RunState.Failed, run.State);
        Assert.EndsWith(": wrong user or password", run.Summary, StringComparison.Ordinal);
        Assert.Equal("JobFailed Major", await _real.Bridge.FiringAsync());
        if (kind != "pgbasebackup")
        {
            await _real.Bench.Get<SaveSecret>().HandleAsync("login", settings.Password!, KindBench.Admin, Ct);
            Assert.Equal(RunState.Succeeded, (await _real.HourAsync(job)).State);
            Assert.Equal("", await _real.Bridge.FiringAsync());
        }
    }

    [Fact]
    public async Task A_command_that_forks_twice_hides_and_ignores_SIGTERM_is_gone_at_its_time_out_and_its_place_is_free()
    {
        var command = await _real.Bench.RegisterScriptAsync("hide", """
            trap '' TERM HUP INT
            (trap '' TERM; setsid sh -c 'trap "" TERM; (setsid sleep 998 &) ; sleep 997' &)
            sleep 996 &
            echo hidden
            while :; do sleep 1; done
            """);
        var job = await _real.HourlyAsync("Hides", new CommandSettings(command, []), d => d with { Timeout = TimeSpan.FromMinutes(10) });
        await _real.Bridge.PassAsync(TimeSpan.FromHours(1));
        var mark = $"OPSBRIDGE_RUN={Assert.Single(await _real.Bridge.RunsAsync(job)).Id:N}";
        await Eventually.TrueAsync("all of them run", () => LinuxProcesses.WithEnvironment(mark).Count >= 4, Ct);
        var pids = LinuxProcesses.WithEnvironment(mark);

        _real.Bridge.Clock.FastForward(TimeSpan.FromMinutes(10));
        await _real.Bridge.SettleAsync();

        var run = Assert.Single(await _real.Bridge.RunsAsync(job));
        Assert.Equal((RunState.TimedOut, "still ran after 10 min"), (run.State, run.Summary));
        Assert.Equal("JobFailed Major", await _real.Bridge.FiringAsync());
        Assert.Empty(LinuxProcesses.WithEnvironment(mark));
        Assert.Empty(pids.Where(IsZombieOfOurs)); // those that hid are init's to collect
        Assert.IsType<RetireJobResult.Done>(await _real.Bridge.Get<RetireJob>().HandleAsync(job, JobBridge.Ann, Ct));
        Assert.Equal(RunState.Succeeded, (await _real.HourAsync(await _real.HourlyAsync("Next", new CommandSettings(await _real.Bench.RegisterScriptAsync("well", "echo well"), [])))).State);
    }

    [Fact]
    public async Task A_command_that_prints_a_hundred_megabytes_keeps_both_ends_and_says_what_is_left_out()
    {
        var command = await _real.Bench.RegisterScriptAsync("loud", "echo first; yes 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456 | head -c 100000000; echo; echo last");
        var job = await _real.HourlyAsync("Loud", new CommandSettings(command, []));

        var run = await _real.HourAsync(job);

        Assert.Equal((RunState.Succeeded, "last"), (run.State, run.Summary));
        var (count, bytes) = await LinesAsync(run.Id);
        Assert.Equal(OutputTail.HeadLines + OutputTail.TailLines, count);
        Assert.InRange(bytes, 1, 10_000_000);
    }

    private static bool IsZombieOfOurs(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ') is ["Z", var parent, ..] && parent == $"{Environment.ProcessId}"; // proc(5): state, parent
        }
        catch (IOException)
        {
            return false; // gone, as it should be
        }
    }

    private async Task<(long Count, long Bytes)> LinesAsync(Guid run)
    {
        await using var connection = new NpgsqlConnection(_real.Bench.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("select count(*), sum(length(text))::bigint from job_run_lines where run_id = $1", connection) { Parameters = { new() { Value = run } } };
        await using var reader = await command.ExecuteReaderAsync(Ct);
        await reader.ReadAsync(Ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
