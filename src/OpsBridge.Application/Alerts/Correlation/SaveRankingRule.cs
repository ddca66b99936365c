using OpsBridge.Identity;

namespace OpsBridge.Alerts.Correlation;

/// <summary>A supervisor writes a ranking rule.</summary>
public sealed class SaveRankingRule(RuleDesk desk)
{
    internal const string Subject = "ranking_rule";

    /// <summary>Stores a new rule, or changes one that still is as it was seen. It works within a second.</summary>
    /// <param name="id">The rule; null for a new one.</param>
    /// <param name="seenVersion">Its version as it was seen; null to overwrite whatever is there.</param>
    /// <param name="details">What it says.</param>
    /// <param name="actor">Who writes it.</param>
    /// <param name="ct">Gives up.</param>
    public Task<SaveRuleResult> HandleAsync(Guid? id, uint? seenVersion, RankingRuleDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAlertRules);
        return desk.SaveAsync<RankingRule>(Subject, new RuleWish(id, seenVersion, details.Validate()), Apply, r => r.ToDetails(), actor, ct);

        RankingRule Apply(RankingRule? known, string by, DateTimeOffset at)
        {
            known?.Change(details, by, at);
            return known ?? RankingRule.Create(details, by, at);
        }
    }
}

/// <summary>A supervisor removes a ranking rule; its symptoms stand for themselves within a second.</summary>
public sealed class RemoveRankingRule(RuleDesk desk)
{
    /// <summary>Removes it.</summary>
    public Task<RemoveRuleResult> HandleAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAlertRules);
        return desk.RemoveAsync<RankingRule>(SaveRankingRule.Subject, id, r => r.ToDetails(), actor, ct);
    }
}
