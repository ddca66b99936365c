namespace OpsBridge.Data.Private;

/// <summary>
/// Makes a new cluster beside its place and moves it there whole: a host killed half way leaves nothing that looks like data.
/// </summary>
internal sealed class ClusterInitialization(
    ClusterLayout layout, PostgresBinaries binaries, ClusterAccount account, PrivateClusterOptions options)
{
    private const int FirstMajorWithBuiltinLocale = 17;

    /// <summary>Clears what killed hosts left, and makes the cluster if there is none.</summary>
    /// <exception cref="PrivateClusterException">initdb failed; the message ends with its last lines.</exception>
    public async Task EnsureAsync(string password, CancellationToken ct)
    {
        foreach (var abandoned in layout.AbandonedWorkFolders())
        {
            Directory.Delete(abandoned, recursive: true);
        }

        if (!Directory.Exists(layout.Log))
        {
            CreatePrivate(layout.Log);
            await account.OwnAsync(layout.Log, ct);
        }

        if (layout.IsInitialized)
        {
            return;
        }

        var work = layout.NewWorkFolder();
        try
        {
            await InitializeAsync(work, password, ct);
            Directory.Move(Path.Combine(work, "data"), layout.Data);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task InitializeAsync(string work, string password, CancellationToken ct)
    {
        CreatePrivate(work);
        var passwordFile = Path.Combine(work, "password");
        ClusterFiles.WriteSecret(passwordFile, password);
        await account.OwnAsync(work, ct);

        var result = await account.RunAsync(
            binaries.Program("initdb"), Arguments(Path.Combine(work, "data"), passwordFile), ct);
        if (result.ExitCode != 0)
        {
            ct.ThrowIfCancellationRequested(); // Ctrl+C reaches initdb as well, and sometimes first.
            throw new PrivateClusterException(result.DiskFull
                ? $"There is no space left on the disk that holds {layout.Root}: the database cannot be made."
                : $"The database cannot be made in {layout.Cluster}; initdb said: {result.Tail}");
        }
    }

    private List<string> Arguments(string data, string passwordFile)
    {
        List<string> arguments =
        [
            "--pgdata", data, "--username", PrivateCluster.AdminRole, "--pwfile", passwordFile,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--data-checksums", "--no-instructions",
        ];

        // One order everywhere, code points, so that an index survives a move to another system; letters beyond ASCII
        // change case where the platform has C.UTF-8.
        if (binaries.Major >= FirstMajorWithBuiltinLocale)
        {
            arguments.AddRange(["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"]);
        }
        else
        {
            arguments.AddRange(["--locale", OperatingSystem.IsLinux() ? "C.UTF-8" : "C"]);
        }

        if (options.Settings.TryGetValue("fsync", out var fsync) && fsync == "off")
        {
            arguments.Add("--no-sync");
        }

        return arguments;
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
