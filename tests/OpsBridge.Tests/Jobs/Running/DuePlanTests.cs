using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using Xunit;

namespace OpsBridge.Jobs.Running;

public sealed class DuePlanTests
{
    private static readonly DateTimeOffset s_eight = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_ann = Actor.InRole(null, "ann", Role.Supervisor);
    private static readonly JobDetails s_hourly = new("Hourly", new CommandSettings("x", []), new CronSchedule("0 0 * * * ?", "UTC"));

    [Fact]
    public void A_time_that_has_just_come_waits_and_the_next_is_known()
    {
        var plan = Plan(s_hourly, s_eight.AddHours(1).AddSeconds(3));
        Assert.Equal("9 Waiting", Words(plan));
        Assert.Equal(s_eight.AddHours(2), plan.NextAt);
        Assert.Equal(s_eight.AddHours(1).AddMinutes(10), plan.Runs[0].StartBy);
    }

    [Fact]
    public void Nothing_is_due_again_when_the_clock_is_set_back()
    {
        var job = Job.Create(s_hourly, s_eight.AddHours(1), s_ann, s_eight);
        job.Advance(Plan(job, s_eight.AddHours(1)).NextAt);
        Assert.Empty(Plan(job, s_eight).Runs);
        Assert.Empty(Plan(job, s_eight.AddHours(1)).Runs);
        Assert.Equal("10 Waiting", Words(Plan(job, s_eight.AddHours(2))));
    }

    [Fact]
    public void Of_several_times_that_come_due_at_once_only_the_last_is_in_time() =>
        Assert.Equal("9 Missed:Down, 10 Missed:Down, 11 Waiting", Words(Plan(s_hourly, s_eight.AddHours(3).AddMinutes(1))));

    [Fact]
    public void A_long_outage_is_recorded_up_to_a_limit_and_the_rest_is_counted()
    {
        var often = s_hourly with { Schedule = new IntervalSchedule(TimeSpan.FromSeconds(10), s_eight) };
        var job = Job.Create(often, s_eight, s_ann, s_eight);
        var plan = Plan(job, s_eight.AddDays(30));
        Assert.Equal(DuePlan.MostRecorded, plan.Runs.Count);
        Assert.EndsWith($"so were {(30 * 8640) + 1 - DuePlan.MostRecorded} nominal times before it", plan.Runs[0].Summary, StringComparison.Ordinal);
        Assert.Equal(s_eight.AddDays(30), plan.Runs[^1].NominalAt);
    }

    [Fact]
    public void While_paused_or_held_times_are_missed_for_that_reason()
    {
        var job = Job.Create(s_hourly, s_eight.AddHours(1), s_ann, s_eight);
        job.Pause(s_eight.AddHours(3), "switch is changed", hold: true, s_ann, s_eight);
        Assert.Equal("9 Missed:Held, 10 Missed:Held, 11 Waiting", Words(Plan(job, s_eight.AddHours(3))));
    }

    [Theory]
    [InlineData(Overlap.Skip, RunState.Running, "9 Missed:Blocked", false)]
    [InlineData(Overlap.Queue, RunState.Running, "9 Waiting", false)]
    [InlineData(Overlap.Queue, RunState.Waiting, "9 Missed:Blocked", false)]
    [InlineData(Overlap.CancelOld, RunState.Running, "9 Waiting", true)]
    [InlineData(Overlap.Allow, RunState.Running, "9 Waiting", false)]
    public void A_run_that_has_not_ended_decides_about_the_next_as_the_job_says(Overlap overlap, RunState open, string words, bool cancels)
    {
        var job = Job.Create(s_hourly with { Overlap = overlap }, s_eight.AddHours(1), s_ann, s_eight);
        var old = new JobRun { JobId = job.Id, NominalAt = s_eight, State = open };
        var plan = DuePlan.Of(new DueFacts(job, null, [old], null, s_eight.AddHours(1)));
        Assert.Equal((words, cancels), (Words(plan), plan.CancelOld));
        Assert.All(plan.Runs, r => Assert.Equal(overlap != Overlap.Allow, r.Alone));
    }

    [Theory]
    [InlineData(OnlyWhile.InMaintenance, true, "9 Waiting")]
    [InlineData(OnlyWhile.InMaintenance, false, "9 Missed:Maintenance")]
    [InlineData(OnlyWhile.OutsideMaintenance, true, "9 Missed:Maintenance")]
    public void Maintenance_lets_it_start_or_not(OnlyWhile only, bool inside, string words)
    {
        var job = Job.Create(s_hourly with { OnlyWhile = only, AssetId = Guid.CreateVersion7() }, s_eight.AddHours(1), s_ann, s_eight);
        Assert.Equal(words, Words(DuePlan.Of(new DueFacts(job, null, [], inside, s_eight.AddHours(1)))));
    }

    [Theory]
    [InlineData(WhenExcluded.Drop, "")]
    [InlineData(WhenExcluded.Record, "9 Missed:Calendar")]
    public void An_excluded_time_is_no_miss_unless_somebody_wants_the_record(WhenExcluded when, string words)
    {
        var job = Job.Create(s_hourly, s_eight.AddHours(1), s_ann, s_eight);
        var calendar = new CalendarRules(new CalendarDetails("C", "UTC") { Freezes = [new FreezePeriod(s_eight, s_eight.AddHours(2), "Move")], WhenExcluded = when });
        var plan = DuePlan.Of(new DueFacts(job, calendar, [], null, s_eight.AddHours(1)));
        Assert.Equal(words, Words(plan));
        Assert.Equal(s_eight.AddHours(2), plan.NextAt);
    }

    private static DuePlan Plan(JobDetails details, DateTimeOffset now) => Plan(Job.Create(details, s_eight.AddHours(1), s_ann, s_eight), now);

    private static DuePlan Plan(Job job, DateTimeOffset now) => DuePlan.Of(new DueFacts(job, null, [], null, now));

    private static string Words(DuePlan plan) => string.Join(", ", plan.Runs.Select(r => $"{r.NominalAt.Hour} {r.State}{(r.Cause is null ? "" : $":{r.Cause}")}"));
}
