using Bunit;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class JobFormTests : JobPageContext
{
    public JobFormTests() => SignIn(Role.Supervisor);

    [Fact]
    public void A_job_is_saved_as_it_was_typed()
    {
        House.Answer = JobAnswer.Ok("The job is in use.", Guid.CreateVersion7());
        var page = Render<JobFormPage>();

        page.Find("#name").Input("Nightly");
        page.Find("#command").Change("dump");
        page.Find("#arguments").Input("--all\nwith space\n");
        page.FindAll(".days input")[0].Change(false);
        page.Find("#at").Input("22:15");
        page.Find("#timeout").Input("1 h 30 min");
        page.Find("#catch-up").Change(nameof(CatchUp.AskOperator));
        page.Find("#deadline").Input("06:00");
        page.Find("form.form").Submit();

        var saved = House.Saved!;
        Assert.Equal(("Nightly", TimeSpan.FromMinutes(90), CatchUp.AskOperator, new TimeOnly(6, 0), "Europe/Zurich"), (saved.Name, saved.Timeout, saved.CatchUp, saved.Deadline, saved.DeadlineZone));
        Assert.Equal(["--all", "with space"], Assert.IsType<CommandSettings>(saved.Settings).Arguments);
        Assert.Equal(new CronSchedule("0 15 22 ? * TUE,WED,THU,FRI,SAT,SUN", "Europe/Zurich"), saved.Schedule);
        Assert.Equal(saved.Schedule, House.Previewed);
    }

    [Fact]
    public void What_is_wrong_stands_at_its_field_and_nothing_is_saved()
    {
        var page = Render<JobFormPage>();

        page.FindAll(".seg button").Single(b => b.TextContent == "Cron").Click();
        page.Find("#cron").Input("every day");
        page.Find("#timeout").Input("soon");
        page.Find("form.form").Submit();

        Assert.Null(House.Saved);
        Assert.StartsWith("One line of 1 to 100", page.Find("#name-error").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Give a length of time", page.Find("#timeout-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("Choose a command.", page.Find("#command-error").TextContent);
        Assert.Single(page.FindAll("span.error.critical")); // the expression that is none
    }

    [Fact]
    public void Somebody_elses_change_is_not_overwritten()
    {
        var job = FakeJobs.Job("Backup") with { Number = 3 };
        House.Sheet = new JobSheetView(job, [], [], [], null);
        House.Answer = JobAnswer.No("sue changed this job while you were editing.") with { IsStale = true };
        var page = Render<JobFormPage>(p => p.Add(x => x.Id, job.Id));

        page.Find("form.form").Submit();

        Assert.Equal(["save 3"], House.Done);
        Assert.Contains("sue changed this job", page.Find(".form-error").TextContent, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(job.Details, JobJson.Options), System.Text.Json.JsonSerializer.Serialize(House.Saved, JobJson.Options)); // opened and saved, nothing changes

        House.Sheet = House.Sheet with { Job = job with { Number = 4 } };
        page.Find("form.form").Submit();
        page.FindAll(".btn").Single(b => b.TextContent.Trim() == "Save mine over version 4").Click();
        Assert.Equal(["save 3", "save 3", "save 4"], House.Done);
    }

    [Theory]
    [InlineData("90 s", 90)]
    [InlineData("15 min", 900)]
    [InlineData("1 h 30 min", 5400)]
    [InlineData("2 d", 172_800)]
    [InlineData("45", 45)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData("-5 min", null)]
    public void Lengths_of_time_are_read_as_people_write_them(string text, int? seconds) => Assert.Equal(seconds, SpanField.Parse(text)?.TotalSeconds);

    [Theory]
    [InlineData("0 0/15 * * * ?", "every 15 min")]
    [InlineData("0 5 * * * ?", "every hour at minute 5")]
    [InlineData("0 10 2 * * ?", "every day at 02:10")]
    [InlineData("0 0/15 2 * * ?", "cron 0 0/15 2 * * ?")]
    [InlineData("0 30 2 ? * SUN", "every Sunday at 02:30")]
    [InlineData("0 5 1 * * ?", "every day at 01:05")]
    [InlineData("0 0 * * * ?", "every hour")]
    [InlineData("0 0 8-17 ? * MON-FRI", "cron 0 0 8-17 ? * MON-FRI")]
    public void Expressions_with_a_simple_form_are_said_in_words(string cron, string words) => Assert.Equal(words, JobText.Cron(cron));
}
