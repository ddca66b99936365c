using Microsoft.EntityFrameworkCore;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Jobs.Running;

/// <summary>Several processes on one database: engines beside each other, each with its own node, on one clock.</summary>
public sealed class FenceTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_engines_claim_two_hundred_due_runs_once_each()
    {
        await using var bridge = await JobBridge.CreateAsync(server, o => o.MaxRunning = 20);
        for (var i = 0; i < 200; i++)
        {
            await bridge.HourlyAsync($"Job {i}");
        }

        var others = Enumerable.Range(0, 19).Select(_ => bridge.Another()).ToList();
        bridge.Clock.FastForward(TimeSpan.FromHours(1));
        JobBridge[] all = [bridge, .. others];
        await Task.WhenAll(all.Select(async b =>
        {
            while (await b.ReadAsync(db => db.Set<JobRun>().CountAsync(r => r.State == RunState.Succeeded, Ct)) < 200)
            {
                await b.Engine.RoundAsync(Ct);
                await b.Engine.IdleAsync();
            }
        }));

        var begun = all.SelectMany(b => b.Kind.Begun).ToList();
        Assert.Equal(200, begun.Count);
        Assert.Equal(200, begun.Select(a => a.RunId).Distinct().Count());
        Assert.Equal(200, await bridge.ReadAsync(db => db.Set<RunAttempt>().Select(a => a.Token).Distinct().CountAsync(Ct)));
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_was_given_up_for_lost_writes_nothing_any_more()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        await using var other = bridge.Another();
        var (wake, woken) = (new TaskCompletionSource(), new TaskCompletionSource<Exception?>());
        bridge.Kind.Does = async (attempt, _) =>
        {
            await wake.Task;
            woken.SetResult(await Record.ExceptionAsync(() => attempt.CommitAsync((db, ct) => db.Database.ExecuteSqlAsync($"comment on table jobs is 'stale'", ct), Ct)));
            attempt.Write(LineSource.Out, "I am back");
            return new JobResult(true, "done");
        };
        var job = await bridge.HourlyAsync("Backup", d => d with { Attempts = 2, RetryAfter = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromHours(5) });
        await bridge.PassAsync(TimeSpan.FromHours(1));

        await LoseAsync(other);
        Assert.Equal("Waiting", await bridge.StatesAsync(job));
        await other.PassAsync(TimeSpan.FromSeconds(1)); // its second attempt succeeds in the other process
        await other.SettleAsync();
        wake.SetResult();
        Assert.IsType<FenceLostException>(await woken.Task);
        await bridge.Engine.IdleAsync();

        Assert.Equal("Succeeded", await bridge.StatesAsync(job));
        Assert.Equal(0, await bridge.ReadAsync(db => db.Set<RunLine>().CountAsync(Ct)));
        Assert.Equal(1, await bridge.ReadAsync(db => db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from pg_class where relname = 'jobs' and obj_description(oid) is null").SingleAsync(Ct)));
        Assert.Single(await bridge.TimelineAsync(), t => t.Kind == "job.refused");
    }

    [Fact]
    public async Task Who_was_given_up_for_lost_neither_writes_nor_ends_the_run_while_somebody_else_works_on_it()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        await using var other = bridge.Another();
        var (wake, woken, begun, go) = (new TaskCompletionSource(), new TaskCompletionSource<Exception?>(), new TaskCompletionSource(), new TaskCompletionSource());
        bridge.Kind.Does = async (attempt, _) =>
        {
            await wake.Task;
            woken.SetResult(await Record.ExceptionAsync(() => attempt.CommitAsync((db, ct) => db.Database.ExecuteSqlAsync($"comment on table jobs is 'stale'", ct), Ct)));
            return new JobResult(true, "stale");
        };
        other.Kind.Does = async (_, _) =>
        {
            begun.SetResult();
            await go.Task;
            return new JobResult(true, "by its owner");
        };
        var job = await bridge.HourlyAsync("Backup", d => d with { Attempts = 2, RetryAfter = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromHours(5) });
        await bridge.PassAsync(TimeSpan.FromHours(1));
        await LoseAsync(other);
        other.Clock.FastForward(TimeSpan.FromSeconds(1));
        await other.Engine.RoundAsync(Ct);
        await begun.Task;

        wake.SetResult();
        var thrown = await woken.Task;
        await bridge.Engine.IdleAsync();
        var meanwhile = await bridge.StatesAsync(job);
        go.SetResult();
        await other.Engine.IdleAsync();

        Assert.IsType<FenceLostException>(thrown);
        Assert.Equal("Running", meanwhile);
        Assert.Single(await bridge.TimelineAsync(), t => t.Kind == "job.refused");
        Assert.Equal("by its owner", await bridge.ReadAsync(db => db.Set<JobRun>().Select(r => r.Summary).SingleAsync(Ct)));
    }

    [Fact]
    public async Task What_was_committed_as_the_end_of_an_attempt_is_not_done_again_when_its_process_is_lost()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        await using var other = bridge.Another();
        var (committed, wake) = (new TaskCompletionSource(), new TaskCompletionSource());
        bridge.Kind.Does = async (attempt, _) =>
        {
            await attempt.FinishAsync((db, ct) => db.Database.ExecuteSqlAsync($"comment on table jobs is 'done'", ct), "the books are closed", Ct);
            committed.SetResult();
            await wake.Task;
            return new JobResult(true, "too late to say so");
        };
        var job = await bridge.HourlyAsync("Books", d => d with { Attempts = 2, RetryAfter = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromHours(5) });
        await bridge.PassAsync(TimeSpan.FromHours(1));
        await committed.Task;

        await LoseAsync(other);

        Assert.Equal("Succeeded", await bridge.StatesAsync(job));
        Assert.Equal("the books are closed", await bridge.ReadAsync(db => db.Set<JobRun>().Select(r => r.Summary).SingleAsync(Ct)));
        Assert.Equal("", await bridge.FiringAsync());
        wake.SetResult();
        await bridge.Engine.IdleAsync();
        Assert.Empty(other.Kind.Begun);
        Assert.Equal("the books are closed", await bridge.ReadAsync(db => db.Set<JobRun>().Select(r => r.Summary).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_run_whose_process_is_silent_is_lost_with_an_alert_and_only_after_its_lease()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        await using var other = bridge.Another();
        bridge.Kind.Close();
        var job = await bridge.HourlyAsync("Backup", d => d with { Timeout = TimeSpan.FromHours(5) });
        await bridge.PassAsync(TimeSpan.FromHours(1));
        await other.Get<LeaseKeeper>().LookAsync(Ct);
        for (var i = 0; i < 12; i++)
        {
            bridge.Clock.FastForward(TimeSpan.FromSeconds(5)); // it renews, so a whole minute changes nothing
            await bridge.Get<LeaseKeeper>().KeepAsync(Ct);
            await other.Get<LeaseKeeper>().LookAsync(Ct);
        }

        Assert.Equal("Running", await bridge.StatesAsync(job));
        await LoseAsync(other);
        Assert.Equal("Lost", await bridge.StatesAsync(job));
        Assert.Equal("JobFailed Major", await bridge.FiringAsync());
    }

    [Fact]
    public async Task An_observer_that_slept_itself_does_not_declare_the_living_lost()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        await using var other = bridge.Another();
        bridge.Kind.Close();
        var job = await bridge.HourlyAsync("Backup", d => d with { Timeout = TimeSpan.FromHours(5) });
        await bridge.PassAsync(TimeSpan.FromHours(1));
        await other.Get<LeaseKeeper>().LookAsync(Ct);
        bridge.Clock.FastForward(TimeSpan.FromHours(1)); // the whole machine was asleep
        await other.Get<LeaseKeeper>().LookAsync(Ct);
        Assert.Equal("Running", await bridge.StatesAsync(job));
    }

    [Fact]
    public async Task Who_cannot_renew_for_a_whole_lease_stops_by_itself()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        bridge.Kind.Close();
        var job = await bridge.HourlyAsync("Backup", d => d with { Timeout = TimeSpan.FromHours(5) });
        await bridge.PassAsync(TimeSpan.FromHours(1));
        bridge.Clock.FastForward(TimeSpan.FromSeconds(46));
        await bridge.Get<LeaseKeeper>().KeepAsync(Ct);
        await bridge.Engine.IdleAsync();
        var run = Assert.Single(await bridge.RunsAsync(job));
        Assert.Equal((RunState.Lost, "the database was out of reach for longer than 45 s"), (run.State, run.Summary));
    }

    [Fact]
    public async Task Stopping_an_attempt_that_has_just_ended_disturbs_nobody()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        bridge.Kind.Close();
        var job = await bridge.HourlyAsync("Report");
        await bridge.PassAsync(TimeSpan.FromHours(1));
        var attempt = Assert.Single(bridge.Engine.Own);
        bridge.Kind.OpenAll();
        await bridge.Engine.IdleAsync();
        await attempt.StopAsync(StopReason.Cancelled);
        Assert.Equal("Succeeded", await bridge.StatesAsync(job));
    }

    [Fact]
    public async Task Wake_ups_that_are_lost_or_doubled_change_nothing()
    {
        await using var bridge = await JobBridge.CreateAsync(server);
        var job = await bridge.HourlyAsync("Report");
        bridge.Clock.FastForward(TimeSpan.FromMinutes(60));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => bridge.Engine.RoundAsync(Ct)));
        await bridge.SettleAsync();
        await bridge.PassAsync(TimeSpan.FromMinutes(60)); // nobody woke anybody for an hour: the look around finds it
        await bridge.SettleAsync();
        Assert.Equal("Succeeded Succeeded", await bridge.StatesAsync(job));
        Assert.Equal(2, bridge.Kind.Begun.Count);
    }

    /// <summary>Looks as the other process would for a whole lease, while the owner sleeps.</summary>
    private static async Task LoseAsync(JobBridge observer)
    {
        await observer.Get<LeaseKeeper>().LookAsync(Ct);
        for (var i = 0; i < 9; i++)
        {
            observer.Clock.FastForward(TimeSpan.FromSeconds(5));
            await observer.Get<LeaseKeeper>().LookAsync(Ct);
        }
    }
}
