using Microsoft.EntityFrameworkCore;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Live;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Running;

/// <summary>A job is taken out of use while a run of it works, and what pages say of runs meanwhile.</summary>
public sealed class RetireTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private JobBridge _bridge = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bridge = await JobBridge.CreateAsync(server);

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task The_run_that_works_goes_on_to_its_end_is_shown_meanwhile_and_raises_no_alert_that_nobody_clears()
    {
        var gate = new TaskCompletionSource<JobResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _bridge.Kind.Does = (_, _) => gate.Task;
        var job = await _bridge.HourlyAsync("Backup", d => d with { Attempts = 3 });
        await _bridge.PassAsync(s_hour);

        Assert.Equal(1, Assert.IsType<RetireJobResult.Done>(await _bridge.Get<RetireJob>().HandleAsync(job, JobBridge.Ann, Ct)).Working);
        Assert.Equal("Running", await _bridge.StatesAsync(job));
        var row = Assert.Single((await _bridge.Get<IJobList>().ReadAsync(JobFilter.None, JobBridge.Ann, Ct)).Rows);
        Assert.Equal((_bridge.Now, JobNews.Running), (row.RetiredAt, row.News));
        var run = (await _bridge.RunsAsync(job))[0];
        Assert.Equal(_bridge.Now, (await _bridge.Get<IRunReader>().ReadAsync(run.Id, JobBridge.Ann, Ct))!.JobRetiredAt);

        gate.SetResult(new JobResult(false, "disk full", 1));
        await _bridge.SettleAsync();
        Assert.Equal("Failed", await _bridge.StatesAsync(job)); // no second attempt
        Assert.Equal("", await _bridge.FiringAsync());
        Assert.Contains((await _bridge.TimelineAsync()).Select(t => t.Text), t => t == "took job Backup out of use; the run that works goes on to its end");
        _bridge.Get<LiveFeed>().Publish("job_runs"); // no listener is at work in this test
        Assert.Empty((await _bridge.Get<IJobList>().ReadAsync(JobFilter.None, JobBridge.Ann, Ct)).Rows);
    }

    [Fact]
    public async Task The_run_that_works_is_cancelled_where_that_is_asked_for()
    {
        _bridge.Kind.Close();
        var job = await _bridge.HourlyAsync("Backup", d => d with { Attempts = 3 });
        await _bridge.PassAsync(s_hour);

        await _bridge.Get<RetireJob>().HandleAsync(job, RunsAtRetirement.Cancel, JobBridge.Ann, Ct);
        await _bridge.Get<LeaseKeeper>().KeepAsync(Ct);
        await _bridge.SettleAsync();

        var run = Assert.Single(await _bridge.RunsAsync(job));
        Assert.Equal((RunState.Cancelled, "ann"), (run.State, run.CancelledBy));
        Assert.Contains((await _bridge.TimelineAsync()).Select(t => t.Text), t => t == "took job Backup out of use and cancelled the run that worked");
        Assert.Equal("", await _bridge.FiringAsync());
    }

    /// <summary>The owner is dead: nobody obeys the wish to cancel, and still no run is left over.</summary>
    [Fact]
    public async Task A_run_whose_process_is_gone_is_found_and_ended_after_its_job_was_retired()
    {
        _bridge.Kind.Close();
        var job = await _bridge.HourlyAsync("Backup", d => d with { Attempts = 3 });
        await _bridge.PassAsync(s_hour);
        await _bridge.Get<RetireJob>().HandleAsync(job, RunsAtRetirement.Cancel, JobBridge.Ann, Ct);

        await using var other = _bridge.Another();
        var keeper = other.Get<LeaseKeeper>();
        await keeper.LookAsync(Ct);
        for (var i = 0; i < 4; i++)
        {
            _bridge.Clock.FastForward(TimeSpan.FromSeconds(15));
            await keeper.LookAsync(Ct);
        }

        Assert.Equal("Lost", await _bridge.StatesAsync(job));
        Assert.Equal("", await _bridge.FiringAsync());
    }

    [Fact]
    public async Task A_run_says_what_it_waits_for_and_how_its_attempts_ended()
    {
        _bridge.Kind.Fail("disk full");
        var retries = await _bridge.HourlyAsync("Retries", d => d with { Attempts = 2, RetryAfter = TimeSpan.FromMinutes(5) });
        await _bridge.PassAsync(s_hour);
        await _bridge.SettleAsync();
        var view = await ViewAsync(retries, 0);
        Assert.Equal(new RunWait(RunWaitFor.Retry) { Until = _bridge.Now.AddMinutes(5) }, view.Waits);
        var attempt = Assert.Single(view.Attempts);
        Assert.Equal((1, RunState.Failed, "disk full", 1), (attempt.Number, attempt.State, attempt.Summary, attempt.ExitCode));

        _bridge.Kind.Close();
        var queued = await _bridge.JobAsync("Queued", new CronSchedule("0 * * * * ?", "UTC"), d => d with { Overlap = Overlap.Queue });
        await _bridge.PassAsync(TimeSpan.FromMinutes(1));
        await _bridge.PassAsync(TimeSpan.FromMinutes(1));
        var runs = await _bridge.RunsAsync(queued);
        view = await ViewAsync(queued, 1);
        Assert.Equal((RunWaitFor.Run, runs[0].Id, runs[0].NominalAt), (view.Waits!.For, view.Waits.RunId, view.Waits.NominalAt));
        Assert.Null((await ViewAsync(queued, 0)).Waits);
    }

    [Fact]
    public async Task A_run_without_a_place_says_so_and_until_when_it_may_begin()
    {
        await using var small = await JobBridge.CreateAsync(server, o => o.MaxRunning = 1);
        small.Kind.Close();
        var one = await small.HourlyAsync("One");
        var two = await small.HourlyAsync("Two");
        await small.PassAsync(s_hour);

        var waiting = (await small.StatesAsync(one)) == "Waiting" ? one : two;
        var run = (await small.RunsAsync(waiting))[0];
        var view = await small.Get<IRunReader>().ReadAsync(run.Id, JobBridge.Ann, Ct);
        Assert.Equal(new RunWait(RunWaitFor.Place) { StartBy = run.NominalAt.AddMinutes(10) }, view!.Waits);
    }

    [Fact]
    public async Task Versions_come_with_the_names_of_what_they_speak_of()
    {
        var first = await _bridge.JobAsync("First", new NoSchedule());
        var then = await _bridge.JobAsync("Then", new AfterSchedule(first, AfterCondition.Success, TimeSpan.Zero));
        var calendar = Assert.IsType<SaveCalendarResult.Done>(await _bridge.Get<SaveCalendar>().HandleAsync(null, 0, new CalendarDetails("Working days", "UTC") { Days = CalendarDays.BusinessDays }, JobBridge.Ann, Ct)).Id;
        var details = (await _bridge.ReadJobAsync(then)).Details;
        await _bridge.Get<SaveJob>().HandleAsync(then, 1, details with { Schedule = new CronSchedule("0 0 2 * * ?", "UTC"), CalendarId = calendar }, JobBridge.Ann, Ct);

        var sheet = await _bridge.Get<IJobSheet>().ReadAsync(then, RunShow.All, JobBridge.Ann, Ct);

        Assert.Equal(("First", "Working days"), (sheet!.Names[first], sheet.Names[calendar]));
    }

    private async Task<RunView> ViewAsync(Guid job, int at) => (await _bridge.Get<IRunReader>().ReadAsync((await _bridge.RunsAsync(job))[at].Id, JobBridge.Ann, Ct))!;
}
