using OpsBridge.Data.Private;

namespace OpsBridge.Support;

/// <summary>Private clusters for tests: in temporary folders, quick rather than safe against a crash of the machine.</summary>
internal static class TestCluster
{
    private const string Prefix = "opsbridge-test-";

    /// <summary>Options with nothing flushed to disk. What was committed still outlives a killed postmaster, as in earnest.</summary>
    public static PrivateClusterOptions Options(string folder) => new()
    {
        DataFolder = folder,
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["fsync"] = "off",
            ["autovacuum"] = "off", // its workers belong to the superuser, and a database with one in it cannot be dropped by force
            ["full_page_writes"] = "off",
            ["shared_buffers"] = "64MB",
            ["max_connections"] = "300",
        },
    };

    /// <summary>A folder name that no other run uses; not made yet.</summary>
    public static string NewFolder() => Path.Combine(Path.GetTempPath(), Prefix + Guid.CreateVersion7().ToString("N"));

    /// <summary>Removes what runs that were killed left: a folder whose lock nobody holds has no owner.</summary>
    public static async Task RemoveAbandonedAsync(CancellationToken ct)
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            if (!File.Exists(new ClusterLayout(folder).HostLock))
            {
                continue; // Younger than its lock, or not ours.
            }

            await RemoveAsync(folder, ct);
        }
    }

    /// <summary>Stops the cluster in a folder if its host is dead, and deletes the folder. A living host's is left alone.</summary>
    public static async Task RemoveAsync(string folder, CancellationToken ct)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            var layout = new ClusterLayout(folder);
            using (var held = DataFolderLock.TryTake(layout))
            {
                if (held is null)
                {
                    return;
                }

                await StopAsync(layout, ct);
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PrivateClusterException)
        {
            // Another account's, or another run removes it at this moment.
        }
    }

    private static async Task StopAsync(ClusterLayout layout, CancellationToken ct)
    {
        if (PostmasterFile.ReadLive(layout) is null)
        {
            return;
        }

        var options = Options(layout.Root);
        var binaries = await PostgresBinaries.FindAsync(options, layout, TimeProvider.System, ct);
        var account = ClusterAccount.For(options, TimeProvider.System);
        await new Postmaster(layout, binaries, account, options, TimeProvider.System).StopAsync();
    }
}
