using OpsBridge.Identity;

namespace OpsBridge.Alerts.Correlation;

/// <summary>A supervisor writes a grouping rule.</summary>
public sealed class SaveGroupingRule(RuleDesk desk)
{
    internal const string Subject = "grouping_rule";

    /// <summary>Stores a new rule, or changes one that still is as it was seen.</summary>
    /// <param name="id">The rule; null for a new one.</param>
    /// <param name="seenVersion">Its version as it was seen; null to overwrite whatever is there.</param>
    /// <param name="details">What it says.</param>
    /// <param name="actor">Who writes it.</param>
    /// <param name="ct">Gives up.</param>
    public Task<SaveRuleResult> HandleAsync(Guid? id, uint? seenVersion, GroupingRuleDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAlertRules);
        return desk.SaveAsync<GroupingRule>(Subject, new RuleWish(id, seenVersion, details.Validate()), Apply, r => r.ToDetails(), actor, ct);

        GroupingRule Apply(GroupingRule? known, string by, DateTimeOffset at)
        {
            known?.Change(details, by, at);
            return known ?? GroupingRule.Create(details, by, at);
        }
    }
}

/// <summary>A supervisor removes a grouping rule.</summary>
public sealed class RemoveGroupingRule(RuleDesk desk)
{
    /// <summary>Removes it.</summary>
    public Task<RemoveRuleResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAlertRules);
        return desk.RemoveAsync<GroupingRule>(SaveGroupingRule.Subject, id, r => r.ToDetails(), actor, ct);
    }
}
