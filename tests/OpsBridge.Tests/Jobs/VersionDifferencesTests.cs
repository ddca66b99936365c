using Bunit;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;
using Xunit;

namespace OpsBridge.Jobs;

public sealed class VersionDifferencesTests : JobPageContext
{
    private static readonly Guid s_asset = Guid.CreateVersion7();
    private static readonly Guid s_calendar = Guid.CreateVersion7();
    private static readonly Guid s_job = Guid.CreateVersion7();

    private static readonly Dictionary<Guid, string> s_names = new() { [s_asset] = "inv-db-01", [s_calendar] = "Swiss business days", [s_job] = "Nightly dump" };

    private static readonly JobDetails s_old = FakeJobs.Job("Export").Details;

    public static TheoryData<Func<JobDetails, JobDetails>, string[]> Changes { get; } = new()
    {
        { d => d with { AssetId = s_asset }, ["Asset", "none", "inv-db-01"] },
        { d => d with { CalendarId = s_calendar }, ["Calendar", "none", "Swiss business days"] },
        { d => d with { CalendarId = Guid.CreateVersion7() }, ["Calendar", "none", "one that is gone"] },
        { d => d with { Schedule = new AfterSchedule(s_job, AfterCondition.Success, TimeSpan.Zero) }, ["Starts", "every day at 02:30 (Europe/Zurich)", "after success of Nightly dump"] },
        { d => d with { Settings = new CommandSettings("rotate", ["--all"]) }, ["Command", "dump", "rotate"] },
        { d => d with { Settings = new CommandSettings("dump", ["--all", "--now"]) }, ["Arguments", "--all", "--all\n--now"] },
        { d => d with { Settings = new CommandSettings("dump", ["--all"]) { Secrets = [new SecretUse("orders-db", "PGPASSWORD", true)] } }, ["Secrets", "–", "secret orders-db, variable PGPASSWORD, as file yes"] },
        { d => d with { MayBeHeld = false }, ["Incidents", "May be held for an incident.", "Runs whatever happens: it may not be held."] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_said_in_words_and_names_with_old_and_new_side_by_side(Func<JobDetails, JobDetails> change, string[] row) =>
        Assert.Equal(row, Show(s_old, change(s_old)).FindAll("tbody th, tbody td").Select(c => c.TextContent));

    [Fact]
    public void What_another_kind_has_and_the_old_one_had_not_has_a_dash_beside_it()
    {
        var target = new PostgresTarget("db1", 5432, "orders", "backup", "orders-db");
        var rows = Show(s_old, s_old with { Settings = new PgDumpSettings(target, new BackupPolicy { Rpo = TimeSpan.FromHours(26) }) })
            .FindAll("tbody tr").ToDictionary(r => r.Children[0].TextContent, r => (r.Children[1].TextContent, r.Children[2].TextContent));

        Assert.Equal(("command", "pgdump"), rows["Does"]);
        Assert.Equal(("dump", "–"), rows["Command"]);
        Assert.Equal(("–", "orders-db"), rows["Database, secret"]);
        Assert.Equal(("–", "1 d 2 h"), rows["Policy, rpo"]);
    }

    [Fact]
    public void A_drill_names_its_backup() =>
        Assert.Equal(["Backup job id", "something that is gone", "Nightly dump"],
            Show(s_old with { Settings = new DrillSettings(Guid.CreateVersion7()) }, s_old with { Settings = new DrillSettings(s_job) }).FindAll("tbody th, tbody td").Select(c => c.TextContent));

    private IRenderedComponent<VersionDifferences> Show(JobDetails before, JobDetails after) =>
        Render<VersionDifferences>(p => p.Add(x => x.Before, before).Add(x => x.After, after).Add(x => x.Names, s_names));
}
