using Bunit;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Secrets;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class CommandsAndSecretsTests : JobPageContext
{
    public CommandsAndSecretsTests() => SignIn(Role.Admin);

    [Fact]
    public void Commands_are_listed_with_file_hash_what_they_take_and_who_uses_them()
    {
        Choices.Commands.Add(new CommandRow("rotate", "/opt/<b>rotate", new string('b', 64), "bob", Now, ["Exports", "Logs", "Mails", "Orders", "Stock"]));

        var rows = Render<CommandsPage>().FindAll("tbody tr").Select(r => r.Children.Take(4).Select(c => c.TextContent.Trim()).ToList()).ToList();

        Assert.Equal(("dump/usr/local/bin/dump.sh", "--all or a name", "no job"), (rows[0][0], rows[0][1], rows[0][3]));
        Assert.EndsWith("aaaaaaaaaaaa…", rows[0][2], StringComparison.Ordinal);
        Assert.Equal(("rotate/opt/<b>rotate", "not said", "Exports, Logs, Mails and 2 more"), (rows[1][0], rows[1][1], rows[1][3]));
    }

    [Fact]
    public void The_first_command_is_registered_from_the_form_which_is_empty_after_it()
    {
        Choices.Commands.Clear();
        var page = Render<CommandsPage>();
        Assert.Contains("No command yet", page.Find(".empty").TextContent, StringComparison.Ordinal);

        page.Find("#command-name").Input(" rotate ");
        page.Find("#command-path").Input("/opt/rotate");
        page.Find("#command-takes").Input("--keep N");
        page.Find("form").Submit();

        Assert.Equal(["register rotate /opt/rotate --keep N"], Choices.Done);
        Assert.Equal("", page.Find("#command-name").GetAttribute("value") ?? "");
    }

    [Fact]
    public void What_is_wrong_with_a_command_stands_at_its_field_and_what_was_typed_stays()
    {
        Choices.Answer = JobAnswer.Wrong(new Dictionary<string, string>(StringComparer.Ordinal) { ["Path"] = "There is no such file." });
        var page = Render<CommandsPage>();

        page.Find("#command-name").Input("rotate");
        page.Find("#command-path").Input("/opt/rotat");
        page.Find("form").Submit();

        Assert.Equal("There is no such file.", page.Find("#command-path-error").TextContent);
        Assert.Equal(("rotate", "/opt/rotat"), (page.Find("#command-name").GetAttribute("value"), page.Find("#command-path").GetAttribute("value")));
    }

    [Fact]
    public async Task A_command_is_signed_off_again_after_a_question_and_says_why_when_it_is_not()
    {
        var page = Render<CommandsPage>();
        page.Find("#command-name").Input("half typed");

        await PressAndAnswerAsync(page, "Sign off again: dump", false);
        Assert.Empty(Choices.Done);

        Choices.Answer = JobAnswer.Wrong(new Dictionary<string, string>(StringComparer.Ordinal) { ["Path"] = "The file cannot be read." });
        await PressAndAnswerAsync(page, "Sign off again: dump", true);
        Assert.Equal(["register dump /usr/local/bin/dump.sh as before"], Choices.Done);
        Assert.Equal("dump is not signed off: The file cannot be read.", Assert.Single(Toasts.Current).Text);
        Assert.Empty(page.FindAll("#command-path-error"));

        Choices.Answer = JobAnswer.Ok("Registered dump.");
        await PressAndAnswerAsync(page, "Sign off again: dump", true);
        Assert.Equal("half typed", page.Find("#command-name").GetAttribute("value"));
    }

    [Fact]
    public async Task A_command_that_jobs_use_is_not_removed_and_they_are_named()
    {
        Choices.Answer = JobAnswer.No("dump stays: jobs use it (Backup). Change them first.");

        await PressAndAnswerAsync(Render<CommandsPage>(), "Remove dump", true);

        Assert.Equal(["remove command dump"], Choices.Done);
        Assert.Equal("dump stays: jobs use it (Backup). Change them first.", Assert.Single(Toasts.Current).Text);
    }

    [Fact]
    public void Secrets_show_everything_but_their_value_and_a_wrong_key_loudly()
    {
        Choices.Secrets.Add(new SecretRow("old", "bob", Now, false, ["Export"]));
        Choices.KeyFault = "The key file is gone.";
        var page = Render<SecretsPage>();

        Assert.Equal(["fits", "other key"], page.FindAll("tbody .sev").Select(s => s.TextContent.Trim()));
        Assert.Equal(["no job", "Export"], page.FindAll("tbody tr").Select(r => r.Children[2].TextContent.Trim()));
        Assert.Equal("The key file is gone.", page.Find("[role=alert]").TextContent);
        Assert.Equal("password", page.Find("#secret-value").GetAttribute("type"));
        Assert.Contains("/var/lib/opsbridge/jobs.key", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_replaced_after_a_question_and_its_value_leaves_the_page()
    {
        var page = Render<SecretsPage>();

        await page.FindAll(".btn").Single(b => b.GetAttribute("aria-label") == "Replace orders-db").ClickAsync(new());
        Assert.Equal("orders-db", page.Find("#secret-name").GetAttribute("value"));
        page.Find("#secret-value").Input("correct horse");
        var saving = page.Find("form").SubmitAsync();
        Assert.Equal("Replace orders-db?", Confirm.Question!.Title);
        Confirm.Answer(true);
        await saving;

        Assert.Equal(["save orders-db correct horse"], Choices.Done);
        Assert.DoesNotContain("correct horse", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_named_by_its_field_and_one_in_use_stays()
    {
        var page = Render<SecretsPage>();
        Choices.Answer = JobAnswer.Wrong(new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = "A secret has 4 to 16000 characters, none of them NUL." });
        page.Find("#secret-name").Input("new");
        page.Find("#secret-value").Input("abc");
        page.Find("form").Submit();
        Assert.StartsWith("A secret has 4", page.Find("#secret-value-error").TextContent, StringComparison.Ordinal);

        Choices.Answer = JobAnswer.No("orders-db stays: jobs use it (Export). Change them first.");
        await PressAndAnswerAsync(page, "Remove orders-db", true);
        Assert.Equal("orders-db stays: jobs use it (Export). Change them first.", Assert.Single(Toasts.Current).Text);
    }

    [Fact]
    public async Task The_key_is_rotated_after_a_question_and_the_answer_is_told()
    {
        var page = Render<SecretsPage>();
        Choices.Answer = JobAnswer.Ok("Sealed 2 secrets with the new key. Keep a copy of the key file.");
        var pressed = page.FindAll(".btn").Single(b => b.TextContent.Trim() == "Rotate the key").ClickAsync(new());
        Assert.Equal("Rotate the key?", Confirm.Question!.Title);
        Confirm.Answer(true);
        await pressed;

        Assert.Equal(["rotate"], Choices.Done);
        Assert.StartsWith("Sealed 2 secrets", Assert.Single(Toasts.Current).Text, StringComparison.Ordinal);
        Assert.Equal("Rotate the key", page.FindAll(".btn")[^1].TextContent.Trim());
    }

    [Fact]
    public void An_answer_without_a_field_stands_over_the_form()
    {
        Choices.Answer = JobAnswer.No("The database does not answer.");
        var commands = Render<CommandsPage>();
        commands.Find("form").Submit();
        var secrets = Render<SecretsPage>();
        secrets.Find("form").Submit();

        Assert.Equal("The database does not answer.", commands.Find(".form-error").TextContent);
        Assert.Equal("The database does not answer.", secrets.Find(".form-error").TextContent);
    }

    private async Task PressAndAnswerAsync<T>(IRenderedComponent<T> page, string label, bool yes)
        where T : IComponent
    {
        var pressed = page.FindAll(".btn").Single(b => b.GetAttribute("aria-label") == label).ClickAsync(new());
        Confirm.Answer(yes);
        await pressed;
    }
}
