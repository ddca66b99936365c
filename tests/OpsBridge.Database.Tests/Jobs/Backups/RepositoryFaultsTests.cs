using OpsBridge.Jobs.Backups.Repositories;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Processes;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>What goes wrong with repositories, in plain words.</summary>
public sealed class RepositoryFaultsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => ["restic", "borg"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_repository_is_made_only_where_that_was_chosen(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);

        var result = await bench.RunAsync(await bench.ClaimAsync(with: s => s with { Initialise = false }));

        Assert.Equal((false, false), (result.Good, result.MayRetry));
        Assert.Equal($"there is no repository at {bench.Repository}: make it, or let the job make it", result.Summary);
        Assert.False(Directory.Exists(bench.Repository));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_wrong_password_is_told_and_not_tried_again(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);
        await bench.BackUpAsync();

        var result = await bench.RunAsync(await bench.ClaimAsync(with: s => s with { Secret = "other" }));

        Assert.Equal((false, false), (result.Good, result.MayRetry));
        Assert.Matches("wrong repository pass(word|phrase)", result.Summary);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_unreachable_repository_is_told_and_tried_again(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);

        var result = await bench.RunAsync(await bench.ClaimAsync(with: s => s with { Repository = kind == "borg" ? "ssh://nobody@127.0.0.1:1/x" : "rest:http://127.0.0.1:1/" }));

        Assert.Equal((false, true), (result.Good, result.MayRetry));
        Assert.Matches("connection refused|the other side closed the connection", result.Summary); // borg tells what ssh said when it is there in time
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Folders_that_the_settings_do_not_allow_are_neither_written_nor_read(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);

        var elsewhere = await bench.RunAsync(await bench.ClaimAsync(with: s => s with { Repository = "/srv/opsbridge-repository" }));
        var other = await bench.RunAsync(await bench.ClaimAsync(with: s => s with { Folders = ["/etc"] }));

        Assert.Contains("Backups__Folders__0", elsewhere.Summary, StringComparison.Ordinal);
        Assert.Contains("Backups__Sources__0", other.Summary, StringComparison.Ordinal);
        Assert.False(Directory.Exists("/srv/opsbridge-repository"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_repository_that_is_gone_raises_the_alert_and_is_not_begun_anew(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);
        var made = await bench.BackUpAsync();
        Directory.Delete(bench.Repository, recursive: true);

        Assert.False((await bench.VerifyAsync(made.JobId)).Good);

        var copy = Assert.Single(await bench.Kinds.CopiesAsync(made.JobId));
        Assert.Equal((CopyState.Corrupt, "the repository is gone"), (copy.State, copy.Verification));
        Assert.True(await bench.IsOpenAsync(BackupSignals.Corrupt, copy.Id));
        var next = await bench.RunAsync(await bench.ClaimAsync(made.JobId));
        Assert.Equal($"there is no repository at {bench.Repository} any more; it held one copy", next.Summary);
        Assert.False(Directory.Exists(bench.Repository)); // a new one would hide the loss
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_repository_locked_by_another_says_so_and_nothing_about_the_copy(string kind)
    {
        await using var bench = await RepositoryBench.StartAsync(database, kind);
        var made = await bench.BackUpAsync();
        using var other = await bench.LockAsync();
        try
        {
            Assert.False((await bench.VerifyAsync(made.JobId)).Good);
            var next = await bench.ClaimAsync(made.JobId);
            var result = await bench.RunAsync(next);

            Assert.False(result.Good);
            Assert.Contains("locked by another run", result.Summary, StringComparison.Ordinal);
            Assert.True(result.MayRetry);
            Assert.Contains("locked by another run", (await bench.Kinds.CopiesAsync(made.JobId))[0].Verification, StringComparison.Ordinal);
            Assert.True((await bench.Kinds.CopiesAsync(made.JobId))[0].IsGood);
        }
        finally
        {
            other.Kill(entireProcessTree: true); // its lock stays behind
            await other.WaitForExitAsync(CancellationToken.None);
        }

        await bench.BackUpAsync(made.JobId);
    }

    [Fact]
    public async Task Files_that_restic_could_not_read_are_named_and_the_rest_is_backed_up()
    {
        await using var bench = KindBench.Start(database);
        var script = Path.Combine(bench.Folder, "restic");
        await bench.RegisterScriptAsync("restic", """
            case "$1" in
              backup) echo '{"message_type":"error","error":{"Op":"open","Path":"/srv/no","Err":13},"during":"archival","item":"/srv/no"}' >&2
                echo '{"message_type":"summary","data_added":1061,"total_files_processed":1,"total_bytes_processed":2,"snapshot_id":"ffd5a7c5"}'
                echo 'Warning: at least one source file could not be read' >&2; exit 3 ;;
              snapshots) echo '[{"tags":["opsbridge=copy-1"],"id":"ffd5a7c5aa"}]' ;;
            esac
            """);
        var attempt = await bench.ClaimAsync(new VerifySettings(null), ct: Ct);
        var program = new ResticProgram(new RepositoryScene(bench.Get<ProgramRunner>(), script, [], "mark", new CleanOutput(attempt, OpenedSecrets.None.Redactor), attempt.Report));

        var made = await program.BackupAsync(new RepositoryOrder("copy-1", attempt.JobId, attempt.RunId, ["/srv"], [], 10), Ct);

        Assert.Equal(("ffd5a7c5aa", 1061L, 1L), (made.Id, made.Added, made.UnreadCount));
        Assert.Equal("/srv/no", Assert.Single(made.Unread));
        Assert.Contains("could not be read: /srv/no: permission denied", attempt.Lines);
    }

    [Fact]
    public async Task Hostile_output_of_a_program_breaks_nothing()
    {
        await using var bench = KindBench.Start(database);
        var script = Path.Combine(bench.Folder, "restic");
        await bench.RegisterScriptAsync("restic", """
            head -c 3000000 /dev/zero | tr '\0' '{'; echo
            head -c 3000000 /dev/zero | tr '\0' x; echo
            printf '{"message_type":"summary","data_added":1,"total_files_proc'
            """);
        var attempt = await bench.ClaimAsync(new VerifySettings(null), ct: Ct);
        var program = new ResticProgram(new RepositoryScene(bench.Get<ProgramRunner>(), script, [], "mark", new CleanOutput(attempt, OpenedSecrets.None.Redactor), attempt.Report));

        var fault = await Assert.ThrowsAsync<KindFault>(() => program.BackupAsync(new RepositoryOrder("copy-1", attempt.JobId, attempt.RunId, ["/srv"], [], 10), Ct));

        Assert.Equal("restic backup failed: ended with 0", fault.Message);
        Assert.True(attempt.Lines.Max(l => l.Length) <= ToolJson.MaxText + 1);
    }
}
