namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// A standing order for the list: where at least <see cref="Least"/> alerts that fit <see cref="Matchers"/> and carry the same
/// values of <see cref="EqualLabels"/> begin within <see cref="WindowMinutes"/>, they are shown as one group. Groups are computed
/// when the list is read and never stored.
/// </summary>
public sealed class GroupingRule : IAlertRule<GroupingRule, GroupingRuleDetails>
{
    private GroupingRule()
    {
    }

    /// <inheritdoc />
    public Guid Id { get; private init; }

    /// <inheritdoc />
    public string Name { get; private set; } = "";

    /// <summary>Which alerts, as <see cref="MatcherSet"/> writes it.</summary>
    public string Matchers { get; private set; } = "";

    /// <summary>Labels that the alerts of one group share; one that is missing has the empty value.</summary>
    public IReadOnlyList<string> EqualLabels { get; private set; } = [];

    /// <summary>Minutes, 1 to 1440.</summary>
    public int WindowMinutes { get; private set; }

    /// <summary>2 to 1000.</summary>
    public int Least { get; private set; }

    /// <summary>Title of a group: text with <c>{count}</c> and <c>{name of a label}</c>.</summary>
    public string Title { get; private set; } = "";

    /// <inheritdoc />
    public bool Enabled { get; private set; }

    /// <inheritdoc />
    public string ChangedBy { get; private set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; private set; }

    /// <inheritdoc />
    public uint Version { get; private set; }

    /// <inheritdoc />
    public static string Subject => "grouping_rule";

    /// <inheritdoc />
    public static GroupingRule Create(GroupingRuleDetails details, string by, DateTimeOffset at)
    {
        var rule = new GroupingRule { Id = Guid.CreateVersion7() };
        rule.Change(details, by, at);
        return rule;
    }

    /// <inheritdoc />
    public void Change(GroupingRuleDetails details, string by, DateTimeOffset at)
    {
        var clean = details.Normalized();
        (Name, Matchers, Title) = (clean.Name, clean.Matchers, clean.Title);
        (EqualLabels, WindowMinutes, Least, Enabled) = (clean.EqualLabels, clean.WindowMinutes, clean.Least, clean.Enabled);
        (ChangedBy, ChangedAt) = (by, at);
    }

    /// <inheritdoc />
    public GroupingRuleDetails ToDetails() =>
        new(Name, Matchers, Title) { EqualLabels = EqualLabels, WindowMinutes = WindowMinutes, Least = Least, Enabled = Enabled };
}
