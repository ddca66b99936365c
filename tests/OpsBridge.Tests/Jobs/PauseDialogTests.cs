using Bunit;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class PauseDialogTests : JobPageContext
{
    private readonly JobRow _job = FakeJobs.Job("Backup");

    [Fact]
    public async Task A_job_is_held_until_a_time_with_its_reason()
    {
        var page = await OpenAsync(_job);

        page.FindAll(".dialog .seg button").Single(b => b.TextContent == "4 h").Click();
        page.Find("#pause-why").Input(" INC-7 ");
        page.Find(".dialog input[type=checkbox]").Change(true);
        Press(page, "Hold");

        Assert.Equal([$"hold {_job.Id} until 15:00 INC-7"], House.Done); // UTC
        Assert.Empty(page.FindAll(".dialog-body"));
    }

    [Fact]
    public async Task A_job_that_must_run_whatever_happens_cannot_be_held()
    {
        var page = await OpenAsync(_job with { Details = _job.Details with { MayBeHeld = false } });

        Assert.Empty(page.FindAll(".dialog input[type=checkbox]"));
        Assert.Contains("may be paused, not held", page.Find(".dialog-body").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_the_dialog_stays_open_and_nothing_typed_is_lost()
    {
        House.Answer = JobAnswer.Wrong(new Dictionary<string, string>(StringComparer.Ordinal) { ["Why"] = "Say why, in one line." });
        var page = await OpenAsync(_job);

        page.FindAll(".dialog .seg button").Single(b => b.TextContent == "24 h").Click();
        Press(page, "Pause");

        Assert.Equal("Say why, in one line.", page.Find("#pause-why-error").TextContent);
        Assert.Equal("24 h", page.Find(".dialog-body .seg button[aria-pressed=true]").TextContent);
    }

    [Fact]
    public async Task A_paused_job_is_resumed_by_the_same_key_without_a_question()
    {
        House.Sheet = Sheet(_job with { PausedAt = Now.AddHours(-1), PausedUntil = Now.AddHours(1), PausedBy = "ann", PausedWhy = "storage" });
        var page = Render<JobPage>(p => p.Add(x => x.Id, _job.Id));
        Assert.StartsWith("Paused by ann until 13:00", page.Find(".page-head .pill").TextContent, StringComparison.Ordinal);

        await PressAsync(page, "p");

        Assert.Equal([$"resume {_job.Id}"], House.Done);
    }

    private static JobSheetView Sheet(JobRow job) => new(job, [], [new(1, Now, "ann", job.Details)], [], null);

    private static void Press(IRenderedComponent<JobPage> page, string button) => page.FindAll(".dialog-foot .btn").Single(b => b.TextContent.Trim() == button).Click();

    private async Task<IRenderedComponent<JobPage>> OpenAsync(JobRow job)
    {
        House.Sheet = Sheet(job);
        var page = Render<JobPage>(p => p.Add(x => x.Id, job.Id));
        await PressAsync(page, "p");
        return page;
    }
}
