namespace OpsBridge.Data.Private;

/// <summary>
/// The files of a private cluster. Only <see cref="Data"/> and <see cref="Log"/> belong to the account that runs PostgreSQL;
/// everything else stays the host's, so that a host running as root never writes where that account could plant a link.
/// </summary>
internal sealed class ClusterLayout
{
    private static readonly char[] s_shellCharacters = ['"', '$', '`', '\r', '\n'];

    public ClusterLayout(string dataFolder)
    {
        Root = Path.GetFullPath(dataFolder);
        if (Root.IndexOfAny(s_shellCharacters) >= 0)
        {
            throw new PrivateClusterException(
                "The data folder's path holds a quotation mark, a dollar sign, a backtick or a line break, which PostgreSQL's tools cannot take. Choose another with --data.");
        }

        Cluster = Path.Combine(Root, "postgres");
    }

    /// <summary>The host's data folder.</summary>
    public string Root { get; }

    /// <summary>Everything of the private cluster.</summary>
    public string Cluster { get; }

    /// <summary>PostgreSQL's data directory.</summary>
    public string Data => Path.Combine(Cluster, "data");

    /// <summary>
    /// PostgreSQL's configuration directory, written anew at every start. PostgreSQL takes it for <c>-D</c> and finds the data
    /// through <c>data_directory</c>; <c>ALTER SYSTEM</c> writes to the data directory and wins over what stands here.
    /// </summary>
    public string Config => Path.Combine(Cluster, "config");

    /// <summary>PostgreSQL's logs, a week of daily files.</summary>
    public string Log => Path.Combine(Cluster, "log");

    /// <summary>What PostgreSQL prints before its own log opens.</summary>
    public string StartLog => Path.Combine(Log, "start.log");

    /// <summary>The password of both roles, readable by the host's account only.</summary>
    public string Password => Path.Combine(Cluster, "password");

    /// <summary>The loopback port as decimal text.</summary>
    public string Port => Path.Combine(Cluster, "port");

    /// <summary>Locked while a host uses the data folder; never deleted.</summary>
    public string HostLock => Path.Combine(Root, "host.lock");

    /// <summary>The process id of the host that holds the lock. Beside the lock, because a locked file cannot be read.</summary>
    public string HostPid => Path.Combine(Root, "host.pid");

    /// <summary>True once initdb has made the cluster: it is made elsewhere and moved here whole.</summary>
    public bool IsInitialized => Directory.Exists(Data);

    /// <summary>Where a new cluster is made before it is moved into place.</summary>
    public string NewWorkFolder() => Path.Combine(Cluster, "init-" + Guid.CreateVersion7().ToString("N"));

    /// <summary>Work folders that a host left behind when it was killed while making the cluster.</summary>
    public IEnumerable<string> AbandonedWorkFolders() => Directory.EnumerateDirectories(Cluster, "init-*");

    /// <summary>The major version that made the data directory, or null before there is one.</summary>
    /// <exception cref="PrivateClusterException">The data directory holds no readable PG_VERSION.</exception>
    public int? DataMajor()
    {
        if (!IsInitialized)
        {
            return null;
        }

        var file = Path.Combine(Data, "PG_VERSION");
        var text = File.Exists(file) ? File.ReadAllText(file).Trim() : string.Empty;
        return int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new PrivateClusterException(
                $"{Data} is not a PostgreSQL data directory (no PG_VERSION in it). Move it away, or choose another data folder with --data.");
    }

    /// <summary>
    /// Makes the folders that are the host's own. When another account runs PostgreSQL it may pass through them but not list them.
    /// </summary>
    public void CreateFolders(bool othersPass)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Cluster);
            Directory.CreateDirectory(Config);
            return;
        }

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode pass = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var folder in new[] { Root, Cluster, Config })
        {
            Directory.CreateDirectory(folder, othersPass ? owner | pass : owner);
        }
    }
}
