using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Running;
using OpsBridge.Jobs.Schedules;
using Xunit;

namespace OpsBridge.Jobs.Batches;

/// <summary>Batch "Books", complete by 06:00 UTC: Extract at 02:00 (1 h), then Load (2 h), then Report (30 min); Index after Extract (15 min).</summary>
public sealed class BatchWalkTests
{
    private static readonly DateTimeOffset s_midnight = new(2026, 1, 6, 0, 0, 0, TimeSpan.Zero); // Tuesday
    private static readonly DateTimeOffset s_evening = s_midnight.AddHours(-2);
    private static readonly Actor s_ann = Actor.InRole(Guid.CreateVersion7(), "ann", Role.Admin);
    private readonly List<JobRun> _runs = [];
    private readonly Job _extract;
    private readonly Job _load;
    private readonly Job _report;
    private readonly Job _index;
    private readonly BatchDetails _details;

    public BatchWalkTests()
    {
        _extract = Make("Extract", new CronSchedule("0 0 2 * * ?", "UTC"));
        _load = Make("Load", new AfterSchedule(_extract.Id, AfterCondition.Success, TimeSpan.FromMinutes(10)));
        _report = Make("Report", new AfterSchedule(_load.Id, AfterCondition.Success, TimeSpan.Zero));
        _index = Make("Index", new AfterSchedule(_extract.Id, AfterCondition.AnyEnd, TimeSpan.Zero));
        _details = new BatchDetails("Books", new TimeOnly(6, 0), "UTC") { Jobs = [_report.Id, _index.Id] };
    }

    [Fact]
    public void In_the_evening_the_end_slack_and_critical_path_of_the_night_are_known()
    {
        var forecast = Walk(s_evening);

        Assert.Equal(("05:40", "06:00"), (Clock(forecast.End), Clock(forecast.Day.By)));
        Assert.Equal(["Extract 02:00-03:00 by 03:20 critical", "Load 03:10-05:10 by 05:30 critical", "Report 05:10-05:40 by 06:00 critical", "Index 03:00-03:15 by 06:00"], Lines(forecast));
        Assert.Equal((TimeSpan.FromMinutes(20), false, false, false), (forecast.Slack, forecast.IsLate, forecast.IsDone, forecast.IsIdle));
    }

    [Fact]
    public void What_is_done_and_what_runs_moves_the_rest()
    {
        var extract = Ran(_extract, 2, 3.5);
        Ran(_index, 3.5, 3.75, extract);
        Ran(_load, 3.75, null, extract, RunState.Running);

        var forecast = Walk(s_midnight.AddHours(4));

        Assert.Equal(["Extract Done", "Load Running", "Report Planned", "Index Done"], forecast.Steps.Select(s => $"{s.Name} {s.Standing}"));
        Assert.Equal(("06:15", TimeSpan.FromMinutes(-15), true), (Clock(forecast.End), forecast.Slack, forecast.IsLate));
        Assert.Equal("06:30", Clock(Walk(s_midnight.AddHours(6)).End)); // it should have ended by now, and has not
    }

    [Fact]
    public void A_night_is_complete_when_its_last_jobs_are_and_the_next_one_begins_anew()
    {
        var extract = Ran(_extract, 2, 3);
        Ran(_index, 3, 3.25, extract);
        var load = Ran(_load, 3.2, 5, extract);
        Ran(_report, 5, 5.5, load);

        var done = Walk(s_midnight.AddHours(5.75));
        Assert.Equal((true, "05:30", false), (done.IsDone, Clock(done.End), done.IsLate));
        Assert.All(done.Steps, s => Assert.Null(s.Slack));

        var next = Walk(s_midnight.AddHours(7));
        Assert.Equal((s_midnight.AddHours(30), false, s_midnight.AddHours(29).AddMinutes(40)), (next.Day.By, next.IsDone, next.End));
    }

    [Theory]
    [InlineData(RunState.Failed, "failed: disk full")]
    [InlineData(RunState.TimedOut, "timed out: disk full")]
    [InlineData(RunState.Asking, "was missed: somebody must decide whether it still runs")]
    [InlineData(RunState.Missed, "missed: disk full")]
    public void What_nobody_goes_on_with_is_stuck_and_says_when_it_must_run_again(RunState state, string note)
    {
        _runs.Add(New(_extract, s_midnight.AddHours(2), state));

        var forecast = Walk(s_midnight.AddHours(2).AddMinutes(5));

        var stuck = Assert.Single(forecast.Stuck);
        Assert.Equal((note, "03:20", true), (stuck.Note, Clock(stuck.EndBy), forecast.IsLate)); // late as it stands, though it could still be in time
        var verdict = Judge(s_midnight.AddHours(2).AddMinutes(5));
        Assert.Equal($"Books will miss 06:00 unless somebody acts: Extract {note}; it must run by 02:20", verdict.Words);
        Assert.Equal((s_midnight.AddHours(6), null), (verdict.WarnedFor, verdict.LateFor));
    }

    [Fact]
    public void A_job_that_starts_after_any_end_goes_on_after_a_failure()
    {
        var extract = New(_extract, s_midnight.AddHours(2), RunState.Failed);
        _runs.Add(extract);
        Ran(_index, 3, 3.25, extract);

        Assert.Equal(StepStanding.Done, Step(Walk(s_midnight.AddHours(4)), _index).Standing);
    }

    [Fact]
    public void A_run_by_hand_after_a_failure_makes_it_good()
    {
        _runs.Add(New(_extract, s_midnight.AddHours(2), RunState.Failed));
        Ran(_extract, 2.5, 3.5);

        var forecast = Walk(s_midnight.AddHours(3.5));

        Assert.Empty(forecast.Stuck);
        Assert.Equal("06:10", Clock(forecast.End));
    }

    [Fact]
    public void What_if_a_job_takes_twice_as_long_or_starts_later()
    {
        Assert.Equal("07:40", Clock(Walk(s_evening, new BatchWhatIf(_load.Id, 2, null)).End));
        Assert.Equal("06:40", Clock(Walk(s_evening, new BatchWhatIf(_extract.Id, 1, s_midnight.AddHours(3))).End));
        Assert.Equal("05:40", Clock(Walk(s_evening, new BatchWhatIf(Guid.CreateVersion7(), 50, null)).End));

        Ran(_extract, 2, 3);
        Assert.Equal("05:40", Clock(Walk(s_midnight.AddHours(3), new BatchWhatIf(_extract.Id, 9, s_midnight.AddHours(5))).End)); // what is done is done
    }

    [Fact]
    public void A_held_job_starts_late_or_not_at_all_and_the_batch_knows()
    {
        _extract.Pause(s_midnight.AddHours(3), "storage", hold: true, s_ann, s_evening);
        var without = Walk(s_evening);
        Assert.Equal(s_midnight.AddHours(29).AddMinutes(40), without.End); // it is left out, and starts a day later
        Assert.Equal("held by ann: storage", Step(without, _extract).Note);

        _extract.Change(_extract.Details with { CatchUp = CatchUp.Last }, s_midnight.AddHours(2), s_ann, s_evening);
        Assert.Equal("06:40", Clock(Walk(s_evening).End));
    }

    [Fact]
    public void A_late_batch_says_so_until_it_is_complete_and_a_new_one_is_not_late_for_yesterday()
    {
        var extract = Ran(_extract, 2, 3.5);
        Ran(_index, 3.5, 3.75, extract);
        var load = Ran(_load, 3.75, 6.5, extract);
        var verdict = Judge(s_midnight.AddHours(6.5));
        Assert.Equal((null, s_midnight.AddHours(6), "Books is late: it should have been complete by 06:00; expected at 07:00"), (verdict.WarnedFor, verdict.LateFor, verdict.Words));
        Assert.Null(Judge(s_midnight.AddHours(6.5), made: s_midnight.AddHours(6.1)).LateFor);

        Ran(_report, 6.5, 7, load);
        Assert.Equal((null, null), (Judge(s_midnight.AddHours(7)).WarnedFor, Judge(s_midnight.AddHours(7)).LateFor));
    }

    [Fact]
    public void A_warning_comes_within_the_hours_that_are_looked_ahead_and_goes_with_two_minutes_to_spare()
    {
        var extract = Ran(_extract, 2, 3.45);
        Ran(_index, 3.5, 3.75, extract);
        Ran(_load, 3.75, null, extract, RunState.Running); // 05:45, and Report until 06:15
        Assert.Equal("Books is expected to be complete at 06:15, 15 min after 06:00", Judge(s_midnight.AddHours(4)).Words);

        _runs[^1].StartedAt = s_midnight.AddHours(3.49); // 05:59:24
        Assert.Null(Judge(s_midnight.AddHours(4)).WarnedFor);
        Assert.NotNull(Judge(s_midnight.AddHours(4), warned: true).WarnedFor);
        _runs[^1].StartedAt = s_midnight.AddHours(3.4);
        Assert.Null(Judge(s_midnight.AddHours(4), warned: true).WarnedFor);

        _runs.Clear();
        _extract.Pause(s_midnight.AddDays(3), "off", hold: false, s_ann, s_evening);
        Assert.Null(Judge(s_midnight.AddHours(-7)).WarnedFor); // 13 hours before
        Assert.NotNull(Judge(s_midnight.AddHours(-5)).WarnedFor);
    }

    [Fact]
    public void Deadlines_follow_the_chosen_days_and_the_clocks_of_the_zone()
    {
        var zurich = new BatchDetails("Books", new TimeOnly(2, 30), "Europe/Zurich") { Days = [DayOfWeek.Sunday, DayOfWeek.Monday] };

        var times = BatchTimes.Of(zurich, new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero)); // the clocks go forward at 01:00 UTC
        Assert.Equal((new DateTimeOffset(2026, 3, 23, 1, 30, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero)), (times.Last.By, times.Next.By));
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 1, 30, 0, TimeSpan.Zero), times.Next.From);
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 0, 30, 0, TimeSpan.Zero), BatchTimes.Of(zurich, times.Next.By).Next.By);
    }

    [Fact]
    public void A_day_on_which_nothing_starts_is_idle_and_a_job_by_hand_needs_somebody()
    {
        var monthly = Make("Monthly", new CronSchedule("0 0 2 1 * ?", "UTC"));
        var idle = BatchWalk.Of(Book(s_evening, monthly), new BatchDetails("M", new TimeOnly(6, 0), "UTC") { Jobs = [monthly.Id] }, Day(s_evening));
        Assert.Equal((true, false, false), (idle.IsIdle, idle.IsDone, idle.IsLate));

        var hand = Make("Sign", new NoSchedule());
        var asks = BatchWalk.Of(Book(s_evening, hand), new BatchDetails("H", new TimeOnly(6, 0), "UTC") { Jobs = [hand.Id] }, Day(s_evening));
        Assert.Equal("runs only when somebody runs it", Assert.Single(asks.Stuck).Note);
    }

    [Fact]
    public void A_batch_needs_a_name_a_zone_jobs_and_days()
    {
        var errors = new BatchDetails(" ", new TimeOnly(6, 0), "Moon/Base") { Days = [], Description = "a\0b" }.Validate();
        Assert.Equal(["Days", "Description", "Jobs", "Name", "Zone"], errors.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(_details.Validate());
        var twice = (_details with { Jobs = [_load.Id, _load.Id], Days = [DayOfWeek.Friday, DayOfWeek.Monday, DayOfWeek.Friday] }).Normalized();
        Assert.Equal((1, "Monday Friday"), (twice.Jobs.Count, string.Join(' ', twice.Days)));
    }

    private static BatchStep Step(BatchForecast forecast, Job job) => forecast.Steps.Single(s => s.JobId == job.Id);

    private static string? Clock(DateTimeOffset? at) => at?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines(BatchForecast forecast) => forecast.Steps.Select(s => $"{s.Name} {Clock(s.Start)}-{Clock(s.End)} by {Clock(s.EndBy)}{(s.IsCritical ? " critical" : "")}");

    private static Job Make(string name, JobSchedule schedule) => Job.Create(new JobDetails(name, new CommandSettings("fake", []), schedule), schedule is CronSchedule ? s_midnight.AddHours(2) : null, s_ann, s_evening.AddDays(-30));

    private static BatchDay Day(DateTimeOffset now) => BatchTimes.Of(new BatchDetails("B", new TimeOnly(6, 0), "UTC"), now).Next;

    private static JobRun New(Job job, DateTimeOffset at, RunState state) => new() { Id = Guid.CreateVersion7(), JobId = job.Id, NominalAt = at, State = state, Summary = "disk full", StartedAt = at };

    private JobRun Ran(Job job, double from, double? until, JobRun? after = null, RunState state = RunState.Succeeded)
    {
        var run = new JobRun { Id = Guid.CreateVersion7(), JobId = job.Id, NominalAt = after is null ? s_midnight.AddHours(from) : after.EndedAt ?? s_midnight.AddHours(from), AfterRunId = after?.Id, State = state, StartedAt = s_midnight.AddHours(from), EndedAt = until is { } end ? s_midnight.AddHours(end) : null };
        _runs.Add(run);
        return run;
    }

    private ForecastBook Book(DateTimeOffset now, params Job[] more)
    {
        Job[] jobs = [_extract, _load, _report, _index, .. more];
        double[] seconds = [3600, 7200, 1800, 900];
        return ForecastBook.Of(jobs, _runs, jobs.Take(4).Select((j, i) => new PastDurations(j.Id, 20, seconds[i], seconds[i])), now);
    }

    private BatchForecast Walk(DateTimeOffset now, BatchWhatIf? whatIf = null) => BatchWalk.Of(Book(now), _details, BatchTimes.Of(_details, now.AddHours(-0.6)).Next, whatIf);

    private BatchVerdict Judge(DateTimeOffset now, DateTimeOffset? made = null, bool warned = false)
    {
        var batch = Batch.Create(_details, s_ann, made ?? s_midnight.AddHours(-17));
        if (warned)
        {
            batch.Judge(s_midnight.AddHours(6), null);
        }

        return BatchVerdict.Of(batch, Book(now), TimeSpan.FromHours(12));
    }
}
