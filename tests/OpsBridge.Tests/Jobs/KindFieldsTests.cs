using Bunit;
using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Secrets;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class KindFieldsTests : JobPageContext
{
    public KindFieldsTests() => SignIn(Role.Supervisor);

    [Fact]
    public void A_command_is_chosen_from_those_that_are_registered_and_says_what_it_runs_and_takes()
    {
        Choices.Commands.Add(new CommandRow("rotate", "/opt/rotate", new string('b', 64), "bob", Now, []));
        var page = Render<JobFormPage>();

        Assert.Equal(["Choose…", "dump · dump.sh", "rotate · rotate"], page.FindAll("#command option").Select(o => o.TextContent));
        page.Find("#command").Change("dump");

        Assert.Equal("Runs /usr/local/bin/dump.sh, signed off by ann.", page.FindAll(".picker p")[0].TextContent);
        Assert.Equal("Takes: --all or a name", page.FindAll(".picker p")[1].TextContent);
        Assert.Empty(page.FindAll(".picker a")); // a supervisor registers none
    }

    [Fact]
    public void A_command_that_was_taken_back_says_so_and_stays_chosen()
    {
        Choices.Commands.Clear();
        var job = FakeJobs.Job("Backup");
        House.Sheet = new JobSheetView(job, [], [], [], null);
        var page = Render<JobFormPage>(p => p.Add(x => x.Id, job.Id));

        Assert.Equal("dump – not registered any more", page.Find("#command option[value=dump]").TextContent);
        Assert.Contains("dump was taken back by an admin", page.Find("#command-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_chosen_by_name_wherever_a_kind_takes_one_and_an_admin_finds_the_way_to_a_new_one()
    {
        SignIn(Role.Admin);
        House.Answer = JobAnswer.Ok("The job is in use.", Guid.CreateVersion7());
        var page = Render<JobFormPage>();
        page.Find("#name").Input("Export");
        page.Find("#command").Change("dump");

        page.FindAll(".limits .btn").Single(b => b.TextContent.Trim() == "Give it a secret").Click();
        Assert.Equal(["Choose…", "orders-db"], page.FindAll("#secret-0 option").Select(o => o.TextContent));
        page.Find("#secret-0").Change("orders-db");
        page.Find("#variable-0").Input("PATH");
        page.FindAll(".seg button").Single(b => b.TextContent == "the path of a file").Click();
        page.Find("form.form").Submit();
        Assert.Equal("'PATH' cannot be the variable of a secret.", page.Find("#variable-0-error").TextContent);
        Assert.Equal("/admin/job-secrets", page.Find(".limits .picker a").GetAttribute("href"));

        page.Find("#variable-0").Input("TOKEN_FILE");
        page.Find("form.form").Submit();
        Assert.Equal([new SecretUse("orders-db", "TOKEN_FILE", true)], Assert.IsType<CommandSettings>(House.Saved!.Settings).Secrets);

        foreach (var (kind, id) in ((string Kind, string Id)[])[("HTTP request", "http-secret"), ("SQL statement", "db-secret"), ("PostgreSQL backup", "db-secret"), ("Server base backup", "db-secret")])
        {
            await ChooseAsync(page, kind);
            Assert.Equal(["Choose…", "orders-db"], page.FindAll($"#{id} option").Select(o => o.TextContent));
        }
    }

    [Fact]
    public async Task A_secret_that_is_made_in_another_tab_appears_and_one_that_is_gone_says_so()
    {
        var page = Render<JobFormPage>();
        await ChooseAsync(page, "HTTP request");
        page.Find("#http-secret").Change("orders-db");

        Choices.Secrets[0] = new SecretRow("token", "ann", Now, true, []);
        Feed.Publish("job_secrets");

        await page.WaitForAssertionAsync(() => Assert.Equal(["Choose…", "token", "orders-db – does not exist"], page.FindAll("#http-secret option").Select(o => o.TextContent)));
        Assert.Equal("There is no secret named orders-db any more: the job fails until there is.", page.Find("#http-secret-error").TextContent);
    }

    [Fact]
    public async Task A_look_at_another_kind_loses_nothing_that_was_typed()
    {
        var page = Render<JobFormPage>();
        await ChooseAsync(page, "SQL statement");
        page.Find("#db-host").Input("db1");
        page.Find("#statement").Input("vacuum");

        await ChooseAsync(page, "HTTP request");
        await ChooseAsync(page, "SQL statement");

        Assert.Equal(("db1", "vacuum"), (page.Find("#db-host").GetAttribute("value"), page.Find("#statement").GetAttribute("value")));
    }

    [Fact]
    public async Task A_number_stays_as_it_is_typed_and_what_is_none_is_refused()
    {
        var page = Render<JobFormPage>();
        await ChooseAsync(page, "SQL statement");

        page.Find("#db-port").Input("");
        Assert.Equal("", page.Find("#db-port").GetAttribute("value"));
        page.Find("form.form").Submit();

        Assert.Equal("The port is 1 to 65535.", page.Find("#db-port-error").TextContent);
    }

    /// <summary>A rule whose words no field shows would leave the person with "see the marked fields" and no mark.</summary>
    [Fact]
    public void Every_kind_shows_each_of_its_errors()
    {
        var bad = PostgresFields.Beginning with { Port = 0 };
        var policy = new BackupPolicy { Rpo = TimeSpan.Zero, KeepLast = 0, KeepDays = 0, Daily = -2, Weekly = -2, Monthly = -2, SizeJumpPercent = 0, DrillDays = 0, Folder = "x" };
        JobSettings[] all =
        [
            new CommandSettings("", ["\0"]) { Secrets = [new SecretUse("", "", false), new SecretUse("a", "", false)] },
            new HttpCallSettings("GET", "ftp://x") { Scheme = "a b", StatusFrom = 0, MaxBytes = 0, Body = new string('x', 100_001), ExpectedText = new string('x', 1001) },
            new SqlSettings(bad, "") { MinRows = -1 },
            new PgDumpSettings(bad, policy) { ScratchServer = bad }, new ClusterBackupSettings(bad, policy), new OwnDatabaseSettings(policy),
            new ArchiveSettings(["x"], policy) { Exclude = [""] },
        ];
        foreach (var settings in all)
        {
            var errors = FakeJobs.Job("x").Details with { Settings = settings };
            var fields = Render<CascadingValue<SettingErrors>>(p => p.Add(c => c.Value, new SettingErrors(errors.Validate()))
                .AddChildContent<KindFields>(k => k.Add(f => f.Settings, settings).Add(f => f.Error, errors.Validate().GetValueOrDefault(nameof(JobDetails.Settings)))));

            Assert.All(errors.Validate(), e => Assert.Contains(fields.FindAll(".error"), shown => shown.TextContent == e.Value));
        }
    }

    private static Task ChooseAsync(IRenderedComponent<JobFormPage> page, string kind) => page.FindAll(".seg button").Single(b => b.TextContent == kind).ClickAsync(new());
}
