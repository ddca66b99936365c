using Bunit;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs.Kinds;

public sealed class RepositoryFieldsTests : JobPageContext
{
    public RepositoryFieldsTests() => SignIn(Role.Supervisor);

    [Fact]
    public async Task A_backup_by_restic_is_saved_as_it_was_typed()
    {
        House.Answer = JobAnswer.Ok("The job is in use.", Guid.CreateVersion7());
        var page = Render<JobFormPage>();
        await page.FindAll(".seg button").Single(b => b.TextContent == "restic").ClickAsync(new());

        await page.Find("#name").InputAsync(new() { Value = "Files" });
        await page.Find("#repository").InputAsync(new() { Value = " s3:https://store.example.org/files " });
        await page.Find("#initialise").ChangeAsync(new() { Value = true });
        await page.Find("#repository-secret").ChangeAsync(new() { Value = "restic" });
        await page.Find("#prefix").InputAsync(new() { Value = "fs1" });
        await page.Find("#folders").InputAsync(new() { Value = "/srv/files\n" });
        await page.Find("#folders").InputAsync(new() { Value = "/srv/files\n/home" });
        await page.Find("#exclude").InputAsync(new() { Value = "**/*.tmp" });
        await page.FindAll("button").Single(b => b.TextContent == "Give it a key").ClickAsync(new());
        await page.Find("#key-0").InputAsync(new() { Value = "AWS_ACCESS_KEY_ID" });
        await page.Find("#key-secret-0").ChangeAsync(new() { Value = "store-id" });
        await page.FindAll("button").Single(b => b.TextContent == "Give it a key").ClickAsync(new());
        await page.Find("#key-1").InputAsync(new() { Value = "GOOGLE_APPLICATION_CREDENTIALS" });
        await page.Find("#key-secret-1").ChangeAsync(new() { Value = "store-key" });
        await page.Find("#check-percent").InputAsync(new() { Value = "25" });
        await page.Find("#restore-whole").InputAsync(new() { Value = "500" });
        await page.Find("#keep-days").InputAsync(new() { Value = "3" });
        await page.Find("form.form").SubmitAsync();

        var saved = Assert.IsType<ResticSettings>(House.Saved!.Settings);
        Assert.Empty(saved.Validate());
        Assert.Equal(("s3:https://store.example.org/files", true, "restic", "fs1", 25, 500), (saved.Repository, saved.Initialise, saved.Secret, saved.Prefix, saved.CheckPercent, saved.RestoreWholeMegabytes));
        Assert.Equal(["/srv/files", "/home"], saved.Folders);
        Assert.Equal(["**/*.tmp"], saved.Exclude);
        Assert.Equal([new SecretUse("store-id", "AWS_ACCESS_KEY_ID", false), new SecretUse("store-key", "GOOGLE_APPLICATION_CREDENTIALS", true)], saved.Variables);
        Assert.Equal((3, 7, 5, 12), (saved.Policy.KeepDays!.Value, saved.Policy.Daily, saved.Policy.Weekly, saved.Policy.Monthly));
    }

    [Fact]
    public async Task Borg_asks_for_what_borg_knows_and_says_what_is_wrong()
    {
        var page = Render<JobFormPage>();
        await page.FindAll(".seg button").Single(b => b.TextContent == "borg").ClickAsync(new());

        await page.Find("#name").InputAsync(new() { Value = "Files" });
        await page.Find("#repository").InputAsync(new() { Value = "host:/srv/repository" });
        await page.Find("#repository-secret").ChangeAsync(new() { Value = "borg" });
        await page.Find("#folders").InputAsync(new() { Value = "/srv/files" });
        await page.Find("form.form").SubmitAsync();

        Assert.Null(House.Saved);
        Assert.Empty(page.FindAll("#key-0, #check-percent"));
        Assert.Contains("epository cannot be read: it is an absolute path or ssh://", page.Find("#repository-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_line_that_is_being_typed_is_not_taken_away()
    {
        var page = Render<JobFormPage>();
        await page.FindAll(".seg button").Single(b => b.TextContent == "restic").ClickAsync(new());

        await page.Find("#folders").InputAsync(new() { Value = "/srv/files\n" });
        await page.Find("#prefix").InputAsync(new() { Value = "fs1" });

        Assert.Equal("/srv/files\n", page.Find("#folders").GetAttribute("value"));
    }
}
