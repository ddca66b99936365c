namespace OpsBridge.Alerts.Correlation;

/// <summary>A group as a preview lists it.</summary>
/// <param name="Title">Hostile text: never markup.</param>
/// <param name="Count">Alerts in it.</param>
/// <param name="From">When its first alert began (UTC).</param>
/// <param name="To">When its last alert began (UTC).</param>
public sealed record PreviewedGroup(string Title, int Count, DateTimeOffset From, DateTimeOffset To);

/// <summary>What a grouping rule would have done since a moment.</summary>
/// <param name="Since">That moment (UTC).</param>
/// <param name="Alerts">Alerts that began since then.</param>
/// <param name="Folded">Of these, the alerts in groups.</param>
/// <param name="GroupCount">Groups that would have formed.</param>
/// <param name="Biggest">The biggest of them, at most 20.</param>
public sealed record GroupingSpan(DateTimeOffset Since, int Alerts, int Folded, int GroupCount, IReadOnlyList<PreviewedGroup> Biggest);

/// <summary>What a grouping rule would do, before it is stored.</summary>
/// <param name="Open">Among the alerts open now.</param>
/// <param name="Day">Over the last 24 hours.</param>
/// <param name="Week">Over the last seven days, or as far back as there are alerts that can be looked at.</param>
public sealed record GroupingPreview(GroupingSpan Open, GroupingSpan Day, GroupingSpan Week)
{
    private const int MostListed = 20;

    /// <summary>Runs the rule.</summary>
    public static GroupingPreview Of(ReadyGroupingRule rule, IReadOnlyList<AlertRow> open, PastAlertsView past, DateTimeOffset now)
    {
        var set = new GroupingRuleSet([rule]);
        var day = Max(now.AddHours(-24), past.Since);
        var earliest = open.Count == 0 ? now : open.Min(r => r.StartsAt);
        return new GroupingPreview(
            Span(set, [.. open.Select(r => new Groupable(r.Id, r.Labels, r.StartsAt))], earliest),
            Span(set, [.. past.Alerts.Where(a => a.StartsAt >= day).Select(Item)], day),
            Span(set, [.. past.Alerts.Select(Item)], past.Since));
    }

    private static Groupable Item(PastAlert alert) => new(alert.Id, alert.Labels, alert.StartsAt);

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static GroupingSpan Span(GroupingRuleSet set, IReadOnlyList<Groupable> alerts, DateTimeOffset since)
    {
        var groups = set.Group(alerts);
        return new GroupingSpan(
            since,
            alerts.Count,
            groups.Sum(g => g.Members.Count),
            groups.Count,
            [.. groups.Take(MostListed).Select(g => new PreviewedGroup(g.Title, g.Members.Count, g.Members[0].At, g.Members[^1].At))]);
    }
}
