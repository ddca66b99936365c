namespace OpsBridge.Data.Private;

/// <summary>How a start of the postmaster went.</summary>
internal enum LaunchOutcome
{
    /// <summary>It accepts connections.</summary>
    Started,

    /// <summary>Somebody else listens on its port.</summary>
    PortTaken,
}

/// <summary>
/// Starts and stops the postmaster through pg_ctl, which detaches it from the host's terminal and session: a Ctrl+C meant for
/// the host does not reach it, so the host can still write while it shuts down.
/// </summary>
internal sealed class Postmaster(
    ClusterLayout layout, PostgresBinaries binaries, ClusterAccount account, PrivateClusterOptions options, TimeProvider clock)
{
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(50);

    // How long the killed postmaster's children may take to notice that they are orphans.
    private static readonly TimeSpan s_orphansLeave = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_immediateStop = TimeSpan.FromSeconds(10);

    /// <summary>Starts it and waits until it accepts connections.</summary>
    /// <exception cref="PrivateClusterException">It did not start; the message ends with PostgreSQL's last lines.</exception>
    public async Task<LaunchOutcome> StartAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var log = ClusterLog.FromHere(layout);
            var result = await LaunchAsync(ct);
            if (result.ExitCode == 0)
            {
                return LaunchOutcome.Started;
            }

            ct.ThrowIfCancellationRequested(); // Ctrl+C reaches pg_ctl as well, and sometimes first.
            var said = log.ReadNew();
            if (said.Contains("could not bind", StringComparison.Ordinal))
            {
                return LaunchOutcome.PortTaken;
            }

            var orphans = said.Contains("shared memory block", StringComparison.Ordinal);
            if (!orphans || clock.GetElapsedTime(began) > s_orphansLeave)
            {
                throw Failed(said.Length > 0 ? said : result.Output);
            }

            await Task.Delay(s_lookAgain, clock, ct);
        }
    }

    /// <summary>
    /// Stops it: first the fast way (open transactions roll back, a checkpoint is written), then, if that takes too long, at once
    /// (the next start recovers). Returns true when no postmaster is left.
    /// </summary>
    public async Task<bool> StopAsync()
    {
        if (PostmasterFile.ReadLive(layout) is null)
        {
            return true;
        }

        await StopAsync("fast", options.StopTimeout);
        if (PostmasterFile.ReadLive(layout) is not null)
        {
            await StopAsync("immediate", s_immediateStop);
        }

        return PostmasterFile.ReadLive(layout) is null;
    }

    // pg_ctl is never killed: that could leave a postmaster which has no pid file yet. It is overtaken by a stop instead.
    private async Task<ToolResult> LaunchAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var launch = account.RunAsync(
            binaries.Program("pg_ctl"),
            ["start", "--wait", "--silent", "--timeout", Seconds(options.StartTimeout), "--pgdata", layout.Config, "--log", layout.StartLog],
            CancellationToken.None);
        try
        {
            return await launch.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            while (!launch.IsCompleted && PostmasterFile.ReadLive(layout) is null)
            {
                await Task.WhenAny(launch, Task.Delay(s_lookAgain, clock, CancellationToken.None));
            }

            await StopAsync();
            await launch;
            throw;
        }
    }

    private Task<ToolResult> StopAsync(string mode, TimeSpan timeout) => account.RunAsync(
        binaries.Program("pg_ctl"),
        ["stop", "--wait", "--silent", "--mode", mode, "--timeout", Seconds(timeout), "--pgdata", layout.Data],
        CancellationToken.None);

    private PrivateClusterException Failed(string said) => new(ToolResult.IsDiskFull(said)
        ? $"There is no space left on the disk that holds {layout.Root}: PostgreSQL cannot start."
        : $"PostgreSQL did not start in {layout.Cluster}; it said: {ToolResult.LastLines(said)} (more in {layout.Log})");

    private static string Seconds(TimeSpan time) =>
        Math.Ceiling(Math.Max(1, time.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
