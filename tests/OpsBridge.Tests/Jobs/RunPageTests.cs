using Bunit;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class RunPageTests : JobPageContext
{
    private static readonly RunAttemptRow s_first = new(1, RunState.Failed, Now.AddMinutes(-30), Now.AddMinutes(-28), "node-1/17", 3, "ended with 3: disk full");

    [Fact]
    public void Attempts_say_when_where_and_how_they_ended_and_why_another_followed()
    {
        var run = FakeJobs.Ran(RunState.TimedOut, Now.AddMinutes(-30)) with { Attempt = 2 };
        Show(run, v => v with { Attempts = [s_first, new(2, RunState.TimedOut, Now.AddMinutes(-27), Now.AddMinutes(-7), "node-2/4", null, "still ran after 20 min")] });
        var page = Render<RunPage>(p => p.Add(x => x.Id, run.Id));

        var attempts = page.FindAll(".attempts li");
        Assert.Equal(["2", "1"], attempts.Select(a => a.QuerySelector("b")!.TextContent)); // newest first
        Assert.Equal(["Timed out", "Failed"], attempts.Select(a => a.QuerySelector(".sev")!.TextContent.Trim()));
        Assert.Contains("exit code 3", attempts[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("ended with 3: disk full", attempts[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("node-1/17", attempts[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("Tried again 1 min 00 s later, because it failed and 3 attempts are allowed.", attempts[1].QuerySelector(".info")!.TextContent);
        Assert.Null(attempts[0].QuerySelector(".info"));
    }

    [Fact]
    public void A_run_between_two_attempts_says_when_the_next_one_is()
    {
        var run = FakeJobs.Ran(RunState.Waiting, Now.AddMinutes(-30)) with { Attempt = 1, RetryAt = Now.AddMinutes(5), StartedAt = Now.AddMinutes(-30) };
        Show(run, v => v with { Attempts = [s_first], Waits = new RunWait(RunWaitFor.Retry) { Until = Now.AddMinutes(5) } });
        var page = Render<RunPage>(p => p.Add(x => x.Id, run.Id));

        Assert.Equal("Tries again", page.Find(".page-head .sev").TextContent.Trim());
        Assert.Contains("for its next attempt at 12:05 CET", Fact(page, "Waits"), StringComparison.Ordinal);
        Assert.StartsWith("Tried again at 12:05 CET", page.Find(".attempts .info").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_waits_names_the_run_before_it_and_until_when_it_may_begin()
    {
        var (run, before) = (FakeJobs.Ran(RunState.Waiting, Now.AddMinutes(-5)), Guid.CreateVersion7());
        Show(run, v => v with { Waits = new RunWait(RunWaitFor.Run) { RunId = before, NominalAt = Now.AddHours(-1), StartBy = Now.AddMinutes(5) } });
        var page = Render<RunPage>(p => p.Add(x => x.Id, run.Id));

        Assert.Contains("for the end of the run of 11:00 CET", Fact(page, "Waits"), StringComparison.Ordinal);
        Assert.Contains("after it this run is missed", Fact(page, "Waits"), StringComparison.Ordinal);
        Assert.Contains(page.FindAll(".kv a"), a => a.GetAttribute("href") == $"/jobs/runs/{before}");
    }

    [Fact]
    public void A_late_start_and_the_last_run_of_a_retired_job_say_so()
    {
        var run = FakeJobs.Ran(RunState.Running, Now.AddMinutes(-20)) with { StartedAt = Now.AddMinutes(-5) };
        Show(run, v => v with { JobRetiredAt = Now.AddMinutes(-1) });
        var page = Render<RunPage>(p => p.Add(x => x.Id, run.Id));

        Assert.Equal("15 min 00 s later", page.Find(".kv .warning").TextContent); // ten minutes are allowed
        Assert.Contains("this run is its last", Fact(page, "Job"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missed_run_asks_on_its_own_page_and_the_answer_goes_with_its_reason()
    {
        var run = FakeJobs.Ran(RunState.Asking, Now.AddHours(-2), MissCause.Down);
        Show(run, v => v);
        House.Answer = JobAnswer.No("bob decided before.");
        var page = Render<RunPage>(p => p.Add(x => x.Id, run.Id));

        Assert.Contains("OpsBridge or its machine was down", page.Find(".asking").TextContent, StringComparison.Ordinal);
        page.Find(".asking input").Input(" too late now ");
        await page.FindAll(".asking .btn").Single(b => b.TextContent.Trim() == "Leave it").ClickAsync(new());

        Assert.Equal([$"leave {run.Id} too late now"], House.Done);
        Assert.Equal("bob decided before.", page.Find(".asking [role=alert]").TextContent);
        Assert.Equal(" too late now ", page.Find(".asking input").GetAttribute("value")); // what was typed is not lost

        SignIn(Role.Viewer);
        var seen = Render<RunPage>(p => p.Add(x => x.Id, run.Id));
        Assert.Empty(seen.FindAll(".asking .btn"));
        Assert.Contains("An operator decides.", seen.Find(".asking").TextContent, StringComparison.Ordinal);
    }

    private static string Fact(IRenderedComponent<RunPage> page, string name) => page.FindAll(".kv dt").Single(d => d.TextContent == name).NextElementSibling!.TextContent;

    private void Show(RunBrief run, Func<RunView, RunView> with) => House.Run = with(new RunView(run, "Backup", FakeJobs.Job("Backup").Details with { Attempts = 3 }, 0));
}
