using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Correlation;

/// <summary>A rule as lists show it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Details">What it says.</param>
/// <param name="ChangedBy">Who changed it last.</param>
/// <param name="ChangedAt">When (UTC).</param>
/// <param name="Version">Row version; the ETag of the API.</param>
public sealed record RuleRow<TDetails>(Guid Id, TDetails Details, string ChangedBy, DateTimeOffset ChangedAt, uint Version);

/// <summary>Reads the rules, by name.</summary>
public interface IAlertRuleList
{
    /// <summary>Ranking rules.</summary>
    Task<IReadOnlyList<RuleRow<RankingRuleDetails>>> RankingAsync(Actor actor, CancellationToken ct);

    /// <summary>Grouping rules.</summary>
    Task<IReadOnlyList<RuleRow<GroupingRuleDetails>>> GroupingAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IAlertRuleList"/>
public sealed class AlertRuleList(IDbContextFactory<OpsDbContext> contexts) : IAlertRuleList
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<RuleRow<RankingRuleDetails>>> RankingAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        return (await ReadAsync<RankingRule>(ct)).ConvertAll(r => new RuleRow<RankingRuleDetails>(r.Id, r.ToDetails(), r.ChangedBy, r.ChangedAt, r.Version));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RuleRow<GroupingRuleDetails>>> GroupingAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        return (await ReadAsync<GroupingRule>(ct)).ConvertAll(r => new RuleRow<GroupingRuleDetails>(r.Id, r.ToDetails(), r.ChangedBy, r.ChangedAt, r.Version));
    }

    private async Task<List<TRule>> ReadAsync<TRule>(CancellationToken ct)
        where TRule : class, IAlertRule
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<TRule>().AsNoTracking().OrderBy(r => r.Name).ToListAsync(ct);
    }
}
