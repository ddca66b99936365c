namespace OpsBridge.Alerts.Correlation;

/// <summary>What a ranking rule would do to an alert.</summary>
/// <param name="AlertId">The symptom.</param>
/// <param name="Summary">Its one line. Hostile text: never markup.</param>
/// <param name="CauseId">The cause.</param>
/// <param name="CauseSummary">Its one line.</param>
/// <param name="Doubt">Why folding it looks wrong; null when nothing speaks against it.</param>
public sealed record FoldedAlert(long AlertId, string Summary, long CauseId, string CauseSummary, string? Doubt = null);

/// <summary>What a ranking rule would do, before it is stored.</summary>
/// <param name="OpenNow">Alerts open now that would be folded, at most 50.</param>
/// <param name="OpenCount">How many that are.</param>
/// <param name="PastCount">How many alerts since <paramref name="Since"/> would have been folded.</param>
/// <param name="PastAlerts">Of how many.</param>
/// <param name="Doubtful">Of the past ones those that speak against the rule, at most 50.</param>
/// <param name="DoubtfulCount">How many that are.</param>
/// <param name="Since">How far back was looked (UTC).</param>
public sealed record RankingPreview(
    IReadOnlyList<FoldedAlert> OpenNow, int OpenCount, int PastCount, int PastAlerts, IReadOnlyList<FoldedAlert> Doubtful, int DoubtfulCount, DateTimeOffset Since)
{
    private const int MostListed = 50;
    private static readonly TimeSpan s_before = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_after = TimeSpan.FromMinutes(15);

    /// <summary>Runs the rule over the alerts open now and over those of the last days.</summary>
    public static RankingPreview Of(ReadyRankingRule rule, IReadOnlyList<AlertRow> open, PastAlertsView past, DateTimeOffset now)
    {
        var edges = new Dictionary<long, CauseEdge>();
        new RankingRuleSet([rule]).AddEdges(open, edges);
        var byId = edges.Count == 0 ? [] : open.ToDictionary(r => r.Id);
        var nowFolded = edges.Take(MostListed).Select(e => new FoldedAlert(e.Key, byId[e.Key].Summary, e.Value.To, byId[e.Value.To].Summary)).ToList();
        var folded = Past(rule, past.Alerts, now).ToList();
        var doubtful = folded.Where(f => f.Doubt is not null).ToList();
        return new RankingPreview(nowFolded, edges.Count, folded.Count, past.Alerts.Count, [.. doubtful.Take(MostListed)], doubtful.Count, past.Since);
    }

    private static IEnumerable<FoldedAlert> Past(ReadyRankingRule rule, IReadOnlyList<PastAlert> alerts, DateTimeOffset now)
    {
        var sides = alerts.Select(a => (Alert: a, Cause: rule.Cause.IsMatch(a.Labels), Symptom: rule.Symptom.IsMatch(a.Labels), Key: KeyOf(rule, a)))
            .Where(s => s.Cause || s.Symptom)
            .ToList();
        var causes = sides.Where(s => s.Cause).ToLookup(s => (s.Key, s.Symptom), s => s.Alert);
        var timelines = causes.ToDictionary(g => g.Key, g => new Holding([.. g], now));
        foreach (var (alert, isCause, _, key) in sides.Where(s => s.Symptom))
        {
            var end = alert.EndedAt ?? now;
            var cause = timelines.GetValueOrDefault((key, false))?.During(alert.StartsAt, end)
                ?? (isCause ? null : timelines.GetValueOrDefault((key, true))?.During(alert.StartsAt, end));
            if (cause is not null)
            {
                yield return new FoldedAlert(alert.Id, alert.Summary, cause.Id, cause.Summary, DoubtOf(alert, cause, now));
            }
        }
    }

    private static string? DoubtOf(PastAlert symptom, PastAlert cause, DateTimeOffset now) =>
        symptom.StartsAt < cause.StartsAt - s_before ? "it began long before the cause"
        : (symptom.EndedAt ?? now) > (cause.EndedAt ?? now) + s_after ? "it went on long after the cause was gone"
        : symptom.Severity > cause.Severity ? "it is worse than the cause"
        : symptom.AcknowledgedBy is { } by && cause.AcknowledgedBy is null ? $"{by} took it on, and nobody the cause"
        : null;

    private static string KeyOf(ReadyRankingRule rule, PastAlert alert) => string.Join('\0', rule.EqualLabels.Select(n => alert.Labels[n]));

    /// <summary>Answers which cause held during a span; of several the one that held longest.</summary>
    private sealed class Holding
    {
        private readonly List<PastAlert> _byStart;
        private readonly int[] _longest; // index of the one that ends last among the first so many
        private readonly DateTimeOffset _now;

        public Holding(IEnumerable<PastAlert> causes, DateTimeOffset now)
        {
            _now = now;
            _byStart = [.. causes.OrderBy(c => c.StartsAt)];
            _longest = new int[_byStart.Count];
            for (var i = 1; i < _longest.Length; i++)
            {
                _longest[i] = EndOf(_byStart[i]) > EndOf(_byStart[_longest[i - 1]]) ? i : _longest[i - 1];
            }
        }

        public PastAlert? During(DateTimeOffset from, DateTimeOffset to)
        {
            var (low, high) = (0, _byStart.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _byStart[middle].StartsAt <= to ? (middle + 1, high) : (low, middle);
            }

            return low > 0 && _byStart[_longest[low - 1]] is var cause && EndOf(cause) >= from ? cause : null;
        }

        private DateTimeOffset EndOf(PastAlert cause) => cause.EndedAt ?? _now;
    }
}
