namespace OpsBridge.Simulator;

/// <summary>What an outside monitoring system measures on the stock query at the balancer, worked out from the world as it stands.</summary>
/// <param name="P95Milliseconds">Answer time that 95 of 100 answers do not exceed; node faults included.</param>
/// <param name="ErrorPercent">Percent of the queries answered 5xx, 0 to 100.</param>
/// <param name="WaitingPerMember">Queries that wait in the queue of one pool member.</param>
/// <param name="Members">Keys of the pool's members that answer.</param>
internal sealed record StockSignals(double P95Milliseconds, double ErrorPercent, double WaitingPerMember, IReadOnlyList<string> Members)
{
    private const double SlowestOfHundred = 0.95;

    /// <summary>Measures; null while the balancer answers nobody.</summary>
    public static StockSignals? Read(MartWorld world)
    {
        if (!world.Nodes.IsServing(GlobalMartEstate.LoadBalancerKey))
        {
            return null;
        }

        string[] members = [.. world.Pool.Members.Where(world.Nodes.IsServing)];
        string[] webs = [.. world.Nodes.WithRole(NodeRole.Web).Where(world.Nodes.IsServing)];
        string[][] tiers = [[GlobalMartEstate.LoadBalancerKey], webs, members, [GlobalMartEstate.DatabaseKey]];
        var reading = world.Load.Read();

        // Answers spread evenly around their mean; a slow node of a tier takes more than one query in twenty, so it makes the 95th.
        var spread = 1 + (InventoryService.Spread * ((2 * SlowestOfHundred) - 1));
        var slow = tiers.Sum(tier => tier.Select(k => Fault(world, k, FaultKind.Slow)).DefaultIfEmpty().Max());
        var waiting = members.Length == 0 ? 0 : reading.RequestsPerSecond * (reading.ResponseMilliseconds - QueueModel.BaseMilliseconds) / 1000 / members.Length;
        return new StockSignals((reading.ResponseMilliseconds * spread) + slow, Errors(world, tiers, reading.RejectedPercent), waiting, members);
    }

    /// <summary>A query fails when it fails at any tier, and always when a tier has nobody who serves or the database does not greet.</summary>
    private static double Errors(MartWorld world, string[][] tiers, double rejectedPercent)
    {
        var database = world.Nodes.Find(GlobalMartEstate.DatabaseKey)!;
        if (tiers.Any(t => t.Length == 0) || !database.Serving || database.Fault.Kind == FaultKind.WrongBanner)
        {
            return 100;
        }

        var good = tiers.Aggregate(100 - rejectedPercent, (left, tier) => left * (1 - (tier.Average(k => Fault(world, k, FaultKind.Errors)) / 100)));
        return 100 - good;
    }

    private static double Fault(MartWorld world, string key, FaultKind kind) =>
        world.Nodes.Find(key)!.Fault is { } fault && fault.Kind == kind ? fault.Amount : 0;
}
