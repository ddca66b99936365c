using Bunit;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class JobPagesTests : JobPageContext
{
    [Fact]
    public void The_list_says_state_schedule_next_start_and_marks_in_words()
    {
        var elsewhere = FakeJobs.Job("New");
        House.Jobs.AddRange(
        [
            FakeJobs.Job("Backup", FakeJobs.Ran(RunState.Failed, Now.AddHours(-1)) with { Summary = "connection refused" }) with { NextAt = Now.AddMinutes(30), Missed = 2 },
            FakeJobs.Job("Export", FakeJobs.Ran(RunState.Succeeded, Now.AddHours(-1))) with { PausedAt = Now, PausedUntil = Now.AddHours(1), PausedBy = "ann", Held = true, Durations = [1000, 2000] },
            elsewhere with { Details = elsewhere.Details with { Schedule = new CronSchedule("0 30 2 * * ?", "America/New_York") } },
        ]);

        var rows = Render<JobsPage>().FindAll(".hot tbody tr[data-i]");

        Assert.Equal(["Failed", "Succeeded", "Never ran"], rows.Select(r => r.QuerySelector(".sev")!.TextContent.Trim()));
        Assert.Contains("connection refused", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("2 missed", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("every day at 02:30", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("daily 02:30 New York", rows[2].TextContent, StringComparison.Ordinal); // not by the clocks of the viewer
        Assert.Contains("12:30", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("held", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("not before 13:00", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("Last 2 runs; the last took 2 s", rows[1].QuerySelector(".spark")!.GetAttribute("aria-label"));
    }

    [Fact]
    public void The_first_job_is_offered_to_those_who_may_create_it()
    {
        Assert.Empty(Render<JobsPage>().FindAll(".empty a"));

        SignIn(Role.Supervisor);
        Assert.Equal("/jobs/new", Render<JobsPage>().Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task Keys_run_and_pause_the_selected_job_and_say_what_happened()
    {
        House.Jobs.Add(FakeJobs.Job("Backup"));
        var id = House.Jobs[0].Id;
        var run = Guid.CreateVersion7();
        House.Answer = JobAnswer.Ok("It runs.", run);
        var page = Render<JobsPage>();

        await PressAsync(page, "j");
        await PressAsync(page, "r");
        Assert.Equal([$"run {id}"], House.Done);
        var toast = Assert.Single(Toasts.Current);
        Assert.Equal("Backup: It runs.", toast.Text);
        await toast.Action!();
        Assert.EndsWith($"/jobs/runs/{run}", Navigation.Uri, StringComparison.Ordinal);

        await PressAsync(page, "p");
        page.Find("#pause-why").Input("CHG-1");
        page.FindAll(".dialog-foot .btn").Single(b => b.TextContent.Trim() == "Pause").Click();
        Assert.Equal($"pause {id} until 12:00 CHG-1", House.Done[^1]);
    }

    [Fact]
    public void A_viewer_has_no_buttons_that_act()
    {
        SignIn(Role.Viewer);
        House.Jobs.Add(FakeJobs.Job("Backup"));

        Assert.DoesNotContain("Run now", Render<JobsPage>().Find(".page-head").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sheet_asks_about_missed_runs_and_shows_what_changed()
    {
        var asks = FakeJobs.Ran(RunState.Asking, Now.AddHours(-2), MissCause.Down);
        var job = FakeJobs.Job("Backup") with { Open = [asks], Number = 2 };
        House.Sheet = new JobSheetView(job, [asks], [new(2, Now, "sue", job.Details), new(1, Now.AddDays(-1), "ann", job.Details with { Attempts = 3 })], [new JobName(Guid.CreateVersion7(), "Ship it")], null);
        House.Next.Add(new NextFire(new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero), new DateTime(2027, 3, 28, 2, 30, 0), Kernel.ClockNote.Skipped, null));
        House.Next.Add(new NextFire(new DateTimeOffset(2027, 3, 29, 0, 30, 0, TimeSpan.Zero), new DateTime(2027, 3, 29, 2, 30, 0), Kernel.ClockNote.None, "holiday \"Easter\""));
        var page = Render<JobPage>(p => p.Add(x => x.Id, job.Id));

        Assert.Contains("02:30 does not exist that day", page.Find(".times .warning").TextContent, StringComparison.Ordinal);
        Assert.Contains("left out: holiday \"Easter\"", page.Find(".times .left-out").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Version 1", "Version 2", "Retry", "3 attempts; the second after 1 min, each further wait twice as long.", "One attempt."], page.FindAll(".versions th, .versions td").Select(d => d.TextContent).Skip(1));

        page.Find(".asking input").Input("still needed");
        page.FindAll(".asking .btn").Single(b => b.TextContent.Trim() == "Run it").Click();
        Assert.Equal([$"run {asks.Id} still needed"], House.Done);
    }

    [Fact]
    public async Task A_run_shows_how_far_it_is_and_is_cancelled_after_a_question()
    {
        var run = FakeJobs.Ran(RunState.Running, Now.AddMinutes(-10)) with { Phase = "dump", Done = 50, Total = 100 };
        House.Run = new RunView(run, "Backup", FakeJobs.Job("Backup").Details, 0);
        var page = Render<RunPage>(p => p.Add(x => x.Id, run.Id));

        Assert.Equal("50", page.Find(".run-progress [role=progressbar]").GetAttribute("aria-valuenow"));
        Assert.Contains("dump · 50 % · 50 B of 100 B", page.Find(".run-progress").TextContent, StringComparison.Ordinal);
        Assert.Contains("about 10 min 00 s left", page.Find(".run-progress").TextContent, StringComparison.Ordinal);

        var pressed = PressAsync(page, "c");
        Confirm.Answer(true);
        await pressed;
        Assert.Equal([$"cancel {run.Id}"], House.Done);
    }

    [Fact]
    public void Output_is_text_whatever_it_says_and_tells_its_sources_apart_by_word()
    {
        var run = FakeJobs.Ran(RunState.Failed, Now.AddMinutes(-10));
        House.Run = new RunView(run, "Backup", FakeJobs.Job("Backup").Details, 3) { FirstLine = 1 };
        House.Lines.AddRange(
        [
            new(1, Now, LineSource.Note, "attempt 1"), new(2, Now, LineSource.Out, "<b>bold</b>\u202egnp.exe\u001b[31m"), new(3, Now, LineSource.Error, "refused"),
        ]);

        var lines = Render<RunPage>(p => p.Add(x => x.Id, run.Id)).FindAll(".run-output .line .text");

        Assert.Equal(["attempt 1", "<b>bold</b>⟨U+202E⟩gnp.exe⟨U+001B⟩[31m", "refused"], lines.Select(l => l.TextContent));
        Assert.Equal(["note", "", "err"], lines.Select(l => l.ParentElement!.QuerySelector(".from")!.TextContent));
    }
}
