namespace OpsBridge.Data.Private;

/// <summary>
/// Who runs PostgreSQL: the host's own account, or, for a host that is root, a system account reached through runuser.
/// </summary>
internal sealed class ClusterAccount(string? systemAccount, TimeProvider clock)
{
    private static readonly string[] s_runuserPlaces = ["/usr/sbin/runuser", "/sbin/runuser", "/usr/bin/runuser", "/bin/runuser"];

    /// <summary>True when PostgreSQL runs under another account than the host.</summary>
    public bool IsOther => systemAccount is not null;

    private string Name => systemAccount ?? Environment.UserName;

    /// <summary>The account for this host.</summary>
    public static ClusterAccount For(PrivateClusterOptions options, TimeProvider clock) =>
        new(!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess ? options.Account : null, clock);

    /// <summary>Runs a program as the account.</summary>
    public Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        var (file, all) = Call(program, arguments);
        return ToolProcess.RunAsync(file, all, clock, ct);
    }

    /// <summary>What must be run so that a program runs as the account.</summary>
    public (string File, IReadOnlyList<string> Arguments) Call(string program, IEnumerable<string> arguments) =>
        systemAccount is null ? (program, [.. arguments]) : (Runuser(), ["-u", systemAccount, "--", program, .. arguments]);

    /// <summary>Gives a folder and what is in it to the account.</summary>
    public async Task OwnAsync(string folder, CancellationToken ct)
    {
        if (systemAccount is null)
        {
            return;
        }

        // "name:" takes the account's login group too (POSIX leaves it out; GNU, BSD and busybox have it).
        var result = await ToolProcess.RunAsync("chown", ["-R", systemAccount + ":", folder], clock, ct);
        if (result.ExitCode != 0)
        {
            throw new PrivateClusterException($"{folder} cannot be given to the account '{systemAccount}': {result.Tail}");
        }
    }

    /// <summary>Demands that the account exists and reaches the folder.</summary>
    /// <exception cref="PrivateClusterException">It does not; the message names the folder that is in the way.</exception>
    public Task DemandReachAsync(ClusterLayout layout, CancellationToken ct) => DemandReachAsync(layout.Cluster, ct);

    /// <summary>Demands that the account exists and reaches the folder.</summary>
    /// <exception cref="PrivateClusterException">It does not; the message names the folder that is in the way.</exception>
    public async Task DemandReachAsync(string folder, CancellationToken ct)
    {
        if (systemAccount is null || await TestAsync("-x", folder, ct))
        {
            return;
        }

        if (!await TestAsync("-d", "/", ct))
        {
            throw new PrivateClusterException(
                $"PostgreSQL refuses to run as root and there is no account '{systemAccount}' to run it as. Start OpsBridge as another account, or make that one.");
        }

        var closed = Ancestors(folder).Reverse().ToAsyncEnumerable();
        var first = await closed.FirstOrDefaultAsync(async (at, token) => !await TestAsync("-x", at, token), ct);
        throw new PrivateClusterException(
            $"PostgreSQL refuses to run as root, so it runs as the account '{systemAccount}', which may not enter {first}. "
            + $"Choose a data folder it can reach (--data /var/lib/opsbridge), or open this one: chmod o+x {first}");
    }

    /// <summary>Demands that the data directory belongs to the account, as PostgreSQL does.</summary>
    /// <exception cref="PrivateClusterException">Another account owns it.</exception>
    public async Task DemandOwnershipAsync(ClusterLayout layout, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || !layout.IsInitialized || await TestAsync("-O", layout.Data, ct))
        {
            return;
        }

        throw new PrivateClusterException(
            $"{layout.Data} belongs to another account than '{Name}', which is to run PostgreSQL. "
            + $"Start OpsBridge as the account that made it, or give it away: chown -R {Name} {layout.Data} {layout.Log}");
    }

    private async Task<bool> TestAsync(string what, string path, CancellationToken ct) =>
        (await RunAsync("test", [what, path], ct)).ExitCode == 0;

    private static string Runuser() =>
        s_runuserPlaces.FirstOrDefault(File.Exists) ?? throw new PrivateClusterException(
            "PostgreSQL refuses to run as root, and there is no runuser here to run it as another account. Start OpsBridge as an ordinary account.");

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
