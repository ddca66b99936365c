namespace OpsBridge.Simulator;

/// <summary>The members of pool <c>inv</c> on the load balancer, and whose turn it is.</summary>
internal sealed class BalancerPool
{
    private readonly RoundRobin _turns = new();
    private IReadOnlyList<string> _members = GlobalMartEstate.FullPool;

    /// <summary>Keys of the members, in order.</summary>
    public IReadOnlyList<string> Members => Volatile.Read(ref _members);

    /// <summary>Replaces the members; a pool has at least one, each an application server and named once.</summary>
    public PoolOutcome Set(IReadOnlyList<string>? members)
    {
        if (members is null or { Count: 0 })
        {
            return new PoolOutcome.Refused("A pool has at least one member.");
        }

        var stranger = members.FirstOrDefault(m => !GlobalMartEstate.FullPool.Contains(m));
        if (stranger is not null || members.Contains(null))
        {
            return new PoolOutcome.Refused($"'{stranger}' is no application server; members are among: {string.Join(", ", GlobalMartEstate.FullPool)}.");
        }

        if (members.Distinct(StringComparer.Ordinal).Count() != members.Count)
        {
            return new PoolOutcome.Refused("A member is named only once.");
        }

        IReadOnlyList<string> copy = [.. members];
        Volatile.Write(ref _members, copy);
        return new PoolOutcome.Applied(copy);
    }

    /// <summary>The next member for which <paramref name="serving"/> holds, in turn; null when there is none.</summary>
    public string? Next(Func<string, bool> serving) => _turns.Next(Members, serving);
}
