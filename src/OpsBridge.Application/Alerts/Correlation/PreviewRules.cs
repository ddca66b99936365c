using OpsBridge.Identity;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Shows what a rule would do before it is stored, over the open alerts and over the last days.</summary>
public interface IPreviewRule<TDetails, TPreview>
    where TPreview : class
{
    /// <summary>What it would do; null when it is not valid yet.</summary>
    Task<TPreview?> HandleAsync(TDetails details, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IPreviewRule{TDetails, TPreview}"/>
public sealed class PreviewRules(IAlertBoard board, PastAlerts past, TimeProvider clock)
    : IPreviewRule<RankingRuleDetails, RankingPreview>, IPreviewRule<GroupingRuleDetails, GroupingPreview>
{
    /// <inheritdoc />
    public async Task<RankingPreview?> HandleAsync(RankingRuleDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        if (ReadyRankingRule.From(details) is not { } rule)
        {
            return null;
        }

        var (open, alerts) = ((await board.OpenAsync(actor, ct)).Rows, await past.ReadAsync(ct));
        return await Task.Run(() => RankingPreview.Of(rule, open, alerts, clock.GetUtcNow()), ct);
    }

    /// <inheritdoc />
    public async Task<GroupingPreview?> HandleAsync(GroupingRuleDetails details, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        if (ReadyGroupingRule.From(Guid.Empty, details) is not { } rule)
        {
            return null;
        }

        var (open, alerts) = ((await board.OpenAsync(actor, ct)).Rows, await past.ReadAsync(ct));
        return await Task.Run(() => GroupingPreview.Of(rule, open, alerts, clock.GetUtcNow()), ct);
    }
}
