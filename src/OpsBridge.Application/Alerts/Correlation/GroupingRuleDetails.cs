namespace OpsBridge.Alerts.Correlation;

/// <summary>What a supervisor says about a grouping rule.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Matchers">Which alerts.</param>
/// <param name="Title">1 to 200 characters, for example <c>{count} hosts lost power in {site}</c>.</param>
public sealed record GroupingRuleDetails(string Name, string Matchers, string Title) : IRuleDetails
{
    /// <summary>Labels that the alerts of one group share.</summary>
    public IReadOnlyList<string> EqualLabels { get; init; } = [];

    /// <summary>Minutes, 1 to 1440.</summary>
    public int WindowMinutes { get; init; } = 10;

    /// <summary>Fewest alerts of a group, 2 to 1000.</summary>
    public int Least { get; init; } = 3;

    /// <summary>Whether it works.</summary>
    public bool Enabled { get; init; } = true;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Validate()
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        RuleFields.CheckName(Name, wrong, nameof(Name));
        RuleFields.CheckMatchers(Matchers, wrong, nameof(Matchers));
        RuleFields.CheckLabels(EqualLabels, wrong, nameof(EqualLabels));
        if (TitleTemplate.Parse(Title).Error is { } error)
        {
            wrong[nameof(Title)] = error;
        }

        if (WindowMinutes is < 1 or > 1440)
        {
            wrong[nameof(WindowMinutes)] = "Between 1 and 1440 minutes.";
        }

        if (Least is < 2 or > 1000)
        {
            wrong[nameof(Least)] = "Between 2 and 1000 alerts.";
        }

        return wrong;
    }

    /// <summary>Without stray white space and double labels, matchers in one spelling.</summary>
    public GroupingRuleDetails Normalized() => this with
    {
        Name = Name.Trim(),
        Matchers = RuleFields.OneSpelling(Matchers),
        Title = Title.Trim(),
        EqualLabels = RuleFields.Distinct(EqualLabels),
    };
}
