using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Which open alerts the grouping rules show as one.</summary>
/// <param name="Groups">Biggest first.</param>
public sealed record GroupedAlerts(IReadOnlyList<AlertGroup> Groups)
{
    private readonly Dictionary<long, AlertGroup> _byAlert = Groups.SelectMany(g => g.Members, (g, m) => (m.Id, g)).ToDictionary(p => p.Id, p => p.g);

    private readonly Dictionary<string, AlertGroup> _byKey = Groups.ToDictionary(g => g.Key, StringComparer.Ordinal);

    /// <summary>No rule, or nothing to group.</summary>
    public static GroupedAlerts None { get; } = new([]);

    /// <summary>The title of a group; what is in no group has the empty key.</summary>
    public string TitleOf(string key) => key.Length == 0 ? "In no group" : _byKey.GetValueOrDefault(key)?.Title ?? "";

    /// <summary>The group of an alert; null when it is in none.</summary>
    public AlertGroup? Of(long alertId) => _byAlert.GetValueOrDefault(alertId);
}

/// <summary>Groups the open alerts by the grouping rules.</summary>
public interface IRuleGroups
{
    /// <summary>Live topics whose change makes the groups obsolete, besides those of the board.</summary>
    IReadOnlyList<string> Topics { get; }

    /// <summary>The groups of a snapshot of the board; computed once and shared by every screen that asks for the same snapshot.</summary>
    Task<GroupedAlerts> OfAsync(AlertBoardView view, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IRuleGroups"/>
public sealed class RuleGroups : IRuleGroups, IDisposable
{
    private static readonly string[] s_topics = ["grouping_rules"];
    private readonly SharedView<GroupingRuleSet> _rules;
    private volatile Computed? _last;

    /// <summary>Rules are read once per change.</summary>
    public RuleGroups(IDbContextFactory<OpsDbContext> contexts, LiveFeed feed) => _rules = new SharedView<GroupingRuleSet>(feed, s_topics, async ct =>
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rules = await db.Set<GroupingRule>().AsNoTracking().Where(r => r.Enabled).OrderBy(r => r.Name).ToListAsync(ct);
        return new GroupingRuleSet([.. rules.Select(r => ReadyGroupingRule.From(r.Id, r.ToDetails())).OfType<ReadyGroupingRule>()]);
    });

    /// <inheritdoc />
    public IReadOnlyList<string> Topics => s_topics;

    /// <inheritdoc />
    public async Task<GroupedAlerts> OfAsync(AlertBoardView view, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        var rules = await _rules.GetAsync(ct);
        if (rules.IsEmpty)
        {
            return GroupedAlerts.None;
        }

        if (_last is not { } last || !ReferenceEquals(last.Rows, view.Rows) || !ReferenceEquals(last.Rules, rules))
        {
            // Symptoms are folded under their cause already. Two screens that ask at once may both compute; the values are equal.
            var groups = rules.Group(view.Rows.Where(r => r.CauseId is null).Select(r => new Groupable(r.Id, r.Labels, r.StartsAt)));
            _last = last = new Computed(view.Rows, rules, new GroupedAlerts(groups));
        }

        return last.Groups;
    }

    /// <inheritdoc />
    public void Dispose() => _rules.Dispose();

    private sealed record Computed(IReadOnlyList<AlertRow> Rows, GroupingRuleSet Rules, GroupedAlerts Groups);
}
