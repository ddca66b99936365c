using Microsoft.Extensions.Logging;

namespace OpsBridge.Data.Private;

/// <summary>
/// The PostgreSQL that the host runs for itself when no server is named. One host per data folder. A host that dies without
/// disposing leaves PostgreSQL running; the next host on the folder adopts it.
/// </summary>
public sealed partial class PrivateCluster : IAsyncDisposable
{
    /// <summary>The role the application connects as: owner of its database, not a superuser.</summary>
    public const string Role = "opsbridge";

    /// <summary>The application's database.</summary>
    public const string Database = "opsbridge";

    /// <summary>The superuser, with the same password; the host uses it only to make role and database.</summary>
    internal const string AdminRole = "postgres";

    private readonly PrivateClusterParts _parts;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ClusterDoor _door;
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private DataFolderLock? _lock;
    private int _port;

    private PrivateCluster(PrivateClusterParts parts, DataFolderLock folderLock, TimeProvider clock, ILogger logger)
    {
        (_parts, _lock, _clock, _logger) = (parts, folderLock, clock, logger);
        _door = new ClusterDoor(parts.Password);
    }

    /// <summary>True when PostgreSQL was already running, left by a host that died.</summary>
    public bool Adopted { get; private set; }

    /// <summary>The process id of the postmaster that was started or adopted last.</summary>
    public int PostmasterPid { get; private set; }

    /// <summary>
    /// Makes the cluster if there is none, adopts or starts PostgreSQL, and makes role and database. Cancelling stops what was
    /// started. The first start takes some seconds.
    /// </summary>
    /// <exception cref="PrivateClusterException">It cannot run; the message is one line for the operator.</exception>
    public static async Task<PrivateCluster> StartAsync(
        PrivateClusterOptions options, TimeProvider clock, ILogger logger, CancellationToken ct)
    {
        var layout = new ClusterLayout(options.DataFolder);
        DataFolderLock? folderLock = null;
        try
        {
            var account = ClusterAccount.For(options, clock);
            layout.CreateFolders(othersPass: account.IsOther);
            folderLock = DataFolderLock.Take(layout);
            var parts = await PrivateClusterParts.PrepareAsync(layout, account, options, clock, ct);
            var cluster = new PrivateCluster(parts, folderLock, clock, logger);
            folderLock = null; // The cluster's from here on.
            await cluster.BringUpOrLeaveNothingAsync(ct);
            return cluster;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivateClusterException(
                $"The data folder {layout.Root} cannot be used by '{Environment.UserName}': {e.Message} "
                + "If another account made it, start OpsBridge as that account, or choose another folder with --data.", e);
        }
        finally
        {
            folderLock?.Dispose();
        }
    }

    /// <summary>
    /// How the application connects to a database of the cluster. It holds the password: keep it out of logs. Stays the same as
    /// long as this object lives.
    /// </summary>
    public string ConnectionString(string database = Database) => _door.ConnectionString(_port, Role, database);

    /// <summary>True when PostgreSQL is alive and accepts connections; answers within about five seconds.</summary>
    public async Task<bool> IsRunningAsync(CancellationToken ct) =>
        PostmasterFile.ReadLive(_parts.Layout) is not null && await _door.AskAsync(_port, ct) == DoorAnswer.Ready;

    /// <summary>
    /// Brings PostgreSQL back if it died, on the same port, and waits until it accepts connections. Returns true when it had to be
    /// started, false when it was running (or was only recovering), or when this object has stopped it.
    /// </summary>
    /// <exception cref="PrivateClusterException">It does not come back, for example because its port was taken meanwhile.</exception>
    public async Task<bool> EnsureRunningAsync(CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            if (_lock is null || await AdoptAsync(ct))
            {
                return false;
            }

            LogGone(PostmasterPid);
            await LaunchAsync(mayMove: false, ct);
            return true;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Stops PostgreSQL, started or adopted, and lets the data folder go. Close the application's connections first.</summary>
    public async Task StopAsync()
    {
        await _oneAtATime.WaitAsync(CancellationToken.None);
        try
        {
            if (_lock is null)
            {
                return;
            }

            if (await _parts.Postmaster.StopAsync())
            {
                LogStopped(PostmasterPid);
            }
            else
            {
                LogNotStopped(PostmasterPid);
            }

            _lock.Dispose();
            _lock = null;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>The same as <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task BringUpOrLeaveNothingAsync(CancellationToken ct)
    {
        try
        {
            Adopted = await AdoptAsync(ct);
            if (Adopted)
            {
                LogAdopted(PostmasterPid, _port);
            }
            else
            {
                await LaunchAsync(mayMove: true, ct);
            }

            await _door.FurnishAsync(_port, Database, ct);
        }
        catch (PrivateClusterException) when (PostmasterPid == 0)
        {
            // A postmaster that refuses the password, or is still recovering, goes on: the next start may well adopt it.
            _lock?.Dispose();
            _lock = null;
            throw;
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    // A postmaster that is starting, recovering or stopping is waited for; whoever is left at the end serves or is started.
    private async Task<bool> AdoptAsync(CancellationToken ct)
    {
        var began = _clock.GetTimestamp();
        while (PostmasterFile.ReadLive(_parts.Layout) is { } live)
        {
            switch (live.Port is { } port ? await _door.AskAsync(port, ct) : DoorAnswer.NotYet)
            {
                case DoorAnswer.Ready:
                    (_port, PostmasterPid) = (live.Port!.Value, live.Pid);
                    return true;
                case DoorAnswer.WrongPassword:
                    throw new PrivateClusterException(
                        $"The PostgreSQL that runs in {_parts.Layout.Cluster} (pid {live.Pid}) refuses the password in {_parts.Layout.Password}. Put the right file back.");
            }

            if (_clock.GetElapsedTime(began) > _parts.Options.StartTimeout)
            {
                throw new PrivateClusterException(
                    $"The PostgreSQL that runs in {_parts.Layout.Cluster} (pid {live.Pid}) accepts no connections. See {_parts.Layout.Log}.");
            }

            await Task.Delay(s_askAgain, _clock, ct);
        }

        return false;
    }

    private async Task LaunchAsync(bool mayMove, CancellationToken ct)
    {
        _port = await _parts.LaunchAsync(_port, mayMove, ct);
        PostmasterPid = PostmasterFile.ReadLive(_parts.Layout)?.Pid
            ?? throw new PrivateClusterException($"PostgreSQL ended right after it started. See {_parts.Layout.Log}.");
        LogStarted(PostmasterPid, _port, _parts.Binaries.Major, _parts.Layout.Data);
    }
}
