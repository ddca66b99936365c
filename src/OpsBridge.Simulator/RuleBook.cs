namespace OpsBridge.Simulator;

/// <summary>
/// What Prometheus' rule manager does with rules: one that holds for its time fires, is sent at once and again every 15 s, and is sent
/// with its end when it holds no more. What was not taken stays due. Not safe for several threads.
/// </summary>
/// <param name="world">Read by the rules.</param>
/// <param name="controlPage">Where the cause can be looked at.</param>
internal sealed class RuleBook(MartWorld world, Uri controlPage)
{
    /// <summary>How often a firing alert is sent again.</summary>
    public static readonly TimeSpan Resend = TimeSpan.FromSeconds(15);

    /// <summary>How long it holds without being sent again: four times as long, as with Prometheus.</summary>
    private static readonly TimeSpan s_holds = 4 * Resend;

    private readonly Dictionary<(AlertRule Rule, string Node), Standing> _standings = [];

    /// <summary>Evaluates every rule; returns what is due to be sent.</summary>
    public IReadOnlyList<Due> Evaluate(DateTimeOffset now)
    {
        var holding = AlertRules.All.SelectMany(rule => rule.Holds(world).Select(symptom => (rule, symptom))).ToDictionary(h => (h.rule, h.symptom.Node), h => h.symptom);
        foreach (var (key, symptom) in holding)
        {
            var before = _standings.GetValueOrDefault(key);
            _standings[key] = before is null || before.EndedAt is not null
                ? new Standing(symptom, now)
                : before with { Symptom = symptom, FiresAt = before.FiresAt ?? Fires(key.rule, before, now) };
        }

        foreach (var (key, standing) in _standings.Where(s => !holding.ContainsKey(s.Key) && s.Value.EndedAt is null).ToList())
        {
            if (standing.FiresAt is null)
            {
                _standings.Remove(key);
            }
            else
            {
                _standings[key] = standing with { EndedAt = now, SentAt = null };
            }
        }

        return [.. _standings.Where(s => s.Value.IsDue(now)).Select(s => new Due(s.Key, Of(s.Key, s.Value, now)))];
    }

    /// <summary>Notes that these were taken.</summary>
    public void Taken(IReadOnlyList<Due> sent, DateTimeOffset now)
    {
        foreach (var due in sent)
        {
            if (!_standings.TryGetValue(due.Key, out var standing))
            {
                continue;
            }

            if (standing.EndedAt is not null)
            {
                _standings.Remove(due.Key);
            }
            else
            {
                _standings[due.Key] = standing with { SentAt = now };
            }
        }
    }

    private DateTimeOffset? Fires(AlertRule rule, Standing standing, DateTimeOffset now) =>
        now - standing.Since >= rule.For / world.Options.TimeScale ? now : null;

    private OutsideAlert Of((AlertRule Rule, string Node) key, Standing standing, DateTimeOffset now)
    {
        var node = world.Nodes.Find(key.Node)!.Spec;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["alertname"] = key.Rule.Name,
            ["severity"] = key.Rule.Severity,
            ["instance"] = $"{key.Node}:9100",
            ["job"] = key.Rule.Job,
            ["service"] = standing.Symptom.Service,
            ["site"] = node.Site,
        };
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["summary"] = standing.Symptom.Summary,
            ["description"] = standing.Symptom.Description,
            ["runbook_url"] = new Uri(controlPage, $"runbooks/{key.Rule.Name}").ToString(),
        };
        return new OutsideAlert(labels, annotations, standing.FiresAt!.Value, standing.EndedAt ?? now + s_holds, controlPage);
    }

    /// <summary>An alert to be sent.</summary>
    /// <param name="Key">Which one.</param>
    /// <param name="Alert">What is said.</param>
    internal sealed record Due((AlertRule Rule, string Node) Key, OutsideAlert Alert);

    /// <summary>Where a rule stands on a node.</summary>
    /// <param name="Symptom">Its words at the last round; when it has ended, at the last round in which it held.</param>
    /// <param name="Since">Since when it holds.</param>
    private sealed record Standing(Symptom Symptom, DateTimeOffset Since)
    {
        public DateTimeOffset? FiresAt { get; init; }

        public DateTimeOffset? EndedAt { get; init; }

        public DateTimeOffset? SentAt { get; init; }

        public bool IsDue(DateTimeOffset now) => FiresAt is not null && (SentAt is not { } sent || (EndedAt is null && now - sent >= Resend));
    }
}
