using System.Text;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs.Pings;

/// <summary>The life of a reported job, by its rules alone.</summary>
public sealed class ReportedJobTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_operator = Actor.InRole(Guid.CreateVersion7(), "Olga", Role.Operator);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_new_job_is_not_missing_before_it_was_heard_once()
    {
        var job = Job();

        Assert.Equal((ReportedJobState.New, null, null), (job.State, job.ExpectedAt, job.DueAt));
        Assert.Null(job.Judge(s_start.AddYears(1)));
    }

    [Fact]
    public void It_is_up_late_within_grace_and_down_after_it_and_up_again_by_the_next_ping()
    {
        var job = Job();
        var up = Take(job, PingKind.Success, s_start).Flip;

        Assert.Equal((ReportedJobState.New, ReportedJobState.Up, FlipReason.Reported), (up!.From, up.To, up.Reason));
        Assert.Equal(ReportedJobWord.Up, job.Word(s_start + (59 * s_minute)));
        Assert.Equal(ReportedJobWord.Grace, job.Word(s_start + (60 * s_minute)));
        Assert.Null(job.Judge(s_start + (70 * s_minute) - TimeSpan.FromTicks(1)));
        var down = job.Judge(s_start + (70 * s_minute));
        Assert.Equal((ReportedJobState.Down, FlipReason.Missing), (down!.To, down.Reason));
        Assert.Null(job.Judge(s_start.AddDays(9))); // it is down already
        Assert.Equal(ReportedJobState.Up, Take(job, PingKind.Success, s_start.AddDays(9)).Flip!.To);
        Assert.Equal([1L, 2L, 3L], [up.Number, down.Number, job.FlipCount]);
    }

    [Fact]
    public void A_failure_is_down_at_once_and_a_log_changes_nothing()
    {
        var job = Job();
        Take(job, PingKind.Success, s_start);

        Assert.Null(Take(job, PingKind.Log, s_start + s_minute).Flip);
        Assert.Equal((ReportedJobState.Up, s_start), (job.State, job.LastPingAt));
        var failed = job.Take(new IncomingPing(PingKind.Fail) { ExitCode = 3 }, null, s_start + (2 * s_minute)).Flip;
        Assert.Equal((ReportedJobState.Down, FlipReason.Failed), (failed!.To, failed.Reason));
        Assert.Contains("exit status 3", PingSignals.Words(job), StringComparison.Ordinal);
        Assert.Null(Take(job, PingKind.Fail, s_start + (3 * s_minute)).Flip);
    }

    [Fact]
    public void A_start_that_is_not_followed_by_an_end_within_grace_is_down()
    {
        var job = Job();
        Take(job, PingKind.Start, s_start);

        Assert.Equal(ReportedJobWord.Started, job.Word(s_start));
        Assert.Equal(s_start + (10 * s_minute), job.DueAt);
        var down = job.Judge(s_start + (10 * s_minute));
        Assert.Equal((ReportedJobState.Down, FlipReason.Overrun), (down!.To, down.Reason));
    }

    [Fact]
    public void The_time_between_start_and_end_is_measured_and_72_hours_later_they_do_not_belong_together()
    {
        var job = Job();
        Take(job, PingKind.Start, s_start);
        Assert.Equal(5 * s_minute, Take(job, PingKind.Success, s_start + (5 * s_minute)).Ping.Duration);
        Assert.Equal((5 * s_minute, null), (job.LastDuration!.Value, job.LastStartAt));
        Assert.Equal([300_000L], job.Durations);

        Assert.Null(Take(job, PingKind.Success, s_start + (5 * s_minute)).Ping.Duration); // delivered twice: harmless
        Assert.Equal((ReportedJobState.Up, 5 * s_minute), (job.State, job.LastDuration));

        Take(job, PingKind.Start, s_start);
        Assert.Null(Take(job, PingKind.Success, s_start.AddHours(72)).Ping.Duration);
    }

    [Fact]
    public void Runs_that_overlap_are_told_apart_by_their_ids()
    {
        var (job, first, second) = (Job(), Guid.CreateVersion7(), Guid.CreateVersion7());
        Take(job, PingKind.Start, s_start, first);
        Take(job, PingKind.Start, s_start + s_minute, second);

        var ended = job.Take(new IncomingPing(PingKind.Success) { RunId = first }, s_start, s_start + (3 * s_minute)).Ping;

        Assert.Equal((3 * s_minute, s_start + s_minute), (ended.Duration, job.LastStartAt)); // the other still runs
        Assert.Equal(4 * s_minute, Take(job, PingKind.Success, s_start + (5 * s_minute), second).Ping.Duration);
        Assert.Null(job.LastStartAt);
    }

    [Fact]
    public void A_pause_ends_by_a_ping_unless_that_is_forbidden_or_by_itself()
    {
        var job = Job();
        Take(job, PingKind.Success, s_start);
        Assert.Equal(ReportedJobState.Paused, job.Pause(null, "moving", s_operator, s_start)!.To);
        Assert.Null(job.DueAt);
        Assert.Equal(ReportedJobState.Up, Take(job, PingKind.Success, s_start + s_minute).Flip!.To);

        var stubborn = Job(d => d with { ManualResume = true });
        Take(stubborn, PingKind.Success, s_start);
        stubborn.Pause(null, null, s_operator, s_start);
        Assert.Equal((PingKind.Ignored, null), (Take(stubborn, PingKind.Success, s_start + s_minute).Ping.Kind, Take(stubborn, PingKind.Fail, s_start + s_minute).Flip));

        var timed = Job();
        Take(timed, PingKind.Success, s_start);
        timed.Pause(s_start.AddHours(5), null, s_operator, s_start);
        var ended = timed.Judge(s_start.AddHours(5));
        Assert.Equal((ReportedJobState.New, FlipReason.PauseEnded), (ended!.To, ended.Reason));
        Assert.Equal(s_start.AddHours(5) + (70 * s_minute), timed.DueAt); // and it is expected again
        Assert.Equal(ReportedJobState.Down, timed.Judge(timed.DueAt!.Value)!.To);
    }

    [Fact]
    public void Resuming_a_job_that_was_never_heard_waits_for_its_first_ping()
    {
        var job = Job();
        job.Pause(null, null, s_operator, s_start);

        Assert.NotNull(job.Resume(s_start));
        Assert.Null(job.DueAt);
        Assert.Null(job.Resume(s_start));
    }

    [Fact]
    public void In_planned_downtime_nothing_is_expected_and_after_it_everything()
    {
        var job = Job();
        Take(job, PingKind.Success, s_start);
        job.PlanDowntime(s_start + (30 * s_minute), s_start.AddHours(6), "tape library", s_operator);

        Assert.Null(job.Judge(s_start.AddHours(6)));
        Assert.Equal(s_start.AddHours(7), job.ExpectedAt); // one period after its end
        Assert.Equal(FlipReason.Missing, job.Judge(s_start.AddHours(7) + (10 * s_minute))!.Reason);

        var other = Job();
        Take(other, PingKind.Success, s_start);
        other.PlanDowntime(s_start.AddDays(3), s_start.AddDays(4), null, s_operator);
        Assert.Equal(s_start + (60 * s_minute), other.ExpectedAt); // far away, it changes nothing
        other.PlanDowntime(null, null, null, s_operator);
        Assert.Null(other.DowntimeFrom);
    }

    [Fact]
    public void Downtime_that_begins_within_the_grace_of_a_report_puts_it_off_and_one_that_begins_with_its_end_does_not()
    {
        var job = Job();
        Take(job, PingKind.Success, s_start);
        job.PlanDowntime(s_start + (65 * s_minute), s_start.AddHours(6), "tape library", s_operator); // expected after 60 minutes, with 10 of grace

        Assert.Equal(s_start.AddHours(7), job.ExpectedAt);
        job.PlanDowntime(s_start + (70 * s_minute), s_start.AddHours(6), "tape library", s_operator);
        Assert.Equal(s_start.AddHours(1), job.ExpectedAt);
    }

    [Fact]
    public void A_schedule_wins_over_a_period_and_is_read_on_the_clocks_of_the_machine()
    {
        var job = Job(d => d with { Schedule = "30 2 * * *", Zone = "Europe/Zurich" });
        Take(job, PingKind.Success, new DateTimeOffset(2026, 3, 28, 2, 0, 0, TimeSpan.Zero));

        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), job.ExpectedAt); // the night of the jump
    }

    [Theory]
    [InlineData("all is well", PingKind.Success)]
    [InlineData("well, but an ERROR", PingKind.Fail)] // failure is looked for first
    [InlineData("beginning", PingKind.Start)]
    [InlineData("error in small letters", PingKind.Ignored)] // letter case counts
    [InlineData("", PingKind.Ignored)]
    public void Words_in_the_body_say_what_a_ping_means(string body, PingKind kind)
    {
        var filter = new PingFilter { HttpBody = true, Failure = "ERROR, FATAL", Success = "well", Start = "beginning" };
        var job = Job(d => d with { Filter = filter });

        Assert.Equal(kind, job.Take(new IncomingPing(PingKind.Success) { Body = Encoding.UTF8.GetBytes(body) }, null, s_start).Ping.Kind);
        Assert.Equal(kind == PingKind.Ignored ? PingKind.Fail : kind, (filter with { DefaultFail = true }).Judge(Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public void Only_posts_count_where_that_is_wished()
    {
        var job = Job(d => d with { PostOnly = true });

        Assert.Equal(PingKind.Ignored, job.Take(new IncomingPing(PingKind.Success) { Method = "HEAD" }, null, s_start).Ping.Kind);
        Assert.Equal(ReportedJobState.New, job.State);
        Assert.Equal(PingKind.Success, job.Take(new IncomingPing(PingKind.Success) { Method = "POST" }, null, s_start).Ping.Kind);
    }

    [Fact]
    public void Its_address_is_a_random_UUID_of_version_4_and_can_be_renewed()
    {
        var (job, other) = (Job(), Job());
        var before = job.Code;
        job.RenewCode();

        Assert.Equal(3, new[] { job.Code, before, other.Code }.Distinct().Count());
        Assert.Equal((4, true), (job.Code.Version, job.Code.Variant is >= 8 and <= 11));
    }

    [Fact]
    public void Whoever_was_away_grants_the_grace_once_more()
    {
        var presence = new PingPresence();

        Assert.True(presence.See(s_start)); // the first look of all
        Assert.False(presence.See(s_start.AddSeconds(15)));
        Assert.Equal(s_start, presence.Since);
        Assert.True(presence.See(s_start.AddSeconds(31)));
        Assert.Equal(s_start.AddSeconds(31), presence.Since);
        Assert.True(presence.See(s_start)); // the clock was set back
    }

    [Fact]
    public void Wrong_values_are_named_by_field()
    {
        var wrong = new ReportedJobDetails(new string('x', 101))
        {
            Slug = "Not A Slug", Period = TimeSpan.FromSeconds(59), Grace = TimeSpan.FromDays(366), Zone = "Mars/Base", Schedule = "60 * * * *",
        };

        Assert.Equal(["Grace", "Name", "Period", "Schedule", "Slug", "Zone"], wrong.Validate(TimeSpan.FromSeconds(60)).Keys.Order(StringComparer.Ordinal));
        Assert.Empty(new ReportedJobDetails("").Validate(TimeSpan.FromSeconds(60)));
    }

    private static ReportedJob Job(Func<ReportedJobDetails, ReportedJobDetails>? adjust = null)
    {
        var details = new ReportedJobDetails("Nightly") { Period = 60 * s_minute, Grace = 10 * s_minute };
        return ReportedJob.Create(adjust?.Invoke(details) ?? details, s_start);
    }

    private static (Ping Ping, PingFlip? Flip) Take(ReportedJob job, PingKind kind, DateTimeOffset at, Guid? run = null) => job.Take(new IncomingPing(kind) { RunId = run }, null, at);
}
