using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Running;

/// <summary>Two processes on one database; the one that works is stopped in the middle and thawed when the other has done its work, or killed.</summary>
public sealed class FreezeTests(PostgresServer server)
{
    /// <summary>Three; the full size is run by hand with <c>OPSBRIDGE_FREEZES=1000</c>.</summary>
    private static readonly int s_freezes = int.TryParse(Environment.GetEnvironmentVariable("OPSBRIDGE_FREEZES"), NumberStyles.None, CultureInfo.InvariantCulture, out var freezes) ? Math.Max(1, freezes) : 3;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Most of the time is spent waiting for a lease to end, so many freezes go on beside each other, each lane on a database of its own.</summary>
    private static int Lanes => Math.Clamp(s_freezes / 20, 1, 6);

    [Fact]
    public async Task A_process_that_was_frozen_and_thawed_doubles_nothing_and_is_refused()
    {
        var lanes = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => FreezeAsync((s_freezes / Lanes) + (lane < s_freezes % Lanes ? 1 : 0))));

        var all = lanes.Aggregate((one, other) => new Count(one.Effects + other.Effects, one.Runs + other.Runs, one.Refused + other.Refused, one.Twice + other.Twice));
        TestContext.Current.TestOutputHelper!.WriteLine($"{s_freezes} freezes, {all}");
        Assert.Equal((s_freezes, s_freezes, 0), (all.Effects, all.Runs, all.Twice));
        Assert.True(all.Refused > 0, "at least one stale owner tried to write");
    }

    [Fact]
    public async Task What_a_killed_process_had_begun_is_done_once_by_another()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        using var one = JobProcess.Start(bridge.Database.ConnectionString);
        using var other = JobProcess.Start(bridge.Database.ConnectionString);
        var (run, owner) = await BegunAsync(bridge, await PrepareAsync(bridge), one, other);
        owner.Kill();
        await Eventually.TrueAsync("the other does it", async () => (await RunAsync(bridge, run)).State == RunState.Succeeded, Ct);
        Assert.Equal(1, await ScalarAsync(bridge, "select count(*) from effects"));
    }

    private async Task<Count> FreezeAsync(int freezes)
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        using var one = JobProcess.Start(bridge.Database.ConnectionString);
        using var other = JobProcess.Start(bridge.Database.ConnectionString);
        var job = await PrepareAsync(bridge);
        for (var i = 1; i <= freezes; i++)
        {
            var (run, owner) = await BegunAsync(bridge, job, one, other);
            await owner.SignalAsync("STOP", Ct);
            await Eventually.TrueAsync("somebody does it all the same", async () => (await RunAsync(bridge, run)).State == RunState.Succeeded, Ct);
            await owner.SignalAsync("CONT", Ct);
            var attempts = (await RunAsync(bridge, run)).Attempt;
            await Eventually.TrueAsync("what came too late is refused", async () => attempts == 1 || await RefusedAsync(bridge, run), Ct);
        }

        return new Count(
            await ScalarAsync(bridge, "select count(*) from effects"),
            await ScalarAsync(bridge, "select count(*) from job_runs where state = 'Succeeded'"),
            await ScalarAsync(bridge, "select count(*) from timeline where kind = 'job.refused'"),
            await ScalarAsync(bridge, "select count(*) from (select from effects group by run_id having count(*) > 1) twice"));
    }

    private static async Task<Guid> PrepareAsync(JobBridge bridge)
    {
        await bridge.ReadAsync(db => db.Database.ExecuteSqlAsync($"create table effects (run_id uuid not null)", Ct));
        return await bridge.JobAsync("Effect", new NoSchedule(), d => d with { Attempts = 5, RetryAfter = TimeSpan.FromSeconds(1) });
    }

    /// <summary>A run that one of the two has just begun.</summary>
    private static async Task<(Guid Run, JobProcess Owner)> BegunAsync(JobBridge bridge, Guid job, params JobProcess[] processes)
    {
        bridge.Clock.FastForward(TimeSpan.FromSeconds(1)); // every run has a nominal time of its own
        var run = Assert.IsType<RunJobResult.Started>(await bridge.Get<RunJobNow>().HandleAsync(job, JobBridge.Ann, Ct)).RunId;
        JobProcess? owner = null;
        await Eventually.TrueAsync(
            "somebody begins it",
            async () => await RunAsync(bridge, run) is { State: not RunState.Waiting, Node: { } node }
                && (owner = Array.Find(processes, p => node.Contains(string.Create(CultureInfo.InvariantCulture, $":{p.Id}:"), StringComparison.Ordinal))) is not null,
            Ct);
        return (run, owner!);
    }

    private static Task<JobRun> RunAsync(JobBridge bridge, Guid run) => bridge.ReadAsync(db => db.Set<JobRun>().AsNoTracking().SingleAsync(r => r.Id == run, Ct));

    private static async Task<bool> RefusedAsync(JobBridge bridge, Guid run)
    {
        var key = run.ToString();
        return await bridge.ReadAsync(db => db.Database.SqlQuery<bool>($"select exists (select from timeline where kind = 'job.refused' and after::jsonb ->> 'Run' = {key}) as \"Value\"").SingleAsync(Ct));
    }

    private static async Task<int> ScalarAsync(JobBridge bridge, string sql)
    {
        await using var command = bridge.Database.Source.CreateCommand(sql);
        return (int)(long)(await command.ExecuteScalarAsync(Ct))!;
    }

    private sealed record Count(int Effects, int Runs, int Refused, int Twice);
}
