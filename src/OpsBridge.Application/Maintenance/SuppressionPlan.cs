using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>Everything that hides alerts now or later, as last read; gives the set of any moment from then on.</summary>
internal sealed class SuppressionPlan(IReadOnlyList<Silence> silences, IReadOnlyList<PlannedWindow> windows)
{
    private readonly IReadOnlyList<(DateTimeOffset From, DateTimeOffset To, Hider Hider)> _spans =
        [.. silences.Select(s => (s.StartsAt, s.EndsAt, new Hider(
            new QuickScope(s.Matchers, null, null),
            new Suppressor(SuppressorKind.Silence, s.Id, s.Comment, s.EndsAt))))];

    /// <summary>What is in force at the moment.</summary>
    public SuppressionSet At(DateTimeOffset now)
    {
        var hiders = new List<Hider>();
        var edges = new List<DateTimeOffset>();
        foreach (var (from, to, hider) in _spans.Where(s => now < s.To))
        {
            edges.Add(now < from ? from : to);
            if (now >= from)
            {
                hiders.Add(hider);
            }
        }

        foreach (var window in windows)
        {
            if (window.HiderAt(now) is { } hider)
            {
                hiders.Add(hider);
            }

            if (window.Schedule.NextChange(now) is { } edge)
            {
                edges.Add(edge);
            }
        }

        return new SuppressionSet(hiders, edges.Count == 0 ? null : edges.Min());
    }
}
