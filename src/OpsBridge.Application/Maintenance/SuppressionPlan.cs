using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>Everything that hides alerts now or later, as last read; gives the set of any moment from then on.</summary>
internal sealed class SuppressionPlan
{
    private readonly IReadOnlyList<(DateTimeOffset From, DateTimeOffset To, Hider Hider)> _spans;

    public SuppressionPlan(IReadOnlyList<Silence> silences) =>
        _spans = [.. silences.Select(s => (s.StartsAt, s.EndsAt, new Hider(
            new QuickScope(s.Matchers, null, null),
            new Suppressor(SuppressorKind.Silence, s.Id, s.Comment, s.EndsAt))))];

    /// <summary>What is in force at the moment.</summary>
    public SuppressionSet At(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        var hiders = new List<Hider>();
        foreach (var (from, to, hider) in _spans)
        {
            if (now >= to)
            {
                continue;
            }

            var edge = now < from ? from : to;
            next = edge < next || next is null ? edge : next;
            if (now >= from)
            {
                hiders.Add(hider);
            }
        }

        return new SuppressionSet(hiders, next);
    }
}
