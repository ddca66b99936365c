namespace OpsBridge.Data.Private;

/// <summary>What a private cluster is made of once its folder is checked: programs, account, password, postmaster.</summary>
internal sealed record PrivateClusterParts(
    ClusterLayout Layout, PostgresBinaries Binaries, PrivateClusterOptions Options, Postmaster Postmaster, string Password)
{
    private const int PortAttempts = 5;

    /// <summary>Checks the folder, finds the programs and makes the cluster if there is none.</summary>
    /// <exception cref="PrivateClusterException">Something is missing or in the way.</exception>
    public static async Task<PrivateClusterParts> PrepareAsync(
        ClusterLayout layout, ClusterAccount account, PrivateClusterOptions options, TimeProvider clock, CancellationToken ct)
    {
        var binaries = await PostgresBinaries.FindAsync(options, layout, clock, ct);
        await account.DemandReachAsync(layout, ct);
        await account.DemandOwnershipAsync(layout, ct);
        var password = ClusterFiles.Password(layout);
        await new ClusterInitialization(layout, binaries, account, options).EnsureAsync(password, ct);
        return new PrivateClusterParts(
            layout, binaries, options, new Postmaster(layout, binaries, account, options, clock), password);
    }

    /// <summary>Starts the postmaster and returns its port.</summary>
    /// <param name="port">The port in use so far, or zero.</param>
    /// <param name="mayMove">Whether another port may be taken: not once connection strings are out.</param>
    /// <param name="ct">Cancels; what was started is stopped.</param>
    public async Task<int> LaunchAsync(int port, bool mayMove, CancellationToken ct)
    {
        var wanted = Options.Port ?? (port > 0 ? port : ClusterFiles.KeptPort(Layout));
        for (var attempt = 0; attempt < PortAttempts; attempt++)
        {
            var chosen = wanted ?? ClusterFiles.FreePort();
            if (ClusterFiles.IsFree(chosen))
            {
                ClusterConfiguration.Write(Layout, chosen, Options.Settings);
                if (await Postmaster.StartAsync(ct) == LaunchOutcome.Started)
                {
                    ClusterFiles.KeepPort(Layout, chosen);
                    return chosen;
                }
            }

            if (!mayMove || Options.Port is not null)
            {
                throw new PrivateClusterException(
                    $"Port {chosen} of 127.0.0.1, where the private PostgreSQL listens, is in use by another program. Stop that program, or choose another port.");
            }

            wanted = null;
        }

        throw new PrivateClusterException("Every loopback port tried for the private PostgreSQL was taken. Start OpsBridge again.");
    }
}
