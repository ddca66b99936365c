namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// Decides which open alerts are symptoms of which others. A function of the facts alone: what was decided before plays no
/// part, so alerts, outages and rules may come in any order and end in the same picture. An operator's word comes first,
/// then the parents, then the rules.
/// </summary>
public static class Correlator
{
    /// <summary>What is to be changed; empty when everything is as it should be.</summary>
    public static IReadOnlyList<RankingChange> Decide(CorrelationFacts facts)
    {
        var edges = new Dictionary<long, CauseEdge>();
        var byId = facts.Words.Count == 0 ? null : facts.Open.ToDictionary(r => r.Id);
        var alone = AddWords(facts, byId, edges);
        AddParents(facts, alone, edges);
        facts.Rules.AddEdges(facts.Open, edges);
        foreach (var id in alone)
        {
            edges.Remove(id);
        }

        return edges.Count == 0 ? Changes(facts, alone, edges, []) : Changes(facts, alone, edges, Resolve(facts, edges));
    }

    private static HashSet<long> AddWords(CorrelationFacts facts, Dictionary<long, AlertRow>? byId, Dictionary<long, CauseEdge> edges)
    {
        var alone = new HashSet<long>();
        foreach (var (id, named) in facts.Words)
        {
            if (named is null)
            {
                alone.Add(id);
            }
            else if (byId!.ContainsKey(id) && byId.ContainsKey(named.Value)) // a cause that is closed ends the word about it
            {
                edges[id] = new CauseEdge(named.Value, SymptomOrigin.Operator, "an operator said so");
            }
        }

        return alone;
    }

    private static void AddParents(CorrelationFacts facts, HashSet<long> alone, Dictionary<long, CauseEdge> edges)
    {
        var outages = OutageBook.Read(facts.Open, facts.SaysOutage, facts.Down, facts.Reached);
        if (outages.Failed.Count == 0)
        {
            return;
        }

        var ways = new Reachability(facts.Parents, outages.Failed, facts.Reached, facts.Window);
        foreach (var row in facts.Open)
        {
            if (row.AssetId is not { } asset || alone.Contains(row.Id) || edges.ContainsKey(row.Id) || ways.Find(asset) is not { } cut)
            {
                continue;
            }

            var own = row.StartsAt < cut.Since - facts.Window || row.ClearedAt < cut.Since;
            if (!own && outages.AlertOf(cut.Root) is { } cause && cause.Id != row.Id)
            {
                edges[row.Id] = new CauseEdge(cause.Id, SymptomOrigin.Parent, $"{row.AssetName} is reached through {cause.AssetName}, which is down");
            }
        }
    }

    private static Dictionary<long, long> Resolve(CorrelationFacts facts, Dictionary<long, CauseEdge> edges)
    {
        var rows = facts.Open.Where(r => edges.ContainsKey(r.Id)).ToDictionary(r => r.Id);
        return CauseChains.Resolve(edges, (a, b) => CauseOrder.Compare(rows[a], rows[b]));
    }

    private static List<RankingChange> Changes(CorrelationFacts facts, HashSet<long> alone, Dictionary<long, CauseEdge> edges, Dictionary<long, long> tops)
    {
        var changes = new List<RankingChange>();
        foreach (var row in facts.Open)
        {
            var hasTop = tops.TryGetValue(row.Id, out var top);
            if (!hasTop && row.CauseFrom is null)
            {
                continue;
            }

            long? cause = hasTop ? top : null;
            SymptomOrigin? from = hasTop ? edges[row.Id].From : alone.Contains(row.Id) ? SymptomOrigin.Operator : null;
            if (cause != row.CauseId || from != row.CauseFrom)
            {
                changes.Add(new RankingChange(row.Id, row.CauseId, row.CauseFrom, cause, from, hasTop ? edges[row.Id].Why : Freed(row))
                {
                    Named = from == SymptomOrigin.Operator ? facts.Words[row.Id] : null,
                });
            }
        }

        return changes;
    }

    private static string Freed(AlertRow row) => row.CauseFrom switch
    {
        SymptomOrigin.Parent => "the way to it is open again, or its cause is closed",
        SymptomOrigin.Rule => "its cause is gone, or no rule says so any more",
        _ => "its cause is closed",
    };
}
