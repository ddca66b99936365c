using Bunit;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs.Kinds;

public sealed class RepositoryFieldsTests : JobPageContext
{
    public RepositoryFieldsTests() => SignIn(Role.Supervisor);

    [Fact]
    public void A_backup_by_restic_is_saved_as_it_was_typed()
    {
        House.Answer = JobAnswer.Ok("The job is in use.", Guid.CreateVersion7());
        var page = Render<JobFormPage>();
        page.FindAll(".seg button").Single(b => b.TextContent == "restic").Click();

        page.Find("#name").Input("Files");
        page.Find("#repository").Input(" s3:https://store.example.org/files ");
        page.Find("#initialise").Change(true);
        page.Find("#repository-secret").Change("restic");
        page.Find("#prefix").Input("fs1");
        page.Find("#folders").Input("/srv/files\n");
        page.Find("#folders").Input("/srv/files\n/home");
        page.Find("#exclude").Input("**/*.tmp");
        page.FindAll("button").Single(b => b.TextContent == "Give it a key").Click();
        page.Find("#key-0").Input("AWS_ACCESS_KEY_ID");
        page.Find("#key-secret-0").Change("store-id");
        page.FindAll("button").Single(b => b.TextContent == "Give it a key").Click();
        page.Find("#key-1").Input("GOOGLE_APPLICATION_CREDENTIALS");
        page.Find("#key-secret-1").Change("store-key");
        page.Find("#check-percent").Input("25");
        page.Find("#restore-whole").Input("500");
        page.Find("#keep-days").Input("3");
        page.Find("form.form").Submit();

        var saved = Assert.IsType<ResticSettings>(House.Saved!.Settings);
        Assert.Empty(saved.Validate());
        Assert.Equal(("s3:https://store.example.org/files", true, "restic", "fs1", 25, 500), (saved.Repository, saved.Initialise, saved.Secret, saved.Prefix, saved.CheckPercent, saved.RestoreWholeMegabytes));
        Assert.Equal(["/srv/files", "/home"], saved.Folders);
        Assert.Equal(["**/*.tmp"], saved.Exclude);
        Assert.Equal([new SecretUse("store-id", "AWS_ACCESS_KEY_ID", false), new SecretUse("store-key", "GOOGLE_APPLICATION_CREDENTIALS", true)], saved.Variables);
        Assert.Equal((3, 7, 5, 12), (saved.Policy.KeepDays!.Value, saved.Policy.Daily, saved.Policy.Weekly, saved.Policy.Monthly));
    }

    [Fact]
    public void Borg_asks_for_what_borg_knows_and_says_what_is_wrong()
    {
        var page = Render<JobFormPage>();
        page.FindAll(".seg button").Single(b => b.TextContent == "borg").Click();

        page.Find("#name").Input("Files");
        page.Find("#repository").Input("host:/srv/repository");
        page.Find("#repository-secret").Change("borg");
        page.Find("#folders").Input("/srv/files");
        page.Find("form.form").Submit();

        Assert.Null(House.Saved);
        Assert.Empty(page.FindAll("#key-0, #check-percent"));
        Assert.Contains("epository cannot be read: it is an absolute path or ssh://", page.Find("#repository-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_line_that_is_being_typed_is_not_taken_away()
    {
        var page = Render<JobFormPage>();
        page.FindAll(".seg button").Single(b => b.TextContent == "restic").Click();

        page.Find("#folders").Input("/srv/files\n");
        page.Find("#prefix").Input("fs1");

        Assert.Equal("/srv/files\n", page.Find("#folders").GetAttribute("value"));
    }
}
