namespace OpsBridge.Simulator;

/// <summary>Whose turn it is among servers that may be out of service. Each tier has its own, or tiers would step over each other's members.</summary>
internal sealed class RoundRobin
{
    private uint _turn;

    /// <summary>The next candidate for which <paramref name="serving"/> holds; null when there is none.</summary>
    public string? Next(IReadOnlyList<string> candidates, Func<string, bool> serving)
    {
        var start = Interlocked.Increment(ref _turn);
        return Enumerable.Range(0, candidates.Count)
            .Select(step => candidates[(int)((start + (uint)step) % (uint)candidates.Count)])
            .FirstOrDefault(serving);
    }
}
