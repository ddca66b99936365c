using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Processes;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Backups;

/// <summary>Folders to back up and a repository of the real restic or borg.</summary>
internal sealed class RepositoryBench : IAsyncDisposable
{
    private const string Password = "Gr0ße-Geheimnisse/+%";

    private RepositoryBench(KindBench kinds, string files, string kind) => (Kinds, Files, Kind) = (kinds, files, kind);

    public KindBench Kinds { get; }

    public string Files { get; }

    public string Repository => Path.Combine(Kinds.Backups, "repository");

    private string Kind { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<RepositoryBench> StartAsync(TestDatabase database, string kind)
    {
        InstalledProgram.Demand(kind, kind == "borg" ? "borgbackup" : kind, kind);
        var files = Directory.CreateTempSubdirectory("opsbridge-files-").FullName;
        var kinds = KindBench.Start(database, o => o.Sources.Add(files));
        Directory.CreateDirectory(kinds.Backups);
        await using (var db = await kinds.Contexts.CreateDbContextAsync(Ct))
        {
            await db.Set<JobSecret>().ExecuteDeleteAsync(Ct); // those of the test before were sealed with a key that is gone
        }

        Assert.IsType<SaveSecretResult.Done>(await kinds.Get<SaveSecret>().HandleAsync("repository", Password, KindBench.Admin, Ct));
        await kinds.Get<SaveSecret>().HandleAsync("other", "another password", KindBench.Admin, Ct);
        Directory.CreateDirectory(Path.Combine(files, "deep [1]", "er"));
        await File.WriteAllTextAsync(Path.Combine(files, "a.txt"), "alpha", Ct);
        await File.WriteAllTextAsync(Path.Combine(files, "leave.tmp"), "left out", Ct);
        await File.WriteAllTextAsync(Path.Combine(files, "deep [1]", "leave.tmp"), "left out", Ct);
        await File.WriteAllBytesAsync(Path.Combine(files, "deep [1]", "er", "b*.bin"), [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i / 7))], Ct);
        File.CreateSymbolicLink(Path.Combine(files, "link"), "/etc/passwd");
        return new RepositoryBench(kinds, files, kind);
    }

    public Task<FakeAttempt> ClaimAsync(Guid? job = null, Func<RepositorySettings, RepositorySettings>? with = null, BackupPolicy? policy = null)
    {
        RepositorySettings settings = Kind == "borg"
            ? new BorgSettings(Repository, "repository", [Files], policy ?? new BackupPolicy())
            : new ResticSettings(Repository, "repository", [Files], policy ?? new BackupPolicy());
        settings = settings with { Exclude = ["*.tmp"], Initialise = true, CheckPercent = 100 };
        return Kinds.ClaimAsync(with?.Invoke(settings) ?? settings, "Files", job, ct: Ct);
    }

    public Task<JobResult> RunAsync(FakeAttempt attempt, CancellationToken? ct = null) => Kinds.RunAsync(attempt, ct ?? Ct);

    /// <summary>A backup that must go well.</summary>
    public async Task<FakeAttempt> BackUpAsync(Guid? job = null, Func<RepositorySettings, RepositorySettings>? with = null, BackupPolicy? policy = null)
    {
        var attempt = await ClaimAsync(job, with, policy);
        var result = await RunAsync(attempt);
        Assert.True(result.Good, $"{result.Summary}\n{attempt.Text}");
        return attempt;
    }

    /// <summary>Reads the copies of a job again.</summary>
    public async Task<JobResult> VerifyAsync(Guid job) => await RunAsync(await Kinds.ClaimAsync(new VerifySettings(job), "Verify", ct: Ct));

    public async Task<JobResult> DrillAsync(Guid job) => await RunAsync(await Kinds.ClaimAsync(new DrillSettings(job), "Drill", ct: Ct));

    public async Task<bool> IsOpenAsync(string alertname, Guid about)
    {
        await using var db = await Kinds.Contexts.CreateDbContextAsync(Ct);
        var alerts = await db.Set<Alert>().AsNoTracking().Where(a => a.State == AlertState.Unacknowledged || a.State == AlertState.Acknowledged).ToListAsync(Ct);
        return alerts.Exists(a => a.Labels["alertname"] == alertname && (a.Labels["copy"] ?? a.Labels["job"]) == about.ToString());
    }

    /// <summary>Flips one bit in the largest file of the repository and returns what mends it.</summary>
    public async Task<Func<Task>> FlipBitAsync()
    {
        var pack = Everything(Path.Combine(Repository, "data")).Where(File.Exists).MaxBy(f => new FileInfo(f).Length)!;
        var original = await File.ReadAllBytesAsync(pack, Ct);
        var bytes = original.ToArray();
        bytes[bytes.Length / 3] ^= 4;
        await ReplaceAsync(pack, bytes);
        return () => ReplaceAsync(pack, original);
    }

    /// <summary>Names of the copies that the program itself lists.</summary>
    public async Task<string> ListAsync()
    {
        var said = "";
        string[] arguments = Kind == "borg" ? ["list", "--short"] : ["snapshots", "--json"];
        await Kinds.Get<ProgramRunner>().RunAsync(new ProgramCall(InstalledProgram.Find([Kind])!, arguments) { Environment = Environment() }, (_, line) => said += line + "\n", Ct);
        return said;
    }

    /// <summary>A program of somebody else that holds the repository locked.</summary>
    public async Task<Process> LockAsync()
    {
        var start = new ProcessStartInfo(InstalledProgram.Find([Kind])!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in Kind == "borg" ? (string[])["with-lock", "::", "cat"] : ["backup", "--stdin", "--stdin-filename=held"])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Environment())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        await Eventually.TrueAsync("the repository is locked", () => Task.FromResult(Everything(Repository).Any(p => p.Contains("/locks/", StringComparison.Ordinal) || p.Contains("/lock.exclusive/", StringComparison.Ordinal))), Ct);
        return process;
    }

    /// <summary>All that lies below a folder.</summary>
    public static IEnumerable<string> Everything(string folder) =>
        Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(Files, recursive: true);
        await Kinds.DisposeAsync();
    }

    private KeyValuePair<string, string>[] Environment() =>
    [
        new("RESTIC_REPOSITORY", Repository), new("RESTIC_PASSWORD", Password), new("RESTIC_CACHE_DIR", Path.Combine(Kinds.Folder, "cache", "restic")),
        new("BORG_REPO", Repository), new("BORG_PASSPHRASE", Password), new("BORG_BASE_DIR", Path.Combine(Kinds.Folder, "cache", "borg")),
    ];

    private static async Task ReplaceAsync(string path, byte[] bytes)
    {
        File.Delete(path); // restic's files are read-only
        await File.WriteAllBytesAsync(path, bytes, Ct);
    }
}
