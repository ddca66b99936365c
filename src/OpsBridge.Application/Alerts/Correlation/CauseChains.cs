namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// Makes "is a symptom of" one level deep: every symptom hangs under the alert at the top of its chain. Where statements
/// form a circle, the weakest is dropped (rule before parent before operator), so that of every circle one alert stands
/// for itself; nothing can hide everything.
/// </summary>
public static class CauseChains
{
    /// <summary>Follows every statement to the top.</summary>
    /// <param name="edges">One statement per symptom.</param>
    /// <param name="standsFirst">Of alerts whose statements are equally weak: a negative number when the first shall stand for itself.</param>
    /// <returns>Symptom → top of its chain. Alerts that are missing stand for themselves.</returns>
    public static Dictionary<long, long> Resolve(IReadOnlyDictionary<long, CauseEdge> edges, Comparison<long> standsFirst)
    {
        var tops = new Dictionary<long, long>(edges.Count);
        var path = new List<long>();
        foreach (var start in edges.Keys)
        {
            path.Clear();
            var at = start;
            while (!tops.ContainsKey(at) && edges.TryGetValue(at, out var edge))
            {
                var seen = path.IndexOf(at);
                if (seen >= 0)
                {
                    at = Break(path[seen..], edges, standsFirst);
                    tops[at] = at;
                    break;
                }

                path.Add(at);
                at = edge.To;
            }

            var top = tops.GetValueOrDefault(at, at);
            foreach (var symptom in path)
            {
                tops.TryAdd(symptom, top);
            }
        }

        foreach (var standing in tops.Where(t => t.Key == t.Value).Select(t => t.Key).ToList())
        {
            tops.Remove(standing);
        }

        return tops;
    }

    private static long Break(List<long> circle, IReadOnlyDictionary<long, CauseEdge> edges, Comparison<long> standsFirst)
    {
        circle.Sort((a, b) => Strength(edges[a].From) != Strength(edges[b].From)
            ? Strength(edges[a].From).CompareTo(Strength(edges[b].From))
            : standsFirst(a, b));
        return circle[0];
    }

    private static int Strength(SymptomOrigin from) => from switch
    {
        SymptomOrigin.Rule => 0,
        SymptomOrigin.Parent => 1,
        _ => 2,
    };
}
