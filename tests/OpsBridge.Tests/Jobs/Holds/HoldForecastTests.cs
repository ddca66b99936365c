using OpsBridge.Identity;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Running;
using OpsBridge.Jobs.Schedules;
using Xunit;

namespace OpsBridge.Jobs.Holds;

public sealed class HoldForecastTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 5, 22, 0, 0, TimeSpan.Zero); // Monday
    private static readonly DateTimeOffset s_two = s_now.AddHours(4);
    private static readonly Actor s_ann = Actor.InRole(Guid.CreateVersion7(), "ann", Role.Admin);

    [Fact]
    public void A_hold_names_the_deadline_and_the_rpo_that_it_breaks_with_their_times()
    {
        var batch = Make("Batch", Nightly(), d => d with { Deadline = new TimeOnly(6, 0), DeadlineZone = "UTC", CatchUp = CatchUp.Last });
        var backup = Make("Backup", Nightly());
        var backups = Backups(backup, lastGood: s_now.AddHours(-20), rpo: TimeSpan.FromHours(26));

        var until3 = HoldForecast.Of(Book(batch, backup), backups, [batch.Id, backup.Id], s_two.AddHours(1));
        Assert.Equal(("Backup", true, true), (until3[0].Name, until3[0].BreaksRpo, until3[0].IsHarmed)); // 02:00 is left out, and the next is a day later
        Assert.Equal(s_now.AddHours(6), until3[0].HarmedAt);
        Assert.Equal((1, s_two.AddHours(2), false, null), (until3[1].MissedStarts, until3[1].ExpectedEnd, until3[1].MissesDeadline, until3[1].HarmedAt)); // it catches up at 03:00, for an hour

        var until6 = HoldForecast.Of(Book(batch, backup), backups, [batch.Id], s_two.AddHours(4));
        Assert.Equal((true, s_two.AddHours(4), s_two.AddHours(4)), (Assert.Single(until6).MissesDeadline, until6[0].Deadline, until6[0].HarmedAt));
    }

    [Fact]
    public void What_breaks_without_the_hold_is_no_harm_of_it()
    {
        var backup = Make("Backup", Nightly());
        var effect = Assert.Single(HoldForecast.Of(Book(backup), Backups(backup, s_now.AddHours(-30), TimeSpan.FromHours(4)), [backup.Id], s_two.AddHours(1)));
        Assert.Equal((true, true, false), (effect.BreaksRpo, effect.WasOverdue, effect.IsHarmed));

        var slow = Make("Slow", Nightly(), d => d with { Deadline = new TimeOnly(2, 30), DeadlineZone = "UTC" });
        effect = Assert.Single(HoldForecast.Of(Book(slow), NoBackups, [slow.Id], s_two.AddHours(1)));
        Assert.Equal((true, true, false), (effect.MissesDeadline, effect.WasLate, effect.IsHarmed));
    }

    [Fact]
    public void A_job_with_a_deadline_that_starts_after_a_held_one_is_told_of_and_one_that_may_not_be_held_goes_on()
    {
        var first = Make("First", Nightly(), d => d with { CatchUp = CatchUp.Last });
        var second = Make("Second", new AfterSchedule(first.Id, AfterCondition.Success, TimeSpan.Zero));
        var last = Make("Last", new AfterSchedule(second.Id, AfterCondition.Success, TimeSpan.Zero), d => d with { Deadline = new TimeOnly(6, 0), DeadlineZone = "UTC" });
        var never = Make("Never", Nightly(), d => d with { MayBeHeld = false });

        var effects = HoldForecast.Of(Book(first, second, last, never), NoBackups, [first.Id, never.Id], s_two.AddHours(2));

        Assert.Equal(["First", "Last", "Never"], effects.Select(e => e.Name));
        Assert.Equal((true, s_two.AddHours(5), true), (effects[1].Follows, effects[1].ExpectedEnd, effects[1].MissesDeadline)); // 04:00 and three hours, 05:00 without
        Assert.Equal((0, s_two.AddHours(1), false), (effects[2].MissedStarts, effects[2].ExpectedEnd, effects[2].MayBeHeld));
    }

    [Fact]
    public void What_has_the_nearest_limit_starts_first_and_a_job_before_those_after_it()
    {
        var free = Make("A free one", Nightly());
        var first = Make("First", Nightly());
        var last = Make("After first", new AfterSchedule(first.Id, AfterCondition.Success, TimeSpan.Zero), d => d with { Deadline = new TimeOnly(5, 0), DeadlineZone = "UTC" });
        var backup = Make("Backup", Nightly());
        var six = Make("Six", Nightly(), d => d with { Deadline = new TimeOnly(6, 0), DeadlineZone = "UTC" });

        var order = HoldOrder.Sort([free, six, last, backup, first], new Dictionary<Guid, DateTimeOffset> { [backup.Id] = s_now.AddHours(1) }, s_now);

        Assert.Equal(["Backup", "First", "After first", "Six", "A free one"], order.Select(j => j.Name));
    }

    [Fact]
    public void Starts_are_a_minute_apart_and_many_of_them_share_an_hour()
    {
        Assert.Equal(TimeSpan.FromMinutes(3), HoldOrder.Place(3, 4, TimeSpan.FromMinutes(1)));
        Assert.Equal(TimeSpan.FromSeconds(59 * 6), HoldOrder.Place(59, 600, TimeSpan.FromMinutes(1)));
        Assert.InRange(HoldOrder.Place(599, 600, TimeSpan.FromMinutes(1)), TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    private static Dictionary<Guid, BackupRow> NoBackups => [];

    private static CronSchedule Nightly() => new("0 0 2 * * ?", "UTC");

    private static Job Make(string name, JobSchedule schedule, Func<JobDetails, JobDetails>? with = null)
    {
        var details = new JobDetails(name, new CommandSettings("fake", []), schedule);
        return Job.Create(with?.Invoke(details) ?? details, schedule is CronSchedule ? s_two : null, s_ann, s_now);
    }

    /// <summary>Each job takes an hour.</summary>
    private static ForecastBook Book(params Job[] jobs) => ForecastBook.Of(jobs, [], jobs.Select(j => new PastDurations(j.Id, 20, 3600, 3600)), s_now);

    private static Dictionary<Guid, BackupRow> Backups(Job job, DateTimeOffset lastGood, TimeSpan rpo) =>
        new() { [job.Id] = new BackupRow(job.Id, job.Name, "pg", "orders", rpo) { LastGoodAt = lastGood } };
}
