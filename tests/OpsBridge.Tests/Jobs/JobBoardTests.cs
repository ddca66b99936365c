using Xunit;

namespace OpsBridge.Jobs;

public sealed class JobBoardTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_job_is_in_the_list_that_says_most_about_it()
    {
        JobRow[] rows =
        [
            FakeJobs.Job("asks") with { Open = [FakeJobs.Ran(RunState.Asking, s_now.AddHours(-1), MissCause.Down)] },
            FakeJobs.Job("failed", FakeJobs.Ran(RunState.TimedOut, s_now.AddHours(-1))),
            FakeJobs.Job("missed", FakeJobs.Ran(RunState.Missed, s_now.AddHours(-1), MissCause.Down)),
            FakeJobs.Job("left out", FakeJobs.Ran(RunState.Missed, s_now.AddHours(-1), MissCause.Paused)),
            FakeJobs.Job("waits") with { Open = [FakeJobs.Ran(RunState.Waiting, s_now.AddMinutes(-5))] },
            FakeJobs.Job("slow") with { Open = [FakeJobs.Ran(RunState.Running, s_now.AddMinutes(-25))], Typical = TimeSpan.FromMinutes(10), Durations = [1, 2, 3, 4, 5] },
            FakeJobs.Job("runs") with { Open = [FakeJobs.Ran(RunState.Running, s_now.AddMinutes(-5))] },
            FakeJobs.Job("held") with { PausedAt = s_now, NextAt = s_now.AddMinutes(5) },
            FakeJobs.Job("later") with { NextAt = s_now.AddMinutes(61) },
            FakeJobs.Job("second") with { NextAt = s_now.AddMinutes(60) },
            FakeJobs.Job("first") with { NextAt = s_now.AddMinutes(1) },
        ];

        var board = JobBoard.Sort(rows, s_now);

        Assert.Equal("asks; failed; missed; waits, slow; runs; held; first, second", string.Join("; ", new[] { board.Asking, board.Failed, board.Missed, board.Late, board.Running, board.Held, board.Due }.Select(l => string.Join(", ", l.Select(j => j.Job.Name)))));
        Assert.Equal(5, board.Troubles);
        Assert.Equal(["waits", "takes too long"], board.Late.Select(l => l.Why));
    }

    [Fact]
    public void A_run_that_will_end_after_its_deadline_is_late_before_it_is()
    {
        var job = FakeJobs.Job("Backup");
        job = job with { Details = job.Details with { Deadline = new TimeOnly(12, 30), DeadlineZone = "Europe/Zurich" }, Typical = TimeSpan.FromMinutes(60), Open = [FakeJobs.Ran(RunState.Running, s_now.AddMinutes(-20))] };

        Assert.Equal("will miss its deadline", Assert.Single(JobBoard.Sort([job], s_now).Late).Why);
        Assert.Empty(JobBoard.Sort([job with { Typical = TimeSpan.FromMinutes(40) }], s_now).Late);
    }

    [Fact]
    public void Time_left_comes_from_the_rate_or_else_from_the_past()
    {
        var run = FakeJobs.Ran(RunState.Running, s_now.AddMinutes(-30));

        Assert.Equal(TimeSpan.FromMinutes(10), (run with { Done = 75, Total = 100 }).Left(TimeSpan.FromHours(5), s_now));
        Assert.Equal(TimeSpan.FromMinutes(15), run.Left(TimeSpan.FromMinutes(45), s_now));
        Assert.Null(run.Left(TimeSpan.FromMinutes(20), s_now));
        Assert.Null(run.Left(null, s_now));
    }
}
