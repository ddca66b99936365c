using System.Text;
using OpsBridge.Jobs.Backups.Repositories;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>Lines as restic 0.14 and borg 1.2 of Debian 12 wrote them, and the same lines damaged.</summary>
public sealed class ToolLinesTests
{
    private static readonly string[] s_restic =
    [
        """{"message_type":"status","percent_done":0}""",
        """{"message_type":"status","percent_done":0,"total_files":1,"total_bytes":6}""",
        """{"message_type":"status","percent_done":0.21050291232750867,"total_files":2,"files_done":1,"total_bytes":3000006,"bytes_done":631510,"current_files":["/src/sub/b.bin"]}""",
        """{"message_type":"error","error":{"Op":"open","Path":"/tmp/rbs/no","Err":13},"during":"archival","item":"/tmp/rbs/no"}""",
        """{"message_type":"error","error":{"message":"input/output error"},"during":"archival","item":"/tmp/rbs/worn"}""",
        """{"message_type":"summary","files_new":2,"files_changed":0,"files_unmodified":0,"dirs_new":4,"dirs_changed":0,"dirs_unmodified":0,"data_blobs":5,"tree_blobs":5,"data_added":3002889,"total_files_processed":2,"total_bytes_processed":3000006,"total_duration":0.449889525,"snapshot_id":"ef438b96"}""",
        """{"name":"b.bin","type":"file","path":"/tmp/rb/src/sub/b.bin","uid":0,"gid":0,"size":3000000,"mode":420,"permissions":"-rw-r--r--","mtime":"2026-11-22T19:41:26.839608335Z","atime":"2026-11-22T19:41:26.839608335Z","ctime":"2026-11-22T19:41:26.839608335Z","struct_type":"node"}""",
        """{"name":"pipe","type":"fifo","path":"/tmp/rb/src/pipe","uid":0,"gid":0,"mode":33554852,"permissions":"prw-r--r--","mtime":"2026-11-22T19:41:26.847608336Z","struct_type":"node"}""",
    ];

    private const string Snapshots = """[{"time":"2026-11-22T19:49:05.390631268Z","parent":"8db3f9ab731a6dfecf921a0fdbd5587a0b231f44f24b095e5475fc93d72060d0","tree":"0744a4807542e51834de20832e2599ce39b48264cf1a75d9a5f95090af73b0b7","paths":["/tmp/rb/src"],"hostname":"vm","username":"root","tags":["opsbridge=nightly-1","opsbridge-job=0190a1b2c3d4e5f60718293a4b5c6d7e","opsbridge-run=0290a1b2c3d4e5f60718293a4b5c6d7e"],"id":"5cec32496de771060da6991a09d54631ed52f319f524a3ab05edd55143588aab","short_id":"5cec3249"},{"time":"2026-11-22T19:41:31.842592904Z","tree":"b61c","paths":["/home"],"hostname":"vm","username":"root","id":"ef438b96c426dab779ffe4b28dd7cf7463299aeb4b230023be81f18116ee8d14","short_id":"ef438b96"}]""";

    private static readonly string[] s_borg =
    [
        """{"original_size": 15728640, "compressed_size": 15790000, "deduplicated_size": 15790000, "nfiles": 3, "path": "tmp/rb/src", "time": 1795376552.4242387, "type": "archive_progress", "finished": false}""",
        """{"time": 1795376552.452208, "type": "archive_progress", "finished": true}""",
        """{"message": "Checking segments 33.3%", "current": 4, "total": 9, "info": null, "operation": 1, "msgid": "repository.check", "type": "progress_percent", "finished": false, "time": 1795376561.0771754}""",
        """{"message": "Initializing cache transaction: Reading files", "operation": 1, "msgid": "cache.begin_transaction", "type": "progress_message", "finished": false, "time": 1795376552.4356}""",
        """{"type": "file_status", "status": "E", "path": "/tmp/rbs/no"}""",
        """{"type": "log_message", "time": 1795376555.424501, "message": "passphrase supplied in BORG_PASSPHRASE, by BORG_PASSCOMMAND or via BORG_PASSPHRASE_FD is incorrect.", "levelname": "ERROR", "name": "borg.archiver", "msgid": "PassphraseWrong"}""",
        """{"type": "-", "mode": "-rw-r--r--", "user": "root", "group": "root", "uid": 0, "gid": 0, "path": "tmp/rb/src/sub/b.bin", "healthy": true, "source": "", "linktarget": "", "flags": 0, "size": 3000000, "mtime": "2026-11-22T19:41:26.839608"}""",
    ];

    private const string Created = """{ "archive": { "command_line": ["/usr/bin/borg", "create"], "duration": 0.030332, "end": "2026-11-22T19:42:32.000000", "id": "d26dbde519f1eccf2bc3aebe85f6aa9c2086b1e4071f70bda98f06154bdbd826", "limits": { "max_archive_size": 2.5892308310730016e-05 }, "name": "t1", "stats": { "compressed_size": 3000678, "deduplicated_size": 3000678, "nfiles": 2, "original_size": 3000547 } }, "encryption": { "mode": "repokey-blake2" } }""";

    private const string Archives = """{ "archives": [ { "archive": "t1", "barchive": "t1", "comment": "", "id": "d26dbde519f1eccf2bc3aebe85f6aa9c2086b1e4071f70bda98f06154bdbd826", "name": "t1" }, { "archive": "t3", "comment": "opsbridge=t3 opsbridge-job=0190a1b2c3d4e5f60718293a4b5c6d7e opsbridge-run=0290a1b2c3d4e5f60718293a4b5c6d7e", "id": "3e51df7a4fac693936728368de8c0983062875ac465bd048bf5a91fcf515fe80", "name": "t3" } ] }""";

    [Fact]
    public void Lines_of_restic_become_progress_errors_files_and_a_summary() => Assert.Equal(
        [
            null,
            null,
            new ResticLine.Status(631_510, 3_000_006),
            new ResticLine.Failure("/tmp/rbs/no", "permission denied"),
            new ResticLine.Failure("/tmp/rbs/worn", "input/output error"),
            new ResticLine.Summary("ef438b96", 3_002_889, 2, 3_000_006),
            new ResticLine.Node("/tmp/rb/src/sub/b.bin", 3_000_000),
            null,
        ],
        s_restic.Select(ResticLine.Read));

    [Fact]
    public void Lines_of_borg_become_progress_messages_and_files()
    {
        Assert.Equal(
            [
                new BorgLine.Progress(15_728_640),
                null,
                new BorgLine.Percent("repository.check", 4, 9),
                null,
                new BorgLine.FileStatus("E", "/tmp/rbs/no"),
                new BorgLine.Message("PassphraseWrong", true, false, "passphrase supplied in BORG_PASSPHRASE, by BORG_PASSCOMMAND or via BORG_PASSPHRASE_FD is incorrect."),
                null,
            ],
            s_borg.Select(BorgLine.Read));
        Assert.Equal(new RepositoryFile("/tmp/rb/src/sub/b.bin", 3_000_000), BorgLine.Item(s_borg[^1]));
    }

    [Fact]
    public void Answers_name_copies_with_the_job_and_the_run_that_made_them()
    {
        var (job, run) = (Guid.Parse("0190a1b2-c3d4-e5f6-0718-293a4b5c6d7e"), Guid.Parse("0290a1b2-c3d4-e5f6-0718-293a4b5c6d7e"));
        Assert.Equal(
            [new RepositoryEntry("5cec32496de771060da6991a09d54631ed52f319f524a3ab05edd55143588aab", "nightly-1", job, run), new RepositoryEntry("ef438b96c426dab779ffe4b28dd7cf7463299aeb4b230023be81f18116ee8d14", "", null, null)],
            ResticLine.Snapshots(Snapshots));
        Assert.Equal(
            [new RepositoryEntry("d26dbde519f1eccf2bc3aebe85f6aa9c2086b1e4071f70bda98f06154bdbd826", "t1", null, null), new RepositoryEntry("3e51df7a4fac693936728368de8c0983062875ac465bd048bf5a91fcf515fe80", "t3", job, run)],
            BorgLine.Archives(Archives));
        Assert.Equal(("d26dbde519f1eccf2bc3aebe85f6aa9c2086b1e4071f70bda98f06154bdbd826", 3_000_678L, 3_000_547L, 2L), BorgLine.Created(Created) is { } made ? (made.Id, made.Added, made.Bytes, made.Files) : default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("created restic repository a99a1fd910 at /tmp/rb/repo")]
    [InlineData("""{"message_type":"summary","snapshot_id":"ef438b96"}""")]
    [InlineData("""{"message_type":"summary","data_added":-1,"total_files_processed":2,"total_bytes_processed":3,"snapshot_id":"ef438b96"}""")]
    [InlineData("""{"message_type":"summary","data_added":1,"total_files_processed":2.5,"total_bytes_processed":3,"snapshot_id":"ef438b96"}""")]
    [InlineData("""{"message_type":"summary","data_added":1,"total_files_processed":2,"total_bytes_processed":99999999999999999999,"snapshot_id":"ef438b96"}""")]
    [InlineData("""{"message_type":"summary","data_added":1,"total_files_processed":2,"total_bytes_processed":3,"snapshot_id":"--help-me"}""")]
    [InlineData("""{"message_type":"summary","message_type":"summary","data_added":1,"total_files_processed":2,"total_bytes_processed":3,"snapshot_id":"ef438b96"}""")]
    [InlineData("""{"message_type":"status","bytes_done":"12"}""")]
    [InlineData("""{"type":"archive_progress","original_size":"1"}""")]
    [InlineData("""{"type":"progress_percent","current":9,"total":4,"msgid":"check"}""")]
    [InlineData("""{"type":"file_status","status":"E","path":"\ud800"}""")]
    [InlineData("""{"type":{"type":"log_message"},"message":"x"}""")]
    public void What_is_not_said_as_expected_says_nothing(string line)
    {
        Assert.Null(ResticLine.Read(line));
        Assert.Null(BorgLine.Read(line));
        Assert.Null(BorgLine.Item(line));
        Assert.Null(BorgLine.Created(line));
        Assert.Null(BorgLine.Archives(line));
        Assert.True(ResticLine.Snapshots(line) is null or { Count: 0 });
    }

    [Fact]
    public void Damaged_lines_break_nothing()
    {
        var random = new Random(514);
        string[] golden = [.. s_restic, .. s_borg, Snapshots, Created, Archives];
        for (var i = 0; i < 20_000; i++)
        {
            var line = Damaged(golden[i % golden.Length], random);

            _ = (ResticLine.Read(line), BorgLine.Read(line), BorgLine.Item(line), BorgLine.Created(line), ResticLine.Snapshots(line), BorgLine.Archives(line));
            if (ResticLine.Read(line) is ResticLine.Summary summary)
            {
                Assert.True(summary is { Added: >= 0, Files: >= 0, Bytes: >= 0, Snapshot.Length: >= 8 and <= 64 });
            }
        }

        Assert.Null(ResticLine.Read(new string('[', 1_000_000)));
        Assert.Equal(new ResticLine.Failure(null, "failed"), ResticLine.Read($$"""{"message_type":"error","item":"{{new string('a', 1_000_000)}}"}"""));
    }

    private static string Damaged(string line, Random random)
    {
        var text = new StringBuilder(line);
        switch (random.Next(4))
        {
            case 0: text.Length = random.Next(text.Length); break;
            case 1: text[random.Next(text.Length)] = (char)random.Next(1, 0xE000); break;
            case 2: text.Insert(random.Next(text.Length), """\ud800"""); break;
            default: text.Remove(random.Next(text.Length), 1); break;
        }

        return text.ToString();
    }
}
