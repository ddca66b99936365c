using Bunit;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class RetireTests : JobPageContext
{
    private readonly JobRow _job = FakeJobs.Job("Backup");

    public RetireTests() => SignIn(Role.Supervisor);

    [Fact]
    public void A_job_that_others_run_after_is_not_retired_and_they_are_named()
    {
        House.Sheet = new JobSheetView(_job, [], [new(1, Now, "ann", _job.Details)], [new JobName(Guid.CreateVersion7(), "Ship it")], null);
        House.Answer = JobAnswer.No("Ship it runs after it. Change or retire that one first.");
        var page = Open();

        Assert.Equal("Ship it runs after it.", page.Find(".dialog-body .warning").TextContent.Trim());
        Assert.Empty(page.FindAll(".dialog input"));
        Press(page, "Retire it");

        Assert.Equal([$"retire {_job.Id} End"], House.Done);
        Assert.Equal("Ship it runs after it. Change or retire that one first.", page.Find(".dialog .form-error").TextContent);
    }

    [Theory]
    [InlineData(0, "Retire it and let the run end", "End")]
    [InlineData(1, "Retire it and cancel the run", "Cancel")]
    public void Somebody_says_what_becomes_of_a_run_that_works(int choice, string button, string asked)
    {
        House.Sheet = new JobSheetView(_job with { Open = [FakeJobs.Ran(RunState.Running, Now.AddMinutes(-10))] }, [], [new(1, Now, "ann", _job.Details)], [], null);
        var page = Open();

        page.FindAll(".dialog input[type=radio]")[choice].Change(true);
        Press(page, button);

        Assert.Equal([$"retire {_job.Id} {asked}"], House.Done);
        Assert.Empty(page.FindAll(".dialog-body"));
    }

    [Fact]
    public void A_retired_job_shows_the_run_that_is_its_last()
    {
        var works = FakeJobs.Ran(RunState.Running, Now.AddMinutes(-10));
        House.Sheet = new JobSheetView(_job with { Open = [works], RetiredAt = Now }, [works], [new(1, Now, "ann", _job.Details)], [], Now);
        House.Jobs.Add(House.Sheet.Job);
        var page = Render<JobPage>(p => p.Add(x => x.Id, _job.Id));

        Assert.EndsWith("its last run still works", page.Find(".page-head .pill").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal($"/jobs/runs/{works.Id}", page.Find(".page-head a.primary").GetAttribute("href"));
        Assert.Equal("retired", Render<JobsPage>().Find(".hot .mark").TextContent);
    }

    private static void Press(IRenderedComponent<JobPage> page, string button) => page.FindAll(".dialog-foot .btn").Single(b => b.TextContent.Trim() == button).Click();

    private IRenderedComponent<JobPage> Open()
    {
        var page = Render<JobPage>(p => p.Add(x => x.Id, _job.Id));
        page.FindAll(".page-head .btn").Single(b => b.TextContent.Trim() == "Retire").Click();
        return page;
    }
}
