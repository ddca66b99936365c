using System.Globalization;

namespace OpsBridge.Simulator;

/// <summary>
/// The rules of GlobalMart's Prometheus. Every one reads the world as it stands; together they tell the story of a pool that somebody
/// has cut: too few servers, queues, late answers, a burning error budget, and at last the disks on which the errors are logged.
/// </summary>
internal static class AlertRules
{
    /// <summary>Fewer serving members than this carry no peak.</summary>
    public const int FewestMembers = 4;

    /// <summary>Answer time that shops accept, milliseconds.</summary>
    public const double LongestP95 = 800;

    /// <summary>Waiting queries per member that are still ordinary.</summary>
    public const double DeepestQueue = 50;

    /// <summary>A budget for 30 days that burns this many times too fast is gone in two days.</summary>
    public const double FastestBurn = 14.4;

    /// <summary>Used percent of a volume that is still ordinary.</summary>
    public const double FullestVolume = 80;

    private const double ErrorBudgetPercent = 0.1; // 99.9 % of the stock queries succeed
    private const string Inventory = "inventory";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AlertRule> All { get; } =
    [
        new("PoolServersLow", "warning", "haproxy", TimeSpan.FromSeconds(10), Pool),
        new("HighLatencyP95", "major", "haproxy", TimeSpan.FromSeconds(10), Latency),
        new("QueueDepth", "warning", "inventory", TimeSpan.FromSeconds(15), Queue),
        new("ErrorBudgetBurn", "critical", "slo", TimeSpan.FromSeconds(20), Burn),
        new("DiskFilling", "warning", "node", TimeSpan.FromSeconds(15), Disk),
    ];

    private static IEnumerable<Symptom> Pool(MartWorld world)
    {
        if (StockSignals.Read(world) is { } stock && stock.Members.Count < FewestMembers)
        {
            var (full, left) = (GlobalMartEstate.FullPool.Count, stock.Members.Count);
            yield return new Symptom(
                GlobalMartEstate.LoadBalancerKey,
                Inventory,
                $"Pool inv has {left} of {full} servers",
                $"{(left == 0 ? "None" : string.Join(", ", stock.Members))} of the {full} application servers take queries; {FewestMembers} carry the peak. Compare the pool in the balancer's configuration with the servers that are up.");
        }
    }

    private static IEnumerable<Symptom> Latency(MartWorld world)
    {
        if (StockSignals.Read(world) is { P95Milliseconds: > LongestP95 } stock)
        {
            yield return new Symptom(
                GlobalMartEstate.LoadBalancerKey,
                Inventory,
                $"95 % of the stock queries take up to {Number(stock.P95Milliseconds / 1000, "0.0")} s",
                $"Shops accept {Number(LongestP95 / 1000, "0.0")} s. Tills wait for the stock before they sell.");
        }
    }

    private static IEnumerable<Symptom> Queue(MartWorld world)
    {
        if (StockSignals.Read(world) is not { WaitingPerMember: > DeepestQueue } stock)
        {
            yield break;
        }

        foreach (var member in stock.Members)
        {
            yield return new Symptom(
                member,
                Inventory,
                $"{Number(stock.WaitingPerMember, "0")} queries wait at {member}",
                $"Up to {Number(DeepestQueue, "0")} are ordinary. {stock.Members.Count} of {GlobalMartEstate.FullPool.Count} servers share the load.");
        }
    }

    private static IEnumerable<Symptom> Burn(MartWorld world)
    {
        if (StockSignals.Read(world) is { } stock && stock.ErrorPercent / ErrorBudgetPercent > FastestBurn)
        {
            yield return new Symptom(
                GlobalMartEstate.LoadBalancerKey,
                Inventory,
                $"{Number(stock.ErrorPercent, "0.0")} % of the stock queries fail",
                $"The error budget (99.9 % over 30 days) burns {Number(stock.ErrorPercent / ErrorBudgetPercent, "0")} times too fast.");
        }
    }

    private static IEnumerable<Symptom> Disk(MartWorld world) =>
        from volume in world.LogVolumes.Read()
        where volume.Value > FullestVolume && world.Nodes.Find(volume.Key)!.Reachable
        select new Symptom(
            volume.Key,
            Inventory,
            $"/var/log on {volume.Key} is {Number(volume.Value, "0")} % full",
            "The application logs an error for every query that it turns away, faster than the rotation compresses.");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
