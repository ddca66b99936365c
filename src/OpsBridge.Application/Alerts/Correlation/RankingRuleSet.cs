using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Correlation;

/// <summary>A ranking rule ready to be asked.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Cause">What the cause looks like.</param>
/// <param name="Symptom">What its symptoms look like.</param>
/// <param name="EqualLabels">Labels that both must share.</param>
public sealed record ReadyRankingRule(string Name, MatcherSet Cause, MatcherSet Symptom, IReadOnlyList<string> EqualLabels)
{
    /// <summary>The rule of valid details; null when they are not valid.</summary>
    public static ReadyRankingRule? From(RankingRuleDetails details) =>
        details.Validate().Count == 0 && MatcherSet.Parse(details.Cause).Set is { } cause && MatcherSet.Parse(details.Symptom).Set is { } symptom
            ? new ReadyRankingRule(details.Name, cause, symptom, details.EqualLabels)
            : null;
}

/// <summary>
/// Ranking rules over the open alerts. What a rule says of an alert depends on the labels alone, so it is remembered until
/// the labels or the rules change: a pass over 100,000 alerts in which nothing moved asks no pattern. For one thread.
/// </summary>
public sealed class RankingRuleSet(IReadOnlyList<ReadyRankingRule> rules)
{
    private static readonly RuleSides[] s_none = [];
    private readonly Dictionary<long, (Labels Labels, RuleSides[] Sides)> _known = [];

    /// <summary>The set without rules.</summary>
    public static RankingRuleSet None { get; } = new([]);

    /// <summary>Adds an edge from every symptom to its cause, where <paramref name="edges"/> does not hold one yet.</summary>
    public void AddEdges(IReadOnlyList<AlertRow> open, Dictionary<long, CauseEdge> edges)
    {
        if (rules.Count == 0)
        {
            return;
        }

        Forget(open);
        var causes = new Dictionary<(int Rule, string Key), Causes>();
        var symptoms = new List<(AlertRow Row, RuleSides Sides)>();
        foreach (var row in open)
        {
            foreach (var sides in SidesOf(row))
            {
                if (sides.Cause && Holds(row))
                {
                    var key = (sides.Rule, KeyOf(row, sides.Rule));
                    causes[key] = causes.GetValueOrDefault(key).With(row, sides.Symptom);
                }

                if (sides.Symptom)
                {
                    symptoms.Add((row, sides));
                }
            }
        }

        var chosen = new Dictionary<long, (AlertRow Cause, int Rule)>();
        foreach (var (row, sides) in symptoms)
        {
            if (CauseOf(row, sides, causes) is { } cause && (!chosen.TryGetValue(row.Id, out var other) || CauseOrder.Compare(cause, other.Cause) < 0))
            {
                chosen[row.Id] = (cause, sides.Rule);
            }
        }

        foreach (var (symptom, (cause, rule)) in chosen)
        {
            edges.TryAdd(symptom, new CauseEdge(cause.Id, SymptomOrigin.Rule, $"rule \"{rules[rule].Name}\""));
        }
    }

    private static bool Holds(AlertRow row) => row.ClearedAt is null;

    private AlertRow? CauseOf(AlertRow row, RuleSides sides, Dictionary<(int Rule, string Key), Causes> causes)
    {
        var found = causes.GetValueOrDefault((sides.Rule, KeyOf(row, sides.Rule)));

        // An alert that matches both sides is not hidden by such a one, itself included (Alertmanager, inhibit_rule).
        var cause = sides.Cause ? found.CauseOnly : CauseOrder.First(found.CauseOnly, found.Both);
        return cause is not null && row.ClearedAt < cause.StartsAt ? null : cause;
    }

    private RuleSides[] SidesOf(AlertRow row)
    {
        if (_known.TryGetValue(row.Id, out var known) && (ReferenceEquals(known.Labels, row.Labels) || known.Labels.Equals(row.Labels)))
        {
            return known.Sides;
        }

        List<RuleSides>? found = null;
        for (var i = 0; i < rules.Count; i++)
        {
            var sides = new RuleSides(i, rules[i].Cause.IsMatch(row.Labels), rules[i].Symptom.IsMatch(row.Labels));
            if (sides.Cause || sides.Symptom)
            {
                (found ??= []).Add(sides);
            }
        }

        var result = found?.ToArray() ?? s_none;
        _known[row.Id] = (row.Labels, result);
        return result;
    }

    private string KeyOf(AlertRow row, int rule)
    {
        var names = rules[rule].EqualLabels;
        return names.Count switch
        {
            0 => "",
            1 => row.Labels[names[0]] ?? "",
            _ => string.Join('\0', names.Select(n => row.Labels[n])), // label values hold no NUL: PostgreSQL would refuse them
        };
    }

    private void Forget(IReadOnlyList<AlertRow> open)
    {
        if (_known.Count > (open.Count * 2) + 1000)
        {
            _known.Clear();
        }
    }

    private readonly record struct RuleSides(int Rule, bool Cause, bool Symptom);

    /// <summary>The best cause of one rule and key, apart for those that match both sides.</summary>
    private readonly record struct Causes(AlertRow? CauseOnly, AlertRow? Both)
    {
        public Causes With(AlertRow row, bool both) => both
            ? this with { Both = CauseOrder.First(Both, row) }
            : this with { CauseOnly = CauseOrder.First(CauseOnly, row) };
    }
}

/// <summary>Which of several possible causes is shown: the worst, then the earliest, then the first raised.</summary>
internal static class CauseOrder
{
    public static int Compare(AlertRow a, AlertRow b) =>
        a.Severity != b.Severity ? b.Severity.CompareTo(a.Severity)
        : a.StartsAt != b.StartsAt ? a.StartsAt.CompareTo(b.StartsAt)
        : a.Id.CompareTo(b.Id);

    public static AlertRow? First(AlertRow? a, AlertRow? b) =>
        a is null ? b : b is null ? a : Compare(a, b) <= 0 ? a : b;
}
