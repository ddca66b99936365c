using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Running;
using OpsBridge.Jobs.Schedules;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class JobDetailsTests
{
    private static readonly JobDetails s_good = new("Backup", new CommandSettings("dump", []), new CronSchedule("0 0 2 * * ?", "Europe/Zurich"));

    public static TheoryData<string, Func<JobDetails, JobDetails>> Wrong => new()
    {
        { nameof(JobDetails.Name), d => d with { Name = " " } },
        { nameof(JobDetails.Name), d => d with { Name = "two\nlines" } },
        { nameof(JobDetails.Description), d => d with { Description = new string('x', 2001) } },
        { "Settings.Command", d => d with { Settings = new CommandSettings("", []) } },
        { "Settings.Secrets.1", d => d with { Settings = new CommandSettings("dump", []) { Secrets = [new SecretUse("db", "DB", false), new SecretUse("db", "PATH", false)] } } },
        { nameof(JobDetails.Schedule), d => d with { Schedule = new CronSchedule("every day", "UTC") } },
        { nameof(JobDetails.Schedule), d => d with { Schedule = new CronSchedule("0 0 2 * * ?", "Mars/Olympus") } },
        { nameof(JobDetails.Schedule), d => d with { Schedule = new IntervalSchedule(TimeSpan.FromSeconds(9), default) } },
        { nameof(JobDetails.Schedule), d => d with { Schedule = new AfterSchedule(Guid.Empty, AfterCondition.Success, TimeSpan.FromDays(8)) } },
        { nameof(JobDetails.OnlyWhile), d => d with { OnlyWhile = OnlyWhile.InMaintenance } },
        { nameof(JobDetails.Timeout), d => d with { Timeout = TimeSpan.Zero } },
        { nameof(JobDetails.Attempts), d => d with { Attempts = 11 } },
        { nameof(JobDetails.RetryAfter), d => d with { RetryAfter = TimeSpan.FromHours(2) } },
        { nameof(JobDetails.LateAfter), d => d with { LateAfter = TimeSpan.FromSeconds(59) } },
        { nameof(JobDetails.AtLeast), d => d with { AtLeast = TimeSpan.FromHours(2) } },
        { nameof(JobDetails.AtMost), d => d with { AtLeast = TimeSpan.FromMinutes(5), AtMost = TimeSpan.FromMinutes(4) } },
        { nameof(JobDetails.DeadlineZone), d => d with { Deadline = new TimeOnly(6, 0) } },
    };

    [Fact]
    public void Good_details_have_no_errors() => Assert.Empty(s_good.Validate());

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_is_wrong_is_said_beside_its_field(string field, Func<JobDetails, JobDetails> change) => Assert.Equal([field], change(s_good).Validate().Keys);

    [Fact]
    public void The_wait_before_another_attempt_doubles_up_to_six_hours() =>
        Assert.Equal([1, 2, 4, 256, 360], new[] { 1, 2, 3, 9, 10 }.Select(n => RunEnding.Backoff(TimeSpan.FromMinutes(1), n).TotalMinutes));
}
