namespace OpsBridge.Simulator;

/// <summary>What GlobalMart's people do about each of its alerts; the alerts link to it.</summary>
internal static class Runbooks
{
    private static readonly Dictionary<string, string> s_texts = new(StringComparer.Ordinal)
    {
        ["PoolServersLow"] = """
            1. Open the control page of GlobalMart and compare pool "inv" with the six application servers.
            2. Look into the log of inv-lb-01 for "config reload": it names who changed the pool, and when.
            3. Servers are up but not in the pool: restore the pool. Servers are down: heal them first.
            """,
        ["HighLatencyP95"] = """
            1. Is PoolServersLow or QueueDepth open as well? Then work on PoolServersLow; this one follows from it.
            2. Otherwise look for a slow node among the web servers, the pool's members and inv-db-01.
            3. Answer times fall within a minute after the cause is gone.
            """,
        ["QueueDepth"] = """
            1. How many servers share the load? The alert says it. Fewer than four carry no peak: see PoolServersLow.
            2. All six share it: the load itself is too high. Ask the stores' desk what runs.
            """,
        ["ErrorBudgetBurn"] = """
            1. Shops cannot sell: tell the duty manager now.
            2. Queues are full: see PoolServersLow. No queue: is inv-db-01 up, and does it greet?
            """,
        ["DiskFilling"] = """
            1. The volume fills because errors are logged. End what causes them (HighLatencyP95, ErrorBudgetBurn); the rotation catches up by itself.
            2. Delete nothing while an incident is open: the logs are its evidence.
            """,
    };

    /// <summary>The runbook of an alert; null when it has none.</summary>
    public static string? Find(string alertName) => s_texts.GetValueOrDefault(alertName);
}
