namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// A standing order: while an alert that fits <see cref="CauseMatchers"/> holds, alerts that fit <see cref="SymptomMatchers"/> and
/// carry the same values of <see cref="EqualLabels"/> are its symptoms (the semantics of Alertmanager's inhibition rules).
/// </summary>
public sealed class RankingRule : IAlertRule<RankingRule, RankingRuleDetails>
{
    private RankingRule()
    {
    }

    /// <inheritdoc />
    public Guid Id { get; private init; }

    /// <inheritdoc />
    public string Name { get; private set; } = "";

    /// <summary>What the cause looks like, as <see cref="MatcherSet"/> writes it.</summary>
    public string CauseMatchers { get; private set; } = "";

    /// <summary>What its symptoms look like.</summary>
    public string SymptomMatchers { get; private set; } = "";

    /// <summary>Labels that cause and symptom must share; one that is missing has the empty value.</summary>
    public IReadOnlyList<string> EqualLabels { get; private set; } = [];

    /// <inheritdoc />
    public bool Enabled { get; private set; }

    /// <inheritdoc />
    public string ChangedBy { get; private set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; private set; }

    /// <inheritdoc />
    public uint Version { get; private set; }

    /// <inheritdoc />
    public static string Subject => "ranking_rule";

    /// <inheritdoc />
    public static RankingRule Create(RankingRuleDetails details, string by, DateTimeOffset at)
    {
        var rule = new RankingRule { Id = Guid.CreateVersion7() };
        rule.Change(details, by, at);
        return rule;
    }

    /// <inheritdoc />
    public void Change(RankingRuleDetails details, string by, DateTimeOffset at)
    {
        var clean = details.Normalized();
        (Name, CauseMatchers, SymptomMatchers) = (clean.Name, clean.Cause, clean.Symptom);
        (EqualLabels, Enabled) = (clean.EqualLabels, clean.Enabled);
        (ChangedBy, ChangedAt) = (by, at);
    }

    /// <inheritdoc />
    public RankingRuleDetails ToDetails() => new(Name, CauseMatchers, SymptomMatchers) { EqualLabels = EqualLabels, Enabled = Enabled };
}
