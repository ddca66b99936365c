using Microsoft.EntityFrameworkCore;
using OpsBridge.Jobs.Holds;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Running;

/// <summary>Overlaps, attempts, time-outs, chains, pauses and cancels, on one database and one clock.</summary>
public sealed class PolicyTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private JobBridge _bridge = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bridge = await JobBridge.CreateAsync(server);

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task While_a_run_lasts_the_next_is_skipped_queued_or_stands_beside_it()
    {
        _bridge.Kind.Close();
        var often = new CronSchedule("0/30 * * * * ?", "UTC"); // within a lease
        var skip = await _bridge.JobAsync("Skip", often);
        var queue = await _bridge.JobAsync("Queue", often, d => d with { Overlap = Overlap.Queue });
        var allow = await _bridge.JobAsync("Allow", often, d => d with { Overlap = Overlap.Allow });
        var cancel = await _bridge.JobAsync("Cancel", often, d => d with { Overlap = Overlap.CancelOld });
        await _bridge.PassAsync(TimeSpan.FromSeconds(30));
        await _bridge.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("Running Missed:Blocked", await _bridge.StatesAsync(skip));
        Assert.Equal("Running Waiting", await _bridge.StatesAsync(queue));
        Assert.Equal("Running Running", await _bridge.StatesAsync(allow));
        Assert.Equal("Running Waiting", await _bridge.StatesAsync(cancel));

        await _bridge.Get<LeaseKeeper>().KeepAsync(Ct);
        await Eventually.TrueAsync("the old one obeys", async () => (await _bridge.RunsAsync(cancel))[0].State == RunState.Cancelled, Ct);
        Assert.Equal("the run of 2026-01-05 08:01:00 UTC", (await _bridge.RunsAsync(cancel))[0].CancelledBy);
        _bridge.Kind.OpenAll();
        await _bridge.SettleAsync();
        await _bridge.SettleAsync();
        Assert.Equal("Succeeded Succeeded", await _bridge.StatesAsync(queue));
        Assert.Equal("Cancelled Succeeded", await _bridge.StatesAsync(cancel));
        Assert.Equal("", await _bridge.FiringAsync());
    }

    [Fact]
    public async Task A_failed_attempt_is_followed_by_another_and_the_last_one_raises_the_alert()
    {
        _bridge.Kind.Fail("disk full");
        var job = await _bridge.HourlyAsync("Backup", d => d with { Attempts = 2, RetryAfter = TimeSpan.FromMinutes(5) });
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        var run = Assert.Single(await _bridge.RunsAsync(job));
        Assert.Equal((RunState.Waiting, "attempt 1 of 2 failed: disk full", _bridge.Now.AddMinutes(5)), (run.State, run.Summary, run.RetryAt));
        Assert.Equal("", await _bridge.FiringAsync());

        await _bridge.PassAsync(TimeSpan.FromMinutes(5));
        await _bridge.SettleAsync();
        Assert.Equal("Failed", await _bridge.StatesAsync(job));
        Assert.Equal("JobFailed Major", await _bridge.FiringAsync());
        var attempts = await _bridge.ReadAsync(db => db.Set<RunAttempt>().Where(a => a.RunId == run.Id).OrderBy(a => a.Number).ToListAsync(Ct));
        Assert.Equal([(1, RunState.Failed), (2, RunState.Failed)], attempts.Select(a => (a.Number, a.State)));
        Assert.True(attempts[0].Token < attempts[1].Token);

        _bridge.Kind.OpenAll();
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        Assert.Equal("", await _bridge.FiringAsync());
    }

    [Fact]
    public async Task A_run_ends_at_its_time_out_and_one_that_does_not_obey_gives_its_place_away()
    {
        var stuck = new TaskCompletionSource<JobResult>();
        _bridge.Kind.Does = (_, _) => stuck.Task;
        var job = await _bridge.HourlyAsync("Stuck", d => d with { Timeout = TimeSpan.FromMinutes(1) });
        await _bridge.PassAsync(s_hour);
        await Eventually.TrueAsync("it has begun", () => !_bridge.Kind.Begun.IsEmpty, Ct);
        _bridge.Clock.FastForward(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(
            "its place is free",
            () =>
            {
                _bridge.Clock.FastForward(TimeSpan.FromSeconds(10)); // the grace begins when the time-out is noticed
                return _bridge.Engine.Own.Count == 0;
            },
            Ct);
        var run = Assert.Single(await _bridge.RunsAsync(job));
        Assert.Equal((RunState.TimedOut, "still ran after 1 min; it did not stop within 30 s"), (run.State, run.Summary));
        stuck.SetResult(new JobResult(true, "too late"));
    }

    [Fact]
    public async Task A_chain_goes_on_as_its_conditions_say_and_a_circle_is_refused()
    {
        var first = await _bridge.HourlyAsync("First");
        var good = await _bridge.JobAsync("Good", new AfterSchedule(first, AfterCondition.Success, TimeSpan.Zero));
        var bad = await _bridge.JobAsync("Bad", new AfterSchedule(first, AfterCondition.Failure, TimeSpan.Zero));
        var late = await _bridge.JobAsync("Late", new AfterSchedule(good, AfterCondition.AnyEnd, TimeSpan.FromMinutes(10)));
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        await _bridge.SettleAsync();
        Assert.Equal("Succeeded", await _bridge.StatesAsync(good));
        Assert.Equal("", await _bridge.StatesAsync(bad));
        Assert.Equal("Waiting", await _bridge.StatesAsync(late));
        await _bridge.PassAsync(TimeSpan.FromMinutes(10));
        await _bridge.SettleAsync();
        var run = Assert.Single(await _bridge.RunsAsync(late));
        Assert.Equal((RunState.Succeeded, RunOrigin.Chain, (await _bridge.RunsAsync(good))[0].Id), (run.State, run.Origin, run.AfterRunId));

        var circle = (await _bridge.ReadJobAsync(first)).Details with { Schedule = new AfterSchedule(late, AfterCondition.AnyEnd, TimeSpan.Zero) };
        var refused = Assert.IsType<SaveJobResult.Invalid>(await _bridge.Get<SaveJob>().HandleAsync(first, 1, circle, JobBridge.Ann, Ct));
        Assert.Equal("It would start after itself, by way of Good and Late.", refused.Errors[nameof(JobDetails.Schedule)]);
        Assert.IsType<RetireJobResult.InChain>(await _bridge.Get<RetireJob>().HandleAsync(first, JobBridge.Ann, Ct));
    }

    [Fact]
    public async Task What_a_hold_made_a_job_miss_is_caught_up_when_the_hold_ends_by_itself()
    {
        var job = await _bridge.HourlyAsync("Sync", d => d with { CatchUp = CatchUp.Last });
        var never = await _bridge.HourlyAsync("Never", d => d with { MayBeHeld = false });
        Assert.IsType<PauseJobResult.MayNotBeHeld>(await _bridge.Get<PauseJob>().HandleAsync(never, _bridge.Now.AddHours(3), "incident", hold: true, JobBridge.Ann, Ct));
        Assert.IsType<RetireJobResult.Done>(await _bridge.Get<RetireJob>().HandleAsync(never, JobBridge.Ann, Ct));
        var effect = Assert.Single((await _bridge.Get<IHoldForecast>().ReadAsync([job], _bridge.Now.AddMinutes(150), JobBridge.Ann, Ct)).Jobs);
        Assert.Equal((2, _bridge.Now.AddMinutes(150)), (effect.MissedStarts, effect.ExpectedEnd));

        Assert.IsType<PauseJobResult.Done>(await _bridge.Get<PauseJob>().HandleAsync(job, _bridge.Now.AddMinutes(150), "incident 12", hold: true, JobBridge.Ann, Ct));
        await _bridge.PassAsync(s_hour);
        await _bridge.PassAsync(s_hour);
        Assert.Equal("Missed:Held Missed:Held", await _bridge.StatesAsync(job));
        Assert.Equal("JobMissed Info", await _bridge.FiringAsync());
        await _bridge.PassAsync(TimeSpan.FromMinutes(30));
        await _bridge.SettleAsync();
        await _bridge.SettleAsync();
        Assert.Equal("Missed:Held Succeeded:Held", await _bridge.StatesAsync(job));
        Assert.Equal("", await _bridge.FiringAsync());
        Assert.Null((await _bridge.ReadJobAsync(job)).PausedAt);
    }

    [Fact]
    public async Task A_job_is_started_by_hand_once_and_cancelled_by_name()
    {
        _bridge.Kind.Close();
        var job = await _bridge.JobAsync("Manual", new NoSchedule());
        var run = Assert.IsType<RunJobResult.Started>(await _bridge.Get<RunJobNow>().HandleAsync(job, JobBridge.Ann, Ct)).RunId;
        Assert.Equal(run, Assert.IsType<RunJobResult.AlreadyRunning>(await _bridge.Get<RunJobNow>().HandleAsync(job, JobBridge.Ann, Ct)).RunId);
        await _bridge.Engine.RoundAsync(Ct);
        Assert.IsType<CancelRunResult.Asked>(await _bridge.Get<CancelRun>().HandleAsync(run, JobBridge.Ann, Ct));
        await _bridge.Get<LeaseKeeper>().KeepAsync(Ct);
        await _bridge.SettleAsync();
        Assert.Equal("Cancelled", await _bridge.StatesAsync(job));
        Assert.IsType<CancelRunResult.Ended>(await _bridge.Get<CancelRun>().HandleAsync(run, JobBridge.Ann, Ct));
    }

    [Fact]
    public async Task An_asked_operator_decides_once()
    {
        var job = await _bridge.HourlyAsync("Ask", d => d with { CatchUp = CatchUp.AskOperator });
        await _bridge.PassAsync(TimeSpan.FromMinutes(135));
        var runs = await _bridge.RunsAsync(job);
        Assert.IsType<DecideMissedResult.Done>(await _bridge.Get<DecideMissed>().HandleAsync(runs[0].Id, run: false, "too old", JobBridge.Ann, Ct));
        Assert.IsType<DecideMissedResult.Done>(await _bridge.Get<DecideMissed>().HandleAsync(runs[1].Id, run: true, "", JobBridge.Ann, Ct));
        Assert.Equal("ann", Assert.IsType<DecideMissedResult.Decided>(await _bridge.Get<DecideMissed>().HandleAsync(runs[0].Id, run: true, "", JobBridge.Ann, Ct)).By);
        await _bridge.SettleAsync();
        await _bridge.SettleAsync();
        Assert.Equal("Missed:Down Succeeded:Down", await _bridge.StatesAsync(job));
    }
}
